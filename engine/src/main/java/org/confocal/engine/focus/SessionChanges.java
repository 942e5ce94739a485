package org.confocal.engine.focus;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.dialog.SessionTimer;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;

/**
 * Changes of sessions that are there: offers of the peer, offers of ours, refreshes (RFC 3264
 * section 8, RFC 3261 section 14, RFC 4028). One offer per leg is on its way at a time. Each method
 * tells which event to store, if any, and what to do after it is stored.
 */
final class SessionChanges {
  private final FocusMouth mouth;
  private final PendingRequests pending;
  private final Duration requestTimeout;

  /** Legs with an offer of ours on its way, and since when. */
  private final Map<Integer, Instant> offering = new HashMap<>();

  private final Map<Integer, Long> highestCseq = new HashMap<>();

  /**
   * Changes of the sessions of one conference.
   *
   * @param requestTimeout an offer of ours of which nothing was heard for so long is no longer on
   *     its way: whoever carried it is gone
   */
  SessionChanges(FocusMouth mouth, PendingRequests pending, Duration requestTimeout) {
    this.requestTimeout = requestTimeout;
    this.mouth = mouth;
    this.pending = pending;
  }

  void forget(int leg) {
    offering.remove(leg);
    highestCseq.remove(leg);
  }

  /**
   * The refusal of a request in the dialog of {@code leg} that an earlier one has overtaken (RFC
   * 3261 section 12.2.2); otherwise its CSeq number is the highest from now on.
   */
  Optional<Rejection> disorder(Leg leg, RequestKey request) {
    long floor = highestCseq.getOrDefault(leg.number(), leg.dialog().remoteCseq());
    if (request.cseq() < floor) {
      return Optional.of(
          Rejection.of(
              Rejection.Reason.OUT_OF_ORDER,
              "CSeq: " + request.cseq() + " (expected: > " + floor + ")"));
    }
    highestCseq.put(leg.number(), request.cseq());
    return Optional.empty();
  }

  /** The peer asks for a change of {@code leg}. */
  Step requested(Leg leg, FocusProtocol.Change c, Instant now) {
    if (c.key().equals(leg.changeKey())) {
      reply(leg, c);
      return Step.NONE;
    }
    Optional<FocusProtocol.Change> earlier = pending.change(leg.number());
    if (earlier.isPresent() && earlier.get().key().equals(c.key())) {
      pending.add(c);
      return Step.NONE;
    }
    Optional<Rejection> disorder = disorder(leg, c.key());
    if (disorder.isPresent()) {
      return refuse(c, disorder.get());
    }
    boolean offers = c.kind() != FocusProtocol.ChangeKind.REFRESH;
    if (offers && (earlier.isPresent() || isOffering(leg, now))) {
      return refuse(
          c, Rejection.of(Rejection.Reason.OFFER_PENDING, "An offer is on its way already"));
    }
    boolean sameSession = !offers || answeredBefore(leg, c);
    if (sameSession) {
      return refreshed(leg, c, now);
    }
    pending.add(c);
    negotiate(c);
    return Step.NONE;
  }

  /**
   * The same offer again, and what we said last was an answer to it: nothing in it goes beyond the
   * offer.
   */
  private static boolean answeredBefore(Leg leg, FocusProtocol.Change c) {
    return c.offer().isPresent()
        && c.offer().equals(leg.remote())
        && leg.local().answers(c.offer().get());
  }

  /** Nothing but timer and target: stored only when one of them is new. */
  private Step refreshed(Leg leg, FocusProtocol.Change c, Instant now) {
    Dialog dialog = leg.dialog();
    boolean sameTarget =
        dialog.remoteTarget().equals(c.remoteTarget()) && dialog.peer().equals(c.peer());
    if (sameTarget && leg.timer().equals(c.timer())) {
      done(leg, c);
      return Step.NONE;
    }
    return Step.of(
        changed(
            leg, c.key(), refresh(leg, c), leg.place(), leg.remote(), leg.local(), c.timer(), now),
        state -> state.leg(leg.number()).ifPresent(l -> done(l, c)));
  }

  /** A new MCU is there: what its predecessor did not answer is asked again. */
  void negotiateAll() {
    pending.allChanges().forEach(this::negotiate);
  }

  private void negotiate(FocusProtocol.Change c) {
    mouth.toMcu(
        new McuProtocol.Negotiate(c.tag().leg(), c.offer(), c.peer().host(), mouth.mcuEvents()));
  }

  /** The MCU has prepared the change that the peer asked for. */
  Step negotiated(Leg leg, McuProtocol.Negotiated n, Instant now) {
    Optional<FocusProtocol.Change> change = pending.removeChange(leg.number());
    if (change.isEmpty()) {
      return Step.NONE;
    }
    FocusProtocol.Change c = change.get();
    Optional<SessionOffer> remote = c.offer().isPresent() ? c.offer() : leg.remote();
    return Step.of(
        changed(leg, c.key(), refresh(leg, c), n.place(), remote, n.local(), c.timer(), now),
        state ->
            state
                .leg(leg.number())
                .ifPresent(
                    l -> {
                      if (c.offer().isPresent()) {
                        mouth.connect(l);
                      }
                      done(l, c);
                    }));
  }

  /** The peer has answered our offer in its ACK. */
  Step answered(Leg leg, SessionOffer answer, Instant now) {
    if (leg.remote().filter(answer::equals).isPresent()) {
      return Step.NONE;
    }
    return Step.of(
        changed(
            leg,
            leg.changeKey(),
            leg.dialog(),
            leg.place(),
            Optional.of(answer),
            leg.local(),
            leg.timer(),
            now),
        state -> state.leg(leg.number()).ifPresent(mouth::connect));
  }

  /** The media of a leg had to move: store it and offer the new description. */
  Step moved(Leg leg, McuProtocol.Moved m, Instant now) {
    return Step.of(
        changed(
            leg,
            leg.changeKey(),
            leg.dialog(),
            m.place(),
            leg.remote(),
            m.local(),
            leg.timer(),
            now),
        state ->
            state
                .leg(leg.number())
                .ifPresent(
                    l -> {
                      mouth.connect(l);
                      wants(l, EdgeProtocol.Method.INVITE, Duration.ofSeconds(1), now);
                    }));
  }

  /** Sends what a participant wants, or waits when the peer's offer is on its way. */
  void wants(Leg leg, EdgeProtocol.Method method, Duration later, Instant now) {
    if (leg.offersBy(method)) {
      if (pending.change(leg.number()).isPresent() || isOffering(leg, now)) {
        mouth.later(leg, later);
        return;
      }
      offering.put(leg.number(), now);
    }
    mouth.request(leg, method);
  }

  private boolean isOffering(Leg leg, Instant now) {
    Instant since = offering.get(leg.number());
    return since != null && now.isBefore(since.plus(requestTimeout));
  }

  /** A request of ours has ended. */
  Step ended(Leg leg, EdgeProtocol.Result result, Instant now) {
    if (result.method() == EdgeProtocol.Method.INVITE) {
      offering.remove(leg.number());
    }
    if (result.outcome() != EdgeProtocol.Outcome.OK || result.answer().isEmpty()) {
      return Step.NONE;
    }
    return answered(leg, result.answer().get(), now);
  }

  private void done(Leg leg, FocusProtocol.Change c) {
    mouth.refreshed(leg, c.timer());
    reply(leg, c);
  }

  private void reply(Leg leg, FocusProtocol.Change c) {
    boolean withSession = c.kind() != FocusProtocol.ChangeKind.REFRESH;
    mouth.established(leg, c.key(), withSession, c.timer(), c.replyTo());
  }

  private static Dialog refresh(Leg leg, FocusProtocol.Change c) {
    return leg.dialog().refreshed(c.remoteTarget(), c.peer(), c.key().cseq());
  }

  private static ConferenceEvent changed(
      Leg leg,
      RequestKey key,
      Dialog dialog,
      MediaPlace place,
      Optional<SessionOffer> remote,
      SessionAnswer local,
      Optional<SessionTimer> timer,
      Instant now) {
    long version = local.equals(leg.local()) ? leg.version() : leg.version() + 1;
    return new ConferenceEvent.SessionChanged(
        now, leg.number(), key, dialog, place, remote, local, version, timer);
  }

  private static Step refuse(FocusProtocol.Change c, Rejection rejection) {
    c.replyTo().tell(new FocusProtocol.Refused(c.key(), rejection));
    return Step.NONE;
  }
}
