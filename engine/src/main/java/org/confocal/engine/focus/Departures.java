package org.confocal.engine.focus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Departure;
import org.confocal.engine.conference.EndReason;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.mcu.McuProtocol;

/** The ways out of a conference: one leg, or all of them. With the last leg the conference ends. */
final class Departures {
  private final ActorContext<FocusProtocol.Command> context;
  private final Focus.Environment env;
  private final FocusMouth mouth;
  private final PendingRequests pending;
  private final SessionChanges changes;
  private final ConferenceLife life;

  Departures(
      ActorContext<FocusProtocol.Command> context,
      Focus.Environment env,
      FocusMouth mouth,
      PendingRequests pending,
      SessionChanges changes,
      ConferenceLife life) {
    this.context = context;
    this.env = env;
    this.mouth = mouth;
    this.pending = pending;
    this.changes = changes;
    this.life = life;
  }

  /** A leg goes without a BYE of ours. */
  Step goes(Conference state, Leg leg, Departure why) {
    return depart(state, leg, why, Optional.empty());
  }

  /** We send a leg away and tell it why. */
  Step sentAway(Conference state, Leg leg, Departure why, String reason) {
    return depart(state, leg, why, Optional.of(reason));
  }

  private Step depart(Conference state, Leg leg, Departure why, Optional<String> bye) {
    List<ConferenceEvent> events = new ArrayList<>();
    events.add(new ConferenceEvent.LegLeft(now(), leg.number(), why));
    boolean last = state.legs().size() == 1 && pending.joinCount() == 0;
    if (last) {
      events.add(new ConferenceEvent.Deactivated(now(), EndReason.EVERYBODY_LEFT));
    }
    return new Step(
        events,
        next -> {
          bye.ifPresent(reason -> mouth.bye(leg, reason));
          departed(leg, why);
          if (last) {
            life.ended(EndReason.EVERYBODY_LEFT);
          }
        });
  }

  /** Everybody is sent away. */
  Step end(Conference state, EndReason why) {
    List<Leg> legs = List.copyOf(state.allLegs());
    List<ConferenceEvent> events = new ArrayList<>();
    for (Leg leg : legs) {
      events.add(new ConferenceEvent.LegLeft(now(), leg.number(), Departure.CONFERENCE_ENDED));
    }
    events.add(new ConferenceEvent.Deactivated(now(), why));
    return new Step(
        events,
        next -> {
          for (Leg leg : legs) {
            mouth.bye(leg, why.text());
            departed(leg, Departure.CONFERENCE_ENDED);
          }
          life.ended(why);
        });
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
      mouth.toMcu(new McuProtocol.Release(waiting.get().tag.leg()));
    }
    a.replyTo().tell(new FocusProtocol.Abandoned(a.key()));
    return state
        .legMadeBy(a.key())
        .map(leg -> goes(state, leg, Departure.NOT_COMPLETED))
        .orElseGet(() -> endIfEmpty(state));
  }

  private void departed(Leg leg, Departure why) {
    pending
        .removeChange(leg.number())
        .ifPresent(
            c -> c.replyTo().tell(new FocusProtocol.Refused(c.key(), unknownDialog(c.tag()))));
    changes.forget(leg.number());
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
