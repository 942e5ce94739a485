package org.confocal.engine.focus;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Gate;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.mcu.McuProtocol;

/**
 * The way of a join: the gate, a place for its media, one event, the answer. Joins that get their
 * media while a write is out are stored as one list.
 */
final class Joins {
  /** Store all joins that have their media. */
  record Flush() implements FocusProtocol.FocusInternal {}

  private final ActorContext<FocusProtocol.Command> context;
  private final Focus.Environment env;
  private final FocusMouth mouth;
  private final PendingRequests pending;
  private final ConferenceLife life;
  private boolean flushing;
  private int lastNumber;

  Joins(
      ActorContext<FocusProtocol.Command> context,
      Focus.Environment env,
      FocusMouth mouth,
      PendingRequests pending,
      ConferenceLife life) {
    this.context = context;
    this.env = env;
    this.mouth = mouth;
    this.pending = pending;
    this.life = life;
  }

  /** Somebody asks to join; an edge may ask several times for the same. */
  void requested(Conference state, FocusProtocol.Join join) {
    FocusProtocol.Joining j = join.joining();
    Optional<Leg> known = state.legMadeBy(j.key());
    if (known.isPresent()) {
      mouth.established(known.get(), j.key(), true, known.get().timer(), j.replyTo());
      return;
    }
    if (pending.renewed(join)) {
      return;
    }
    Optional<Rejection> refusal = refusal(state, join);
    if (refusal.isPresent()) {
      tell(join, refusal.get());
      life.restIfIdle(state);
      return;
    }
    PendingRequests.PendingJoin p = new PendingRequests.PendingJoin(newTag(state), join);
    pending.add(p);
    if (state.active()) {
      negotiate(p);
    } else {
      life.begin(join.meeting().uri());
    }
  }

  /**
   * The one legal catch: a throw in a pure decision has changed nothing, so 500 other legs need not
   * die of it.
   */
  private Optional<Rejection> refusal(Conference state, FocusProtocol.Join join) {
    if (pending.isAbandoned(join.joining().key())) {
      return Optional.of(Rejection.of(Rejection.Reason.ABANDONED, "The request was given up"));
    }
    if (pending.size() >= env.settings().maxPending()) {
      return Optional.of(busy());
    }
    try {
      return Gate.refusal(
          join.meeting(),
          join.joining().caller(),
          state.legs().size() + pending.joinCount(),
          env.settings().maxLegs());
    } catch (RuntimeException ours) {
      context.getLog().error("decision failed", ours);
      return Optional.of(Rejection.of(Rejection.Reason.INTERNAL, "Internal error"));
    }
  }

  private LegTag newTag(Conference state) {
    lastNumber = Math.max(lastNumber, state.lastLeg()) + 1;
    return new LegTag(state.key(), lastNumber, env.ids().hex(8));
  }

  /** The conference has begun: everybody who waits for it gets his media. */
  void negotiateAll() {
    pending.allJoins().forEach(this::negotiate);
  }

  private void negotiate(PendingRequests.PendingJoin p) {
    FocusProtocol.Joining j = p.join.joining();
    mouth.toMcu(
        new McuProtocol.Negotiate(
            p.tag.leg(), j.offer(), j.seed().peer().host(), mouth.mcuEvents()));
  }

  /** The media of a join is prepared; true when it was one. */
  boolean negotiated(McuProtocol.Negotiated media) {
    Optional<PendingRequests.PendingJoin> join = pending.join(media.leg());
    if (join.isEmpty()) {
      return false;
    }
    join.get().media = Optional.of(media);
    if (!flushing) {
      flushing = true;
      context.getSelf().tell(new Flush());
    }
    return true;
  }

  /** Everything that waits for the journal becomes one list of events. */
  Step flush(Conference state) {
    flushing = false;
    List<PendingRequests.PendingJoin> ready = pending.takeReady();
    if (!state.active()) {
      ready.forEach(p -> refuse(p, busy()));
    }
    if (ready.isEmpty() || !state.active()) {
      return Step.NONE;
    }
    Instant now = env.clock().instant();
    List<ConferenceEvent> events =
        ready.stream()
            .<ConferenceEvent>map(p -> new ConferenceEvent.LegJoined(now, Legs.joined(p, now)))
            .toList();
    return new Step(events, next -> ready.forEach(p -> joined(next, p)));
  }

  private void joined(Conference state, PendingRequests.PendingJoin p) {
    Optional<Leg> stored = state.leg(p.tag);
    if (stored.isPresent()) {
      Leg leg = stored.get();
      mouth.prefers(leg.number(), p.join.joining().edge());
      mouth.joined(leg);
      mouth.established(leg, p.key(), true, leg.timer(), p.replyTo());
      context
          .getLog()
          .info(
              "leg joined leg={} participant={} name=\"{}\" peer={} callId={}",
              leg.number(),
              leg.participant(),
              leg.displayName(),
              leg.dialog().peer(),
              leg.dialog().callId());
    }
  }

  void refuseAll(Rejection rejection) {
    pending.allJoins().forEach(p -> refuse(p, rejection));
  }

  void refuse(PendingRequests.PendingJoin p, Rejection rejection) {
    pending.removeJoin(p.tag.leg());
    tell(p.join, rejection);
  }

  private void tell(FocusProtocol.Join join, Rejection rejection) {
    FocusProtocol.Joining j = join.joining();
    context
        .getLog()
        .info(
            "join refused reason={} text=\"{}\" callId={}",
            rejection.reason(),
            rejection.text(),
            j.key().callId());
    j.replyTo().tell(new FocusProtocol.Refused(j.key(), rejection));
  }

  Rejection busy() {
    return Rejection.unavailable("The conference is busy, try again", env.settings().retryAfter());
  }
}
