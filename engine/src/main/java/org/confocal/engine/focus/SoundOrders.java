package org.confocal.engine.focus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Desk;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.conference.Role;
import org.confocal.engine.conference.SoundRights;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.Tuning;

/**
 * Orders about what is heard, of participants and operators; {@link SoundRights} has allowed them.
 * What lasts becomes events, and {@link SoundDesk} tells the MCU; what is played is told at once
 * and forgotten with the MCU.
 */
final class SoundOrders {
  /** More orders to play that wait for their MCU are not remembered. */
  private static final int MOST_WAITING = 100;

  private final FocusParts parts;
  private final ActorContext<FocusProtocol.Command> context;
  private final Focus.Environment env;
  private final Map<Long, Consumer<Optional<Rejection>>> waiting = new LinkedHashMap<>();
  private long lastPlay;

  SoundOrders(
      FocusParts parts, ActorContext<FocusProtocol.Command> context, Focus.Environment env) {
    this.parts = parts;
    this.context = context;
    this.env = env;
  }

  /** The events of an order; none = it is so already, or it is about what is played. */
  List<ConferenceEvent> events(Conference state, UserUri asker, ControlOrder.OfSound order) {
    Instant now = env.clock().instant();
    if (order instanceof ControlOrder.Mute o) {
      return muted(state, asker, o, now);
    } else if (order instanceof ControlOrder.MuteRole o) {
      Role role = o.presenters() ? Role.PRESENTER : Role.ATTENDEE;
      return muteRole(state, asker, role, o.muted(), o.locked(), now);
    } else if (order instanceof ControlOrder.MuteAll o) {
      return muteAll(state, asker, o, now);
    } else if (order instanceof ControlOrder.Filter o) {
      return filtered(state, asker, o, now);
    } else if (order instanceof ControlOrder.Hold o) {
      return tuned(state, asker, o.user(), o.endpoint(), t -> t.withHolding(o.holding()), now);
    } else if (order instanceof ControlOrder.SetVolume o) {
      return tuned(
          state,
          asker,
          o.user(),
          o.endpoint(),
          t -> t.withVolume(o.inDb().orElse(t.inDb()), o.outDb().orElse(t.outDb())),
          now);
    } else if (order instanceof ControlOrder.Relate o) {
      return state.room().desk().relations().equals(o.relations())
          ? List.of()
          : List.of(new ConferenceEvent.RelationsChanged(now, o.relations(), asker));
    } else if (order instanceof ControlOrder.GiveFloor o) {
      return state.room().desk().floor().equals(o.holder())
          ? List.of()
          : List.of(new ConferenceEvent.FloorChanged(now, o.holder(), asker));
    }
    return List.of();
  }

  /** No mute lifts a lock, whoever orders it: that does who unmutes. */
  private static List<ConferenceEvent> muted(
      Conference state, UserUri asker, ControlOrder.Mute o, Instant now) {
    boolean locks = state.room().desk().lockedUsers().contains(o.user());
    boolean lock = o.muted() && (o.locked() || locks);
    List<ConferenceEvent> events = new ArrayList<>();
    for (Leg leg : SoundRights.legs(state, o.user(), o.endpoint())) {
      if (leg.muted() != o.muted() || lock != locks) {
        events.add(new ConferenceEvent.MuteChanged(now, leg.number(), o.muted(), asker, lock));
      }
    }
    return events;
  }

  /** All of a role, whoever comes later included; the asker himself goes on speaking. */
  private static List<ConferenceEvent> muteRole(
      Conference state, UserUri asker, Role role, boolean muted, boolean locked, Instant now) {
    List<ConferenceEvent> events = new ArrayList<>(rule(state, asker, role, muted, locked, now));
    events.addAll(muteLegs(state, asker, muted, user -> state.role(user) == role, now));
    return events;
  }

  private static List<ConferenceEvent> muteAll(
      Conference state, UserUri asker, ControlOrder.MuteAll o, Instant now) {
    List<ConferenceEvent> events = new ArrayList<>();
    for (Role role : List.of(Role.ATTENDEE, Role.PRESENTER)) {
      events.addAll(rule(state, asker, role, o.muted(), o.locked(), now));
    }
    events.addAll(muteLegs(state, asker, o.muted(), user -> true, now));
    return events;
  }

  private static List<ConferenceEvent> rule(
      Conference state, UserUri asker, Role role, boolean muted, boolean locked, Instant now) {
    Desk desk = state.room().desk();
    boolean lock = muted && (locked || desk.lockedRoles().contains(role));
    boolean same =
        state.room().mutedRoles().contains(role) == muted
            && desk.lockedRoles().contains(role) == lock;
    return same
        ? List.of()
        : List.of(new ConferenceEvent.RoleMuteChanged(now, role, muted, asker, lock));
  }

  private static List<ConferenceEvent> muteLegs(
      Conference state, UserUri asker, boolean muted, Predicate<UserUri> meant, Instant now) {
    List<ConferenceEvent> events = new ArrayList<>();
    for (Leg leg : state.allLegs()) {
      UserUri user = leg.participant();
      boolean locked = state.room().desk().lockedUsers().contains(user);
      boolean news = leg.muted() != muted || (locked && !muted);
      if (news
          && !user.equals(asker)
          && leg.media().contains(McuType.AUDIO_VIDEO)
          && meant.test(user)) {
        events.add(
            new ConferenceEvent.MuteChanged(now, leg.number(), muted, asker, locked && muted));
      }
    }
    return events;
  }

  private List<ConferenceEvent> filtered(
      Conference state, UserUri asker, ControlOrder.Filter o, Instant now) {
    List<ConferenceEvent> events = new ArrayList<>();
    o.muted()
        .map(muted -> new ControlOrder.Mute(o.user(), o.endpoint(), o.media(), muted))
        .ifPresent(mute -> events.addAll(muted(state, asker, mute, now)));
    o.deaf()
        .ifPresent(
            deaf ->
                events.addAll(
                    tuned(state, asker, o.user(), o.endpoint(), t -> t.withDeaf(deaf), now)));
    return events;
  }

  private interface Change {
    Tuning of(Tuning before);
  }

  private static List<ConferenceEvent> tuned(
      Conference state, UserUri asker, UserUri user, String endpoint, Change change, Instant now) {
    List<ConferenceEvent> events = new ArrayList<>();
    for (Leg leg : SoundRights.legs(state, user, endpoint)) {
      Tuning before = state.room().desk().tuning(leg.number());
      Tuning after = change.of(before);
      if (!after.equals(before)) {
        events.add(new ConferenceEvent.TuningChanged(now, leg.number(), after, asker));
      }
    }
    return events;
  }

  /**
   * Plays a sound, if the MCU has it.
   *
   * @param done is told how that went
   */
  void play(Conference state, ControlOrder.Play o, Consumer<Optional<Rejection>> done) {
    if (waiting.size() >= MOST_WAITING) {
      Long oldest = waiting.keySet().iterator().next();
      answer(
          oldest,
          Optional.of(Rejection.unavailable("Too much is played", env.settings().retryAfter())));
    }
    waiting.put(++lastPlay, done);
    parts.mouth.toMcu(
        McuType.AUDIO_VIDEO,
        new McuProtocol.Play(lastPlay, legs(state, o.to()), o.name(), o.sound(), o.times()));
  }

  /** Ends what plays. */
  void stop(Conference state, ControlOrder.StopPlaying o) {
    parts.mouth.toMcu(
        McuType.AUDIO_VIDEO, new McuProtocol.StopPlaying(legs(state, o.to()), o.name()));
  }

  private static List<Integer> legs(Conference state, Optional<UserUri> to) {
    return to.stream()
        .flatMap(user -> SoundRights.legs(state, user, ControlOrder.OfSound.ALL).stream())
        .map(Leg::number)
        .toList();
  }

  /** The MCU has answered. */
  void played(McuProtocol.PlayResult result) {
    answer(result.id(), result.refusal());
  }

  /** The MCU that was to play is gone: it will not answer. */
  void forsaken() {
    List.copyOf(waiting.keySet())
        .forEach(
            id ->
                answer(
                    id,
                    Optional.of(
                        Rejection.unavailable(
                            "What plays sounds has ended", env.settings().retryAfter()))));
  }

  private void answer(long id, Optional<Rejection> refusal) {
    Consumer<Optional<Rejection>> done = waiting.remove(id);
    if (done != null) {
      done.accept(refusal);
    }
  }

  /** An operator orders: he may whatever a presenter may, and more. */
  Step operated(Conference state, FocusProtocol.Operate o) {
    if (!(o.order() instanceof ControlOrder.OfSound order) || !state.active()) {
      return parts.lobby.operated(state, o);
    }
    UserUri by = UserUri.of("operator", state.meeting().orElseThrow().uri().organizer().domain());
    Consumer<Optional<Rejection>> answer =
        refusal -> o.replyTo().tell(new FocusProtocol.Operated(refusal));
    Optional<Rejection> no = SoundRights.refusal(state, by, true, order);
    if (no.isPresent()) {
      answer.accept(no);
      return Step.NONE;
    }
    List<ConferenceEvent> events = events(state, by, order);
    if (events.isEmpty()) {
      done(state, order, answer);
      return Step.NONE;
    }
    return new Step(
        events,
        next -> {
          context.getLog().info("order carried out order={} by={}", order, by);
          done(next, order, answer);
        });
  }

  private void done(Conference state, ControlOrder order, Consumer<Optional<Rejection>> answer) {
    if (order instanceof ControlOrder.Play play) {
      play(state, play, answer);
      return;
    }
    if (order instanceof ControlOrder.StopPlaying stop) {
      stop(state, stop);
    }
    answer.accept(Optional.empty());
  }
}
