package org.confocal.engine.focus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Ban;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Departure;
import org.confocal.engine.conference.Gate;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;

/**
 * Those who wait in front of the conference, and those who may not come again. Whoever waits has a
 * dialog and nothing else; when he is let in, the same dialog goes on with media.
 */
final class Lobby {
  /** Whoever has this leg has waited long enough. */
  record Over(LegTag tag) implements FocusProtocol.FocusInternal {}

  private static final int MOST_BANS = 1000;

  private final FocusParts parts;
  private final ActorContext<FocusProtocol.Command> context;
  private final Focus.Environment env;

  Lobby(FocusParts parts, ActorContext<FocusProtocol.Command> context, Focus.Environment env) {
    this.parts = parts;
    this.context = context;
    this.env = env;
  }

  /** A leg has come to the lobby, or is found there after a restart. */
  void came(Leg leg) {
    Instant end = leg.joinedAt().plus(env.settings().gate().lobbyTimeout());
    Duration left = Duration.between(now(), end);
    context.scheduleOnce(
        left.isNegative() ? Duration.ZERO : left,
        context.getSelf(),
        new Over(leg.dialog().localTag()));
  }

  Step over(Conference state, Over over) {
    return state
        .leg(over.tag())
        .filter(Leg::waits)
        .map(
            leg ->
                parts.departures.sentAway(state, leg, Departure.NOT_ADMITTED, "Nobody let you in"))
        .orElse(Step.NONE);
  }

  /**
   * Why an order about the lobby or about bans cannot be carried out; asked after the authority.
   */
  Optional<Rejection> refusal(Conference state, ControlOrder order) {
    if (order instanceof ControlOrder.Admit o) {
      for (UserUri user : o.users()) {
        if (state.lobby().stream().noneMatch(leg -> leg.participant().equals(user))) {
          return no(Rejection.Reason.UNKNOWN_USER, user + " does not wait in the lobby");
        }
      }
      int room = parts.keeper.room(state);
      int wanted = meant(state, o).size();
      return o.granted() && wanted > room
          ? no(
              Rejection.Reason.CAPACITY_EXCEEDED,
              wanted + " legs wait, and there is room for " + room)
          : Optional.empty();
    } else if (order instanceof ControlOrder.Ban o) {
      boolean there = o.banned() ? !state.legsOf(o.user()).isEmpty() : isBanned(state, o.user());
      if (!there) {
        return no(
            Rejection.Reason.UNKNOWN_USER,
            o.user() + (o.banned() ? " is not in the conference" : " is not banned"));
      }
      return o.banned() && state.room().bans().size() >= MOST_BANS
          ? no(Rejection.Reason.CAPACITY_EXCEEDED, MOST_BANS + " are banned already")
          : Optional.empty();
    }
    throw new AssertionError(order);
  }

  private static boolean isBanned(Conference state, UserUri user) {
    return state.room().bans().stream().anyMatch(ban -> ban.user().equals(user));
  }

  private static List<Leg> meant(Conference state, ControlOrder.Admit order) {
    return state.lobby().stream()
        .filter(leg -> order.users().isEmpty() || order.users().contains(leg.participant()))
        .toList();
  }

  /** Carries out an order that may be. */
  Step carryOut(Conference state, ControlOrder order, UserUri by) {
    if (order instanceof ControlOrder.Admit o) {
      List<Leg> legs = meant(state, o);
      if (legs.isEmpty()) {
        return Step.NONE;
      }
      return o.granted()
          ? admit(state, legs, by)
          : parts.departures.sentAway(
              state, legs, Departure.DENIED, "A presenter did not let you in");
    } else if (order instanceof ControlOrder.Ban o) {
      return o.banned() ? ban(state, o.user(), by) : unban(o.user(), by);
    }
    throw new AssertionError(order);
  }

  /** First the ban, then the BYE: nobody slips in between. */
  private Step ban(Conference state, UserUri user, UserUri by) {
    List<Leg> legs = state.legsOf(user);
    List<ConferenceEvent> bans = new ArrayList<>();
    legs.stream()
        .map(Ban::of)
        .distinct()
        .forEach(ban -> bans.add(new ConferenceEvent.Banned(now(), ban, by)));
    parts.dialOuts.callOff(state, user, Optional.empty());
    return new Step(bans, next -> context.getLog().info("banned user={} by={}", user, by))
        .and(
            parts.departures.sentAway(
                state, legs, Departure.EJECTED, "A presenter has sent you away"));
  }

  private Step unban(UserUri user, UserUri by) {
    return Step.of(
        new ConferenceEvent.Unbanned(now(), user, by),
        next -> context.getLog().info("unbanned user={} by={}", user, by));
  }

  private Step admit(Conference state, List<Leg> legs, UserUri by) {
    Set<McuType> used = EnumSet.noneOf(McuType.class);
    List<ConferenceEvent> events = new ArrayList<>();
    for (Leg leg : legs) {
      if (leg.remote().isPresent()) {
        used.addAll(leg.media());
      }
      events.add(new ConferenceEvent.Admitted(now(), leg.number(), by));
    }
    Step entered = new Step(events, next -> legs.forEach(leg -> entered(next, leg)));
    return parts.introductions.firstUse(state, used, now()).and(entered);
  }

  private void entered(Conference state, Leg before) {
    state
        .leg(before.number())
        .ifPresent(
            leg -> {
              parts.mouth.admitted(leg);
              parts.introductions.due(state, leg, now());
              context
                  .getLog()
                  .info("leg admitted leg={} participant={}", leg.number(), leg.participant());
            });
  }

  /**
   * Those come in who would not have to wait if they came now, because the door was opened or the
   * organizer has changed his mind; the oldest first, as far as there is room.
   *
   * @param ahead the conference as it will be
   */
  Step freed(Conference ahead, UserUri by) {
    List<Leg> free =
        ahead.lobby().stream()
            .filter(leg -> !Gate.stillWaits(ahead, ahead.meeting().orElseThrow(), leg))
            .limit(parts.keeper.room(ahead))
            .toList();
    return free.isEmpty() ? Step.NONE : admit(ahead, free, by);
  }

  /** An operator orders: he may whatever can be done. */
  Step operated(Conference state, FocusProtocol.Operate o) {
    if (Recorder.concerns(o.order())) {
      return parts.recorder.operated(state, o);
    }
    Optional<Rejection> no =
        state.active()
            ? refusal(state, o.order())
            : no(Rejection.Reason.UNKNOWN_CONFERENCE, "The conference does not run");
    if (no.isPresent()) {
      o.replyTo().tell(new FocusProtocol.Operated(no));
      parts.life.restIfIdle(state);
      return Step.NONE;
    }
    UserUri organizer = state.meeting().orElseThrow().uri().organizer();
    Step step = carryOut(state, o.order(), UserUri.of("operator", organizer.domain()));
    FocusProtocol.Operated done = new FocusProtocol.Operated(Optional.empty());
    if (step.events().isEmpty()) {
      o.replyTo().tell(done);
      return Step.NONE;
    }
    return step.andThen(next -> o.replyTo().tell(done));
  }

  private static Optional<Rejection> no(Rejection.Reason reason, String text) {
    return Optional.of(Rejection.of(reason, text));
  }

  private Instant now() {
    return env.clock().instant();
  }
}
