package org.confocal.engine.focus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Gate;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.conference.Verdict;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.meeting.Proof;

/**
 * The way of a join: the gate, a place for its media, one event, the answer. Joins that get their
 * media while a write is out are stored as one list.
 */
final class Joins {
  /** Store all joins that have their media. */
  record Flush() implements FocusProtocol.FocusInternal {}

  /** Another dialog of the same user with the same MCU has taken the place of this leg. */
  record Replaced(int leg) implements FocusProtocol.FocusInternal {}

  private final ActorContext<FocusProtocol.Command> context;
  private final Focus.Environment env;
  private final FocusParts parts;
  private final FocusMouth mouth;
  private final PendingRequests pending;
  private final ConferenceLife life;
  private final Introductions introductions;
  private boolean flushing;

  Joins(FocusParts parts, ActorContext<FocusProtocol.Command> context, Focus.Environment env) {
    this.parts = parts;
    this.context = context;
    this.env = env;
    this.mouth = parts.mouth;
    this.pending = parts.pending;
    this.life = parts.life;
    this.introductions = parts.introductions;
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
    Optional<Rejection> refusal = early(join);
    if (refusal.isPresent()) {
      refused(state, join, refusal.get());
      return;
    }
    Proof proof = parts.keeper.proof(join);
    Verdict verdict = parts.keeper.verdict(state, join, proof, pending.allJoins());
    if (verdict.refusal().isPresent()) {
      refused(state, join, verdict.refusal().get());
      return;
    }
    PendingRequests.PendingJoin p =
        new PendingRequests.PendingJoin(
            mouth.newTag(state), join, new Negotiation(types(join)), proof, env.ids().hex(12));
    p.waits = verdict.waits();
    pending.add(p);
    if (state.active()) {
      negotiate(state, p);
    } else {
      life.begin(join.meeting().uri());
    }
  }

  private void refused(Conference state, FocusProtocol.Join join, Rejection why) {
    tell(join, why);
    life.restIfIdle(state);
  }

  /** What is refused without a look at who it is. */
  private Optional<Rejection> early(FocusProtocol.Join join) {
    if (pending.isAbandoned(join.joining().key())) {
      return Optional.of(Rejection.of(Rejection.Reason.ABANDONED, "The request was given up"));
    }
    if (pending.size() >= env.settings().maxPending()) {
      return Optional.of(busy());
    }
    if (join.joining().entry().kind() == LegKind.PLAIN && types(join).isEmpty()) {
      return Optional.of(Negotiation.nothingLeft());
    }
    return parts.keeper.tooMany(join.joining());
  }

  private static Set<McuType> types(FocusProtocol.Join join) {
    FocusProtocol.Joining j = join.joining();
    return Negotiation.typesOf(j.entry(), j.offer(), join.meeting().terms());
  }

  /** The conference has begun: everybody who waits for it gets his media. */
  void negotiateAll(Conference state) {
    pending.allJoins().forEach(p -> negotiate(state, p));
  }

  private void negotiate(Conference state, PendingRequests.PendingJoin p) {
    FocusProtocol.Joining j = p.join.joining();
    Optional<UserUri> user = Gate.participant(state, GateKeeper.approach(j, p.proof));
    for (McuType type : p.negotiation.asked()) {
      mouth.negotiate(type, p.tag.leg(), user, j.offer(), j.seed().peer().host());
    }
    flushIfComplete(p);
  }

  /** The media of a join is prepared; false when there is no such join. */
  boolean negotiated(McuProtocol.Negotiated media) {
    Optional<PendingRequests.PendingJoin> join = pending.join(media.leg());
    join.ifPresent(
        p -> {
          p.negotiation.prepared(media);
          flushIfComplete(p);
        });
    return join.isPresent();
  }

  /** An MCU cannot serve its part of a join; false when there is no such join. */
  boolean notNegotiated(McuProtocol.NotNegotiated n) {
    Optional<PendingRequests.PendingJoin> join = pending.join(n.leg());
    join.ifPresent(
        p -> {
          p.negotiation.refused(n);
          if (p.negotiation.complete() && p.negotiation.failure().isPresent()) {
            refuse(p, p.negotiation.failure().get());
          } else {
            flushIfComplete(p);
          }
        });
    return join.isPresent();
  }

  private void flushIfComplete(PendingRequests.PendingJoin p) {
    if (p.negotiation.complete() && !flushing) {
      flushing = true;
      context.getSelf().tell(new Flush());
    }
  }

  /** Everything that waits for the journal becomes one list of events. */
  Step flush(Conference state) {
    flushing = false;
    List<PendingRequests.PendingJoin> ready = stillWelcome(state, pending.takeReady());
    if (!state.active()) {
      ready.forEach(p -> refuse(p, busy()));
    }
    if (ready.isEmpty() || !state.active()) {
      return Step.NONE;
    }
    Instant now = env.clock().instant();
    List<ConferenceEvent> events = new ArrayList<>();
    Set<McuType> used = EnumSet.noneOf(McuType.class);
    Conference ahead = state;
    for (PendingRequests.PendingJoin p : ready) {
      if (!p.waits) {
        used.addAll(p.negotiation.serving());
      }
      ConferenceEvent joined =
          new ConferenceEvent.LegJoined(now, Legs.joined(ahead, p, now, env.settings().life()));
      events.add(joined);
      ahead = ahead.apply(joined);
    }
    return introductions
        .firstUse(state, used, now)
        .and(new Step(events, next -> ready.forEach(p -> joined(next, p))));
  }

  /** What was true when somebody asked may be true no more: it is decided again. */
  private List<PendingRequests.PendingJoin> stillWelcome(
      Conference state, List<PendingRequests.PendingJoin> ready) {
    if (!state.active()) {
      return ready;
    }
    List<PendingRequests.PendingJoin> welcome = new ArrayList<>();
    for (PendingRequests.PendingJoin p : ready) {
      Verdict verdict = parts.keeper.verdict(state, p.join, p.proof, welcome);
      if (verdict.refusal().isPresent()) {
        mouth.toMcus(new McuProtocol.Release(p.tag.leg()));
        refuse(p, verdict.refusal().get());
      } else {
        p.waits = verdict.waits();
        welcome.add(p);
      }
    }
    return welcome;
  }

  private void joined(Conference state, PendingRequests.PendingJoin p) {
    Optional<Leg> stored = state.leg(p.tag);
    if (stored.isPresent()) {
      Leg leg = stored.get();
      mouth.ways().prefers(leg.number(), p.join.joining().edge());
      mouth.joined(leg);
      mouth.established(leg, p.key(), true, leg.timer(), p.replyTo());
      env.meter().joined();
      replaceOthers(state, leg);
      if (leg.waits()) {
        parts.lobby.came(leg);
      }
      context
          .getLog()
          .info(
              "leg {} leg={} kind={} participant={} name=\"{}\" peer={} callId={}",
              leg.waits() ? "waits" : "joined",
              leg.number(),
              leg.entry().kind(),
              leg.participant(),
              leg.displayName(),
              leg.dialog().peer(),
              leg.dialog().callId());
    }
  }

  /** One user has one place in the chat: the newest (a client that lost its dialog comes again). */
  private void replaceOthers(Conference state, Leg leg) {
    boolean chat = leg.entry().mcu().filter(McuType.CHAT::equals).isPresent();
    for (Leg other : chat ? state.legsOf(leg.participant()) : List.<Leg>of()) {
      if (other.number() != leg.number() && other.entry().mcu().equals(leg.entry().mcu())) {
        context.getSelf().tell(new Replaced(other.number()));
      }
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
    env.meter().refused(rejection.reason());
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
