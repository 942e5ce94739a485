package org.confocal.engine.focus;

import java.time.Instant;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.Departure;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.meeting.MeetingTerms;

/** The requests of a peer in a dialog that is there: re-INVITE, UPDATE, ACK, BYE, OPTIONS. */
final class DialogRequests {
  private final FocusParts parts;
  private final Focus.Environment env;

  DialogRequests(FocusParts parts, Focus.Environment env) {
    this.parts = parts;
    this.env = env;
  }

  Step changes(Conference state, FocusProtocol.Change c) {
    Optional<Leg> leg = state.leg(c.tag(), c.key());
    if (leg.isEmpty()) {
      Rejection unknown = Departures.unknownDialog(c.tag());
      c.replyTo().tell(new FocusProtocol.Refused(c.key(), unknown));
      parts.life.restIfIdle(state);
      return Step.NONE;
    }
    MeetingTerms terms = state.meeting().map(Meeting::terms).orElse(MeetingTerms.NONE);
    parts.mouth.toParticipant(
        state, c.tag().leg(), new ParticipantProtocol.LegHeard(c.tag().leg()));
    Step step = parts.changes.requested(leg.get(), c, terms, now());
    if (step.events().isEmpty()) {
      parts.introductions.alive(state, leg.get(), now());
    }
    return parts.introductions.noticed(state, changed(leg.get(), step), now());
  }

  /** The peer has changed his session: an offer of ours that he has not had may be made now. */
  Step changed(Leg leg, Step step) {
    return step.events().isEmpty()
        ? step
        : step.andThen(next -> next.leg(leg.number()).ifPresent(l -> changed(next, leg, l)));
  }

  private void changed(Conference state, Leg before, Leg now) {
    if (!now.local().equals(before.local())) {
      parts.introductions.reached(now); // by our answer he knows what we say now
    }
    parts.introductions.alive(state, now, now());
  }

  /** A request of the peer has come in his dialog. */
  void heard(Conference state, Leg leg) {
    parts.mouth.toParticipant(state, leg.number(), new ParticipantProtocol.LegHeard(leg.number()));
    parts.introductions.alive(state, leg, now());
  }

  /** Something has come in a dialog; who says so is looked at elsewhere. */
  void heard(Conference state, Optional<LegTag> tag, RequestKey key) {
    tag.flatMap(t -> state.leg(t, key)).ifPresent(leg -> heard(state, leg));
  }

  Step acknowledged(Conference state, FocusProtocol.Acknowledge ack) {
    Optional<Leg> known =
        state.leg(ack.tag()).filter(l -> l.dialog().matches(ack.callId(), ack.remoteTag()));
    if (known.isEmpty()) {
      parts.life.restIfIdle(state);
      return Step.NONE;
    }
    Leg leg = known.get();
    boolean awaited = parts.mouth.acknowledged(leg.number(), ack.cseq());
    if (ack.answer().isPresent() && (awaited || leg.remote().isEmpty())) {
      return parts
          .changes
          .answered(leg, ack.answer().get(), now())
          .andThen(next -> next.leg(leg.number()).ifPresent(l -> heard(next, l)));
    }
    if (leg.remote().isPresent() || ack.answer().isPresent() || leg.local().streams().isEmpty()) {
      heard(state, leg);
      return Step.NONE;
    }
    return parts.departures.sentAway(state, leg, Departure.MEDIA_FAILED, "The ACK held no answer");
  }

  Step notAcknowledged(Conference state, FocusProtocol.NotAcknowledged n) {
    Optional<Leg> leg = state.leg(n.tag());
    if (parts.mouth.acknowledged(n.tag().leg(), n.cseq()) && leg.isPresent()) {
      return parts.departures.sentAway(state, leg.get(), Departure.NOT_COMPLETED, "No ACK came");
    }
    parts.life.restIfIdle(state);
    return Step.NONE;
  }

  Step leaves(Conference state, FocusProtocol.Leave leave) {
    Optional<Leg> leg = state.leg(leave.tag(), leave.key());
    Optional<Rejection> no = refusal(leg, leave.key(), leave.tag());
    if (leg.isPresent() && no.isEmpty()) {
      return parts
          .departures
          .goes(state, leg.get(), Departure.LEFT)
          .andThen(next -> leave.replyTo().tell(new FocusProtocol.Yes(leave.key())));
    }
    answer(leave.key(), state.hasDeparted(leave.tag()) ? Optional.empty() : no, leave.replyTo());
    parts.life.restIfIdle(state);
    return Step.NONE;
  }

  void asks(Conference state, FocusProtocol.Ask ask) {
    Optional<Leg> leg = state.leg(ask.tag(), ask.key());
    answer(ask.key(), refusal(leg, ask.key(), ask.tag()), ask.replyTo());
    leg.ifPresent(l -> heard(state, l));
    parts.life.restIfIdle(state);
  }

  /** What came over a connection that is closed is looked after by its participants. */
  void cutOff(Conference state, FocusProtocol.CutOff cut) {
    for (Leg leg : state.allLegs()) {
      if (leg.dialog().peer().equals(cut.peer())) {
        parts.mouth.toParticipant(
            state, leg.number(), new ParticipantProtocol.LegCutOff(leg.number()));
      }
    }
    parts.life.restIfIdle(state);
  }

  /** Why a request of that dialog is not heard: unknown, or overtaken by a later one. */
  Optional<Rejection> refusal(Optional<Leg> leg, RequestKey request, LegTag tag) {
    return leg.isPresent()
        ? parts.changes.disorder(leg.get(), request)
        : Optional.of(Departures.unknownDialog(tag));
  }

  private static void answer(
      RequestKey key, Optional<Rejection> no, ActorRef<FocusProtocol.LeaveReply> replyTo) {
    replyTo.tell(no.isEmpty() ? new FocusProtocol.Yes(key) : new FocusProtocol.No(key, no.get()));
  }

  private Instant now() {
    return env.clock().instant();
  }
}
