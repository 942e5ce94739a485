package org.confocal.engine.focus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Departure;
import org.confocal.engine.conference.EndReason;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.conference.Role;
import org.confocal.engine.conference.Succession;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuProtocol;

/** The ways out of a conference: one leg, or all of them. With the last leg the conference ends. */
final class Departures {
  private final FocusParts parts;
  private final ActorContext<FocusProtocol.Command> context;
  private final Focus.Environment env;
  private final FocusMouth mouth;
  private final PendingRequests pending;
  private final SessionChanges changes;
  private final ConferenceLife life;
  private final Introductions introductions;
  private final Subscriptions subscriptions;

  Departures(FocusParts parts, ActorContext<FocusProtocol.Command> context, Focus.Environment env) {
    this.parts = parts;
    this.context = context;
    this.env = env;
    this.mouth = parts.mouth;
    this.pending = parts.pending;
    this.changes = parts.changes;
    this.life = parts.life;
    this.introductions = parts.introductions;
    this.subscriptions = parts.subscriptions;
  }

  /** A leg goes without a BYE of ours; legs that hang on it are told. */
  Step goes(Conference state, Leg leg, Departure why) {
    return depart(state, withDependents(state, leg), why, "", Set.of(leg.number()));
  }

  /** We send a leg away, with what hangs on it, and tell it why. */
  Step sentAway(Conference state, Leg leg, Departure why, String reason) {
    return depart(state, withDependents(state, leg), why, reason, Set.of());
  }

  /** We send legs away and tell them why. */
  Step sentAway(Conference state, List<Leg> legs, Departure why, String reason) {
    return depart(state, legs, why, reason, Set.of());
  }

  /** With the last dialog with the focus go the dialogs with its MCUs. */
  private static List<Leg> withDependents(Conference state, Leg leg) {
    List<Leg> all = state.legsOf(leg.participant());
    boolean lastControl =
        leg.entry().kind() == LegKind.FOCUS
            && all.stream().filter(l -> l.entry().kind() == LegKind.FOCUS).count() == 1;
    List<Leg> going = new ArrayList<>();
    for (Leg other : all) {
      if (lastControl && other.entry().kind() == LegKind.MEDIA) {
        going.add(other);
      }
    }
    going.add(leg);
    return going;
  }

  private Step depart(
      Conference state, List<Leg> legs, Departure why, String reason, Set<Integer> silent) {
    List<ConferenceEvent> events = new ArrayList<>();
    legs.forEach(l -> events.add(new ConferenceEvent.LegLeft(now(), l.number(), why)));
    boolean last = state.legs().size() == legs.size() && pending.joinCount() == 0;
    inherit(state, legs, events);
    if (last) {
      events.add(new ConferenceEvent.Deactivated(now(), EndReason.EVERYBODY_LEFT));
    }
    Step step =
        new Step(
            events,
            next -> {
              for (Leg leg : legs) {
                if (!silent.contains(leg.number())) {
                  mouth.bye(leg, reason);
                }
                departed(leg, why);
              }
              if (last) {
                parts.dialOuts.giveUpAll();
                life.ended(EndReason.EVERYBODY_LEFT);
              }
            });
    return subscriptions.leaving(state, legs, why).and(step);
  }

  /** The last presenter does not leave a room that nobody can steer, when that is the rule. */
  private void inherit(Conference state, List<Leg> going, List<ConferenceEvent> events) {
    if (env.settings().life().successor()) {
      UserUri organizer = state.meeting().orElseThrow().uri().organizer();
      Succession.heir(state, going)
          .ifPresent(
              heir ->
                  events.add(
                      new ConferenceEvent.RoleChanged(now(), heir, Role.PRESENTER, organizer)));
    }
  }

  /** Everybody is sent away. */
  Step end(Conference state, EndReason why) {
    List<Leg> legs = List.copyOf(state.allLegs());
    List<ConferenceEvent> events = new ArrayList<>();
    for (Leg leg : legs) {
      events.add(new ConferenceEvent.LegLeft(now(), leg.number(), Departure.CONFERENCE_ENDED));
    }
    events.add(new ConferenceEvent.Deactivated(now(), why));
    Step step =
        new Step(
            events,
            next -> {
              for (Leg leg : legs) {
                mouth.bye(leg, why.text());
                departed(leg, Departure.CONFERENCE_ENDED);
              }
              parts.dialOuts.giveUpAll();
              life.ended(why);
            });
    return subscriptions.leaving(state, legs, Departure.CONFERENCE_ENDED).and(step);
  }

  /** A conference in which nobody is and to which nobody comes has ended. */
  Step endIfEmpty(Conference state) {
    return state.active() && state.legs().isEmpty() && pending.joinCount() == 0
        ? end(state, EndReason.EVERYBODY_LEFT)
        : Step.NONE;
  }

  /** Whatever became of this request shall not be. */
  Step abandon(Conference state, FocusProtocol.Abandon a) {
    pending.abandon(a.key());
    Optional<PendingRequests.PendingJoin> waiting = pending.join(a.key());
    if (waiting.isPresent()) {
      pending.removeJoin(waiting.get().tag.leg());
      mouth.toMcus(new McuProtocol.Release(waiting.get().tag.leg()));
    }
    Step step =
        state
            .legMadeBy(a.key())
            .map(leg -> goes(state, leg, Departure.NOT_COMPLETED))
            .orElseGet(() -> endIfEmpty(state));
    FocusProtocol.Abandoned confirmed = new FocusProtocol.Abandoned(a.key());
    if (step.events().isEmpty()) {
      a.replyTo().tell(confirmed);
      return Step.NONE;
    }
    return step.andThen(next -> a.replyTo().tell(confirmed));
  }

  private void departed(Leg leg, Departure why) {
    pending
        .removeChange(leg.number())
        .map(PendingRequests.PendingChange::change)
        .ifPresent(
            c -> c.replyTo().tell(new FocusProtocol.Refused(c.key(), unknownDialog(c.tag()))));
    changes.forget(leg.number());
    introductions.forget(leg.number());
    mouth.left(leg);
    context
        .getLog()
        .info(
            "leg left leg={} participant={} why={} callId={}",
            leg.number(),
            leg.participant(),
            why,
            leg.dialog().callId());
  }

  static Rejection unknownDialog(LegTag tag) {
    return Rejection.of(Rejection.Reason.UNKNOWN_DIALOG, "No such dialog: " + tag);
  }

  private Instant now() {
    return env.clock().instant();
  }
}
