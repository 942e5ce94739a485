package org.confocal.mcu;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.Relation;
import org.confocal.media.CommandResult;
import org.confocal.media.Hold;
import org.confocal.media.Volume;
import org.confocal.media.mix.Relations;
import org.confocal.media.sound.Playback;
import org.confocal.media.sound.Sound;
import org.confocal.media.sound.Tone;
import org.jspecify.annotations.Nullable;

/**
 * What the audio MCU of one conference has done to sound, on order of its focus and by itself. Used
 * by its actor only.
 */
final class McuSounds {
  /** What all MCUs of a node share. */
  record Site(McuSettings settings, SoundShelf shelf) {}

  /** A sound was read, or could not be. */
  record Loaded(Optional<McuProtocol.Play> order, Optional<Sound> sound, String why)
      implements McuProtocol.McuInternal {}

  /** Where a sound will be played that is being read; an order to stop takes places away. */
  private record Loading(String name, List<Optional<Integer>> places) {}

  /** An order to play, until the media plane has answered for each place. */
  private static final class Playing {
    final long id;
    int waiting;
    boolean plays;
    boolean busy;

    Playing(long id, int waiting) {
      this.id = id;
      this.waiting = waiting;
    }
  }

  /** Names that no order can give. */
  private static final String ENTRY = ":entry";

  private static final String EXIT = ":exit";

  private final ActorContext<McuProtocol.Command> context;
  private final Insistence plane;
  private final ActorRef<McuProtocol.Event> focus;
  private final Site site;
  private final Map<Integer, UserUri> users = new HashMap<>();
  private final Set<Integer> inside = new HashSet<>();

  /** Orders whose sounds are being read. */
  private final Map<Long, Loading> loading = new HashMap<>();

  private final IdentityHashMap<MediaVerb, Playing> playing = new IdentityHashMap<>();
  private List<Relation> relations = List.of();
  private @Nullable Sound music;

  McuSounds(
      ActorContext<McuProtocol.Command> context,
      Insistence plane,
      ActorRef<McuProtocol.Event> focus,
      Site site) {
    this.context = context;
    this.plane = plane;
    this.focus = focus;
    this.site = site;
    site.settings().sounds().music().ifPresent(name -> load(Optional.empty(), name));
  }

  /** The focus orders something. */
  void ordered(McuProtocol.OfSound order) {
    if (order instanceof McuProtocol.Tuned t) {
      tuned(t);
    } else if (order instanceof McuProtocol.Related r) {
      relations = r.relations();
      relate();
    } else if (order instanceof McuProtocol.Play p) {
      loading.put(p.id(), new Loading(p.name(), new ArrayList<>(each(p.legs()))));
      load(Optional.of(p), p.sound());
    } else if (order instanceof McuProtocol.StopPlaying s) {
      stopped(s);
    } else {
      throw new AssertionError(order);
    }
  }

  /** What is still being read must not begin afterwards. */
  private void stopped(McuProtocol.StopPlaying s) {
    List<Optional<Integer>> places = each(s.legs());
    loading.values().stream()
        .filter(l -> l.name().equals(s.name()))
        .forEach(l -> l.places().removeAll(places));
    places.forEach(leg -> tell(new MediaVerb.Stop(leg, s.name())));
  }

  private void tuned(McuProtocol.Tuned t) {
    Hold held =
        switch (t.tuning().holding()) {
          case NONE -> Hold.NONE;
          case SILENCE -> Hold.SILENCE;
          case MUSIC -> Hold.MUSIC;
        };
    tell(new MediaVerb.Deafen(t.leg(), t.tuning().deaf()));
    tell(new MediaVerb.SetAside(t.leg(), held));
    tell(new MediaVerb.Loudness(t.leg(), new Volume(t.tuning().inDb(), t.tuning().outDb())));
  }

  /** The plane has a session for the conference again: what it has forgotten is told. */
  void firstSession() {
    if (music != null) {
      tell(new MediaVerb.Music(music));
    }
  }

  /** A leg is about to be connected: who hears it is told before that. */
  void comes(int leg, UserUri user) {
    if (!user.equals(users.put(leg, user)) && !relations.isEmpty()) {
      relate();
    }
  }

  /** A leg of an earlier life of the focus: whoever is in was in before. */
  void returns(int leg, UserUri user, boolean waits) {
    comes(leg, user);
    if (!waits) {
      inside.add(leg);
    }
  }

  /** A leg is connected. */
  void connected(int leg, boolean waits) {
    boolean enters = !waits && inside.add(leg);
    if (enters && inside.size() > 1 && site.settings().sounds().entryTone()) {
      tell(new MediaVerb.Play(Optional.empty(), Playback.once(ENTRY, Tone.ENTRY)));
    }
  }

  /** A leg is gone. */
  void released(int leg) {
    users.remove(leg);
    if (inside.remove(leg) && !inside.isEmpty() && site.settings().sounds().exitTone()) {
      tell(new MediaVerb.Play(Optional.empty(), Playback.once(EXIT, Tone.EXIT)));
    }
  }

  private void relate() {
    Optional<Relations> translated = LegRelations.of(relations, users);
    translated.ifPresent(r -> tell(new MediaVerb.Relate(r)));
    if (translated.isEmpty()) {
      context.getLog().warn("relations not told count={} legs={}", relations.size(), users.size());
    }
  }

  private void load(Optional<McuProtocol.Play> order, String name) {
    Executor blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    context.pipeToSelf(
        CompletableFuture.supplyAsync(() -> read(() -> site.shelf().take(name)), blocking),
        (sound, error) -> new Loaded(order, Optional.ofNullable(sound), why(error)));
  }

  private static Sound read(Callable<Sound> reading) {
    try {
      return reading.call();
    } catch (Exception unreadable) {
      throw new CompletionException(unreadable);
    }
  }

  private static String why(@Nullable Throwable error) {
    Throwable cause =
        error instanceof CompletionException wrapped && wrapped.getCause() != null
            ? wrapped.getCause()
            : error;
    return cause instanceof IOException ? String.valueOf(cause.getMessage()) : "" + cause;
  }

  /** A sound was read: who has ordered it is told when the media plane has answered. */
  void loaded(Loaded loaded) {
    if (loaded.sound().isEmpty()) {
      context.getLog().warn("sound not read why=\"{}\"", loaded.why());
    }
    if (loaded.order().isEmpty()) {
      music = loaded.sound().orElse(null);
      firstSession();
      return;
    }
    McuProtocol.Play order = loaded.order().get();
    Loading where = loading.remove(order.id());
    if (loaded.sound().isEmpty()) {
      refuse(order.id(), Rejection.of(Rejection.Reason.MALFORMED, loaded.why()));
    } else if (where == null || where.places().isEmpty()) {
      focus.tell(new McuProtocol.PlayResult(order.id(), Optional.empty())); // and was stopped
    } else {
      Playing now = new Playing(order.id(), where.places().size());
      for (Optional<Integer> leg : where.places()) {
        MediaVerb verb =
            new MediaVerb.Play(
                leg, new Playback(order.name(), loaded.sound().get(), 0, order.times()));
        playing.put(verb, now);
        tell(verb);
      }
    }
  }

  /** The media plane has answered an order. */
  void answered(MediaNode.Ordered answer) {
    Playing now = playing.remove(answer.verb());
    if (now == null) {
      return;
    }
    now.plays |= answer.result() instanceof CommandResult.Done;
    now.busy |= answer.result() instanceof CommandResult.Busy;
    if (--now.waiting > 0) {
      return;
    }
    if (now.plays) {
      focus.tell(new McuProtocol.PlayResult(now.id, Optional.empty()));
    } else if (now.busy) {
      Duration later = Duration.ofSeconds(site.settings().retryAfterSeconds());
      refuse(now.id, Rejection.unavailable("Media is too busy to play", later));
    } else {
      refuse(now.id, Rejection.of(Rejection.Reason.UNKNOWN_MEDIA, "Nobody is there to hear it"));
    }
  }

  private void refuse(long id, Rejection why) {
    focus.tell(new McuProtocol.PlayResult(id, Optional.of(why)));
  }

  /** Those legs, or the one place where all hear. */
  private static List<Optional<Integer>> each(List<Integer> legs) {
    return legs.isEmpty() ? List.of(Optional.empty()) : legs.stream().map(Optional::of).toList();
  }

  private void tell(MediaVerb verb) {
    plane.tell(verb);
  }
}
