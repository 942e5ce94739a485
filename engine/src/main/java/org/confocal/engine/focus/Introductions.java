package org.confocal.engine.focus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;

/**
 * Media introduction: when a media type is used for the first time, every participant who can take
 * it is connected by the way that he understands. Whoever speaks C3P sees the new MCU in the roster
 * and comes himself; a phone gets a re-INVITE with the new stream. The same is done for each who
 * comes later. Whoever does not want it stays as he is, and is not asked again.
 */
final class Introductions {
  private final FocusMouth mouth;
  private final SessionChanges changes;
  private final Map<Integer, McuType> preparing = new HashMap<>();
  private final Map<Integer, Set<McuType>> asked = new HashMap<>();

  /** Legs to which an offer of ours could not be sent. */
  private final Set<Integer> unsent = new TreeSet<>();

  /** By leg: the version of our description that was offered once more. */
  private final Map<Integer, Long> repeated = new HashMap<>();

  Introductions(FocusMouth mouth, SessionChanges changes) {
    this.mouth = mouth;
    this.changes = changes;
  }

  /** What follows when these types are used: one event for each that is new. */
  Step firstUse(Conference state, Set<McuType> used, Instant now) {
    List<ConferenceEvent> events = new ArrayList<>();
    for (McuType type : used) {
      if (!state.room().introduced().contains(type)) {
        events.add(new ConferenceEvent.MediaIntroduced(now, type));
      }
    }
    return events.isEmpty()
        ? Step.NONE
        : new Step(
            events,
            next -> {
              if (next.room().locked()) {
                used.forEach(type -> mouth.toMcu(type, new McuProtocol.Locked(true)));
              }
              next.allLegs().forEach(leg -> due(next, leg, now));
            });
  }

  /** A step that changes sessions, with what follows when it brings a media type into use. */
  Step noticed(Conference state, Step step, Instant now) {
    Set<McuType> used = EnumSet.noneOf(McuType.class);
    for (ConferenceEvent event : step.events()) {
      if (event instanceof ConferenceEvent.SessionChanged c && c.remote().isPresent()) {
        state
            .leg(c.leg())
            .filter(l -> !l.waits())
            .ifPresent(leg -> used.addAll(leg.with(c).media()));
      }
    }
    return firstUse(state, used, now).and(step);
  }

  /** An offer of ours could not be sent: it is made once more when the leg is heard of again. */
  void unreached(Leg leg) {
    unsent.add(leg.number());
    asked.remove(leg.number()); // he was not
  }

  /** An offer of ours was answered, by whatever. */
  void reached(Leg leg) {
    unsent.remove(leg.number());
  }

  /**
   * The leg has been heard of. An offer that got lost, because nothing reached the leg or because
   * the focus that made it is no more, is made once more; otherwise what is due is offered.
   */
  void alive(Conference state, Leg leg, Instant now) {
    boolean lost = unsent.contains(leg.number()) || isUnanswered(leg);
    Long before = repeated.get(leg.number());
    if (!lost || !quiet(leg, now) || (before != null && before == leg.version())) {
      due(state, leg, now);
      return;
    }
    unsent.remove(leg.number());
    repeated.put(leg.number(), leg.version());
    changes.wants(leg, EdgeProtocol.Method.INVITE, Duration.ofSeconds(1), now);
  }

  /** We have described more streams than the peer has ever answered. */
  private static boolean isUnanswered(Leg leg) {
    int answered = leg.remote().map(r -> r.streams().size()).orElse(0);
    return leg.remote().isPresent()
        && leg.local().streams().stream().skip(answered).anyMatch(s -> s.port() != 0);
  }

  /** The session of the leg is quiet, and may be changed by an offer of ours. */
  private boolean quiet(Leg leg, Instant now) {
    return leg.remote().isPresent()
        && !mouth.awaitsAck(leg.number())
        && !preparing.containsKey(leg.number())
        && changes.quiet(leg, now);
  }

  /** Offers the leg what is in use and what it does not have, as soon as its session is quiet. */
  void due(Conference state, Leg leg, Instant now) {
    if (leg.waits() || leg.entry().kind() != LegKind.PLAIN || !quiet(leg, now)) {
      return;
    }
    for (McuType type : state.room().introduced()) {
      if (allows(state, type) && !knows(leg, type) && remember(leg, type)) {
        preparing.put(leg.number(), type);
        changes.reserve(leg, now);
        mouth.negotiate(
            type,
            leg.number(),
            Optional.of(leg.participant()),
            Optional.empty(),
            leg.dialog().peer().host());
        return;
      }
    }
  }

  /** A new MCU is there: what its predecessor did not answer is asked again. */
  void negotiateAll(Conference state) {
    preparing.forEach(
        (number, type) ->
            state
                .leg(number)
                .ifPresent(
                    leg ->
                        mouth.negotiate(
                            type,
                            number,
                            Optional.of(leg.participant()),
                            Optional.empty(),
                            leg.dialog().peer().host())));
  }

  /** The terms may have changed since the media type came into use. */
  private static boolean allows(Conference state, McuType type) {
    return state.meeting().filter(m -> m.terms().allows(type)).isPresent();
  }

  private static boolean knows(Leg leg, McuType type) {
    return leg.local().streams().stream().anyMatch(s -> s.type().equals(type.media()));
  }

  private boolean remember(Leg leg, McuType type) {
    return asked.computeIfAbsent(leg.number(), n -> EnumSet.noneOf(McuType.class)).add(type);
  }

  /** Tells whether an MCU is being asked for that leg, which did not ask itself. */
  boolean concerns(McuProtocol.Negotiated n) {
    return preparing.get(n.leg()) == n.mcu();
  }

  /** The MCU is ready for a leg that did not ask: it is offered. */
  Step negotiated(Leg leg, McuProtocol.Negotiated n, Instant now) {
    preparing.remove(leg.number());
    changes.free(leg.number());
    Negotiation one = new Negotiation(Set.of(n.mcu()));
    one.prepared(n);
    return changes.offered(
        leg,
        one.offer(leg.local().streams()),
        n.mcu() == McuType.AUDIO_VIDEO ? Optional.of(n.place()) : Optional.empty(),
        now);
  }

  /** The MCU cannot take the leg: it stays without. */
  void notNegotiated(McuProtocol.NotNegotiated n) {
    if (preparing.remove(n.leg(), n.mcu())) {
      changes.free(n.leg());
    }
  }

  void forget(int leg) {
    preparing.remove(leg);
    asked.remove(leg);
    unsent.remove(leg);
    repeated.remove(leg);
  }
}
