package org.confocal.mcu;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.media.CommandResult;
import org.confocal.media.record.DurablePart;
import org.confocal.media.record.RecordedChunk;
import org.confocal.media.record.RecordingFormat;
import org.confocal.media.record.RecordingParameters;
import org.confocal.media.sound.Playback;
import org.confocal.media.sound.Tone;
import org.jspecify.annotations.Nullable;

/**
 * The recording of one conference as its MCU sees it: begun when the first leg is there, gone on
 * with when legs come again, and heard by everybody: at the beginning, now and then, and at the
 * end. Whoever comes later hears the beginning as well.
 */
final class ConferenceRecording {
  /** Something that was to be done later. */
  sealed interface Due extends McuProtocol.McuInternal {}

  /** It is time to be heard again. */
  private record BeepDue(int turn) implements Due {}

  /** It is time to try again what the media plane was too busy for. */
  private record OrderDue() implements Due {}

  private record StopDue(String id) implements Due {}

  /** The last piece has not come: it is waited for no more. */
  record TooLate() implements McuProtocol.McuInternal {}

  private static final String NAME = "recording";
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration RETRY = Duration.ofSeconds(15);
  private static final Duration STOP_AGAIN = Duration.ofMillis(500);
  private static final Duration MOST_WAIT = Duration.ofSeconds(5);

  /** Two high beeps: you are recorded. */
  static final Tone BEGIN = new Tone(List.of(1400), -20, Duration.ofMillis(200), PAUSE, 2);

  /** One of them: you still are. */
  static final Tone BEEP = new Tone(List.of(1400), -26, Duration.ofMillis(200), PAUSE, 1);

  /** A low one: no more. */
  static final Tone END = new Tone(List.of(700), -20, Duration.ofMillis(400), PAUSE, 1);

  private final ActorContext<McuProtocol.Command> context;
  private final FocusKey conference;
  private final long epoch;
  private final ActorRef<McuProtocol.Event> focus;
  private final ActorRef<MediaNode.Command> node;
  private final RecordingSettings settings;

  /** Legs that have a port, those of which something came, that are in, and that know. */
  private final Set<Integer> there = new HashSet<>();

  private final Set<Integer> alive = new HashSet<>();

  private final Set<Integer> inside = new HashSet<>();
  private final Set<Integer> told = new HashSet<>();
  private McuProtocol.@Nullable StartRecording wanted;
  private DurablePart known = DurablePart.NONE;
  private boolean running;

  /** One was ended of which the last piece is not on disk yet. */
  private boolean lastIsToCome;

  private int turn;

  ConferenceRecording(
      ActorContext<McuProtocol.Command> context,
      FocusKey conference,
      long epoch,
      ActorRef<McuProtocol.Event> focus,
      ActorRef<MediaNode.Command> node,
      RecordingSettings settings) {
    this.context = context;
    this.conference = conference;
    this.epoch = epoch;
    this.focus = focus;
    this.node = node;
    this.settings = settings;
  }

  void begin(McuProtocol.StartRecording order) {
    if (!settings.on()) {
      focus.tell(new McuProtocol.RecordingFailed(order.id(), RecordingSettings.off()));
      return;
    }
    wanted = order;
    known = new DurablePart(order.part(), order.partMs());
    told.clear();
    order();
    remind();
  }

  void stop(McuProtocol.StopRecording order) {
    node.tell(new MediaNode.StopRecording(conference, epoch, order.id()));
    if (wanted != null && wanted.id().equals(order.id())) {
      ended();
    }
  }

  private void ended() {
    lastIsToCome = running;
    wanted = null;
    running = false;
    turn++;
    play(Optional.empty(), Playback.once(NAME, END));
  }

  private void order() {
    McuProtocol.StartRecording now = wanted;
    if (now != null && !running) {
      running = true;
      node.tell(new MediaNode.StartRecording(conference, epoch, parameters(now)));
    }
  }

  private RecordingParameters parameters(McuProtocol.StartRecording order) {
    return new RecordingParameters(
        order.id(),
        Path.of(settings.directory(), conference.value(), order.id()),
        switch (order.format()) {
          case OPUS -> RecordingFormat.OPUS;
          case WAV -> RecordingFormat.WAV;
        },
        settings.rateHz(),
        settings.bitrate(),
        settings.chunk(),
        settings.stall(),
        known);
  }

  /** The media plane has heard the order. Without a leg there is nothing to record yet. */
  private void ordered(MediaNode.RecordOrdered answer) {
    if (wanted == null || !wanted.id().equals(answer.id())) {
      return;
    }
    running = answer.result() instanceof CommandResult.Done;
    if (!running && !there.isEmpty()) {
      context.scheduleOnce(retry(), context.getSelf(), new OrderDue());
    }
    if (running) {
      told.addAll(inside);
      told.retainAll(alive); // of the others nobody knows whether they hear already
      play(Optional.empty(), Playback.once(NAME, BEGIN));
    }
  }

  /** A leg has its port: from now on there is something to record. */
  void legThere(int leg) {
    there.add(leg);
    order();
  }

  /** Media of a leg may flow. */
  void connected(int leg, boolean waits) {
    if (waits) {
      inside.remove(leg);
    } else {
      inside.add(leg);
      tell(leg);
    }
  }

  /** Something came of a leg: now it hears, too. */
  void alive(int leg) {
    alive.add(leg);
    tell(leg);
  }

  void gone(int leg) {
    there.remove(leg);
    alive.remove(leg);
    inside.remove(leg);
    told.remove(leg);
  }

  private void tell(int leg) {
    if (running && inside.contains(leg) && alive.contains(leg) && told.add(leg)) {
      play(Optional.of(leg), Playback.once(NAME, BEGIN));
    }
  }

  /**
   * The media plane tells something.
   *
   * @return false if that is not about recordings
   */
  boolean heard(MediaNode.Event event) {
    if (event instanceof MediaNode.RecordOrdered o) {
      ordered(o);
    } else if (event instanceof MediaNode.NotStopped n) {
      notStopped(n.id());
    } else if (event instanceof MediaNode.Recorded r) {
      recorded(r.chunk());
    } else if (event instanceof MediaNode.RecordingFailed f) {
      failed(f);
    } else {
      return false;
    }
    return true;
  }

  /**
   * The conference is over.
   *
   * @return whether the last piece is worth waiting for; {@link TooLate} tells when no more
   */
  boolean endsLater() {
    boolean later = running || lastIsToCome;
    if (later) {
      context.scheduleOnce(MOST_WAIT, context.getSelf(), new TooLate());
    }
    return later;
  }

  /** Whether this is the last that a conference that is over has to tell; if so it is told. */
  boolean endsWith(MediaNode.Event event) {
    if (event instanceof MediaNode.Recorded r) {
      wanted = null;
      recorded(r.chunk());
      return r.chunk().last();
    }
    return event instanceof MediaNode.RecordingFailed f && heard(f);
  }

  /** Tried until it is done: nobody shall be recorded who believes that he is not. */
  private void notStopped(String id) {
    context.getLog().warn("media is too busy to end a recording id={}", id);
    context.scheduleOnce(STOP_AGAIN, context.getSelf(), new StopDue(id));
  }

  /**
   * A piece is on disk. The last one of a recording that is wanted: its last leg had gone; who has
   * come meanwhile is recorded from now on.
   */
  private void recorded(RecordedChunk chunk) {
    lastIsToCome = lastIsToCome && !chunk.last();
    if (wanted != null && wanted.id().equals(chunk.recording())) {
      known = new DurablePart(chunk.part(), chunk.toMs());
      running = running && !chunk.last();
    }
    focus.tell(
        new McuProtocol.Recorded(
            chunk.recording(), chunk.part(), chunk.toMs(), chunk.bytes(), chunk.last()));
    if (!there.isEmpty()) {
      order();
    }
  }

  private void failed(MediaNode.RecordingFailed failure) {
    if (wanted != null && wanted.id().equals(failure.id())) {
      ended();
      focus.tell(new McuProtocol.RecordingFailed(failure.id(), failure.why()));
    }
  }

  private void remind() {
    boolean silent = settings.announceEvery().isZero();
    context.scheduleOnce(
        silent ? RETRY : settings.announceEvery(), context.getSelf(), new BeepDue(++turn));
  }

  private Duration retry() {
    Duration every = settings.announceEvery();
    return every.isZero() || every.compareTo(RETRY) > 0 ? RETRY : every;
  }

  void due(Due due) {
    if (due instanceof BeepDue beep) {
      beepDue(beep);
    } else if (due instanceof OrderDue) {
      order();
    } else if (due instanceof StopDue stop) {
      node.tell(new MediaNode.StopRecording(conference, epoch, stop.id()));
    }
  }

  private void beepDue(BeepDue due) {
    if (due.turn() != turn || wanted == null) {
      return;
    }
    if (!running) {
      order();
    } else if (!settings.announceEvery().isZero()) {
      play(Optional.empty(), Playback.once(NAME, BEEP));
    }
    remind();
  }

  private void play(Optional<Integer> leg, Playback playback) {
    node.tell(new MediaNode.Order(conference, epoch, new MediaVerb.Play(leg, playback)));
  }
}
