package org.confocal.engine.focus;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.dialog.SessionTimer;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.engine.meeting.MeetingTerms;

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
  Step requested(Leg leg, FocusProtocol.Change c, MeetingTerms terms, Instant now) {
    if (c.key().equals(leg.changeKey())) {
      reply(leg, c);
      return Step.NONE;
    }
    Optional<PendingRequests.PendingChange> earlier = pending.change(leg.number());
    if (earlier.isPresent() && earlier.get().change().key().equals(c.key())) {
      pending.add(new PendingRequests.PendingChange(c, earlier.get().negotiation()));
      return Step.NONE;
    }
    Optional<Rejection> disorder = disorder(leg, c.key());
    if (disorder.isPresent()) {
      return refuse(c, disorder.get());
    }
    boolean offers = c.kind() != FocusProtocol.ChangeKind.REFRESH;
    if (offers && (earlier.isPresent() || isOffering(leg, now))) {
      return refuse(c, offerPending());
    }
    boolean sameSession = !offers || answeredBefore(leg, c);
    if (sameSession) {
      return refreshed(leg, c, now);
    }
    Set<McuType> types = types(leg, c, terms);
    if (types.isEmpty() && leg.entry().kind() != LegKind.FOCUS) {
      return refuse(c, Negotiation.nothingLeft());
    }
    PendingRequests.PendingChange change =
        new PendingRequests.PendingChange(c, new Negotiation(types));
    pending.add(change);
    negotiate(change);
    return change.negotiation().complete() ? prepared(leg, change, now) : Step.NONE;
  }

  /** The MCUs that have a word in the change: by the same rule as at the join. */
  private static Set<McuType> types(Leg leg, FocusProtocol.Change c, MeetingTerms terms) {
    return c.offer().isPresent() || leg.media().isEmpty()
        ? Negotiation.typesOf(leg.entry(), c.offer(), terms)
        : leg.media();
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

  private void negotiate(PendingRequests.PendingChange p) {
    for (McuType type : p.negotiation().asked()) {
      mouth.negotiate(
          type, p.leg(), Optional.empty(), p.change().offer(), p.change().peer().host());
    }
  }

  /** An MCU has prepared its part of the change that the peer asked for. */
  Step negotiated(Leg leg, McuProtocol.Negotiated n, Instant now) {
    Optional<PendingRequests.PendingChange> change = pending.change(leg.number());
    if (change.isEmpty()) {
      return Step.NONE;
    }
    change.get().negotiation().prepared(n);
    return change.get().negotiation().complete() ? prepared(leg, change.get(), now) : Step.NONE;
  }

  /** An MCU cannot serve its part of the change. */
  Step notNegotiated(Leg leg, McuProtocol.NotNegotiated n, Instant now) {
    Optional<PendingRequests.PendingChange> change = pending.change(leg.number());
    if (change.isEmpty()) {
      return Step.NONE;
    }
    Negotiation negotiation = change.get().negotiation();
    negotiation.refused(n);
    if (!negotiation.complete()) {
      return Step.NONE;
    }
    Optional<Rejection> failure = negotiation.failure();
    if (failure.isPresent()) {
      pending.removeChange(leg.number());
      return refuse(change.get().change(), failure.get());
    }
    return prepared(leg, change.get(), now);
  }

  private Step prepared(Leg leg, PendingRequests.PendingChange p, Instant now) {
    pending.removeChange(leg.number());
    FocusProtocol.Change c = p.change();
    Optional<SessionOffer> remote = c.offer().isPresent() ? c.offer() : leg.remote();
    SessionAnswer local =
        c.offer()
            .map(p.negotiation()::answer)
            .orElseGet(() -> p.negotiation().offer(leg.local().streams()));
    MediaPlace place =
        p.negotiation().serving().contains(McuType.AUDIO_VIDEO)
            ? p.negotiation().place()
            : leg.place();
    return Step.of(
        changed(leg, c.key(), refresh(leg, c), place, remote, local, c.timer(), now),
        state ->
            state
                .leg(leg.number())
                .ifPresent(
                    l -> {
                      mouth.dropped(leg, l);
                      if (c.offer().isPresent()) {
                        mouth.connect(l);
                      }
                      done(l, c);
                    }));
  }

  /** The peer has answered our offer in its ACK. */
  Step answered(Leg leg, SessionOffer answer, Instant now) {
    return answered(leg, leg.dialog(), answer, now);
  }

  private Step answered(Leg leg, Dialog dialog, SessionOffer answer, Instant now) {
    boolean known = leg.remote().filter(answer::equals).isPresent();
    if (known && leg.local().taken(answer).equals(leg.local())) {
      return dialog.equals(leg.dialog()) ? Step.NONE : told(leg, dialog, now);
    }
    return Step.of(
        changed(
            leg,
            leg.changeKey(),
            dialog,
            leg.place(),
            Optional.of(answer),
            leg.local().taken(answer),
            leg.timer(),
            now),
        state ->
            state
                .leg(leg.number())
                .ifPresent(
                    l -> {
                      mouth.dropped(leg, l);
                      mouth.connect(l);
                    }));
  }

  /** Our description with other streams: stored, then offered. */
  Step offered(Leg leg, SessionAnswer local, Optional<MediaPlace> place, Instant now) {
    return Step.of(
        changed(
            leg,
            leg.changeKey(),
            leg.dialog(),
            place.orElse(leg.place()),
            leg.remote(),
            local,
            leg.timer(),
            now),
        state ->
            state
                .leg(leg.number())
                .ifPresent(l -> wants(l, EdgeProtocol.Method.INVITE, Duration.ofSeconds(1), now)));
  }

  /**
   * The leg leaves one MCU and stays with the others: its streams there are offered as refused. An
   * offer of the peer that is being prepared would bring them back: it meets ours (491).
   */
  Step without(Leg leg, McuType type, Instant now) {
    pending.removeChange(leg.number()).ifPresent(p -> refuse(p.change(), offerPending()));
    List<StreamDescriptor> left =
        leg.local().streams().stream()
            .map(s -> s.type().equals(type.media()) ? s.refused() : s)
            .toList();
    Optional<MediaPlace> place =
        type == McuType.AUDIO_VIDEO ? Optional.of(MediaPlace.NONE) : Optional.empty();
    return offered(leg, new SessionAnswer(left), place, now)
        .andThen(next -> next.leg(leg.number()).ifPresent(l -> mouth.dropped(leg, l)));
  }

  /** We are about to make an offer: until it has ended, the peer's offers meet it (491). */
  void reserve(Leg leg, Instant now) {
    offering.put(leg.number(), now);
  }

  /** Nothing comes of the offer that was to be made, or it is made now. */
  void free(int leg) {
    offering.remove(leg);
  }

  /** Nothing is on its way in the session of that leg: an offer of ours may be made. */
  boolean quiet(Leg leg, Instant now) {
    return pending.change(leg.number()).isEmpty() && !isOffering(leg, now);
  }

  /**
   * The media of a leg had to move, or lost its keys: store it and offer the new description. Keys
   * of the peer that belong to the session before are forgotten.
   */
  Step moved(Leg leg, McuProtocol.Moved m, Instant now) {
    return Step.of(
        changed(
            leg,
            leg.changeKey(),
            leg.dialog(),
            m.place(),
            leg.remote().map(r -> r.withoutKeys(leg.local())),
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
      if (!quiet(leg, now) || mouth.awaitsAck(leg.number()) || leg.lostItsKeys()) {
        mouth.later(leg, later);
        return;
      }
      offering.put(leg.number(), now);
    }
    mouth.request(leg, method);
  }

  /** An offer of ours is on its way. */
  boolean isOffering(Leg leg, Instant now) {
    Instant since = offering.get(leg.number());
    return since != null && now.isBefore(since.plus(requestTimeout));
  }

  /** A request of ours has ended; an offer that was refused leaves the session as it was. */
  Step ended(Leg leg, EdgeProtocol.Result result, Instant now) {
    if (result.method() == EdgeProtocol.Method.INVITE) {
      offering.remove(leg.number());
      if (result.outcome() == EdgeProtocol.Outcome.REFUSED && leg.remote().isPresent()) {
        return answered(leg, leg.remote().get(), now);
      }
    }
    if (result.outcome() == EdgeProtocol.Outcome.REFUSED
        && result.method() == EdgeProtocol.Method.UPDATE
        && !mouth.ways().reaches(leg.number())) {
      mouth.later(leg, requestTimeout.dividedBy(20)); // he has to be told our new Contact
    }
    if (result.outcome() != EdgeProtocol.Outcome.OK) {
      return Step.NONE;
    }
    Dialog dialog = result.contact().map(leg.dialog()::reachedAt).orElse(leg.dialog());
    if (result.answer().isPresent()) {
      return answered(leg, dialog, result.answer().get(), now);
    }
    return dialog.equals(leg.dialog()) ? Step.NONE : told(leg, dialog, now);
  }

  /** The peer has another Contact of ours: stored, so that a later life of the focus knows it. */
  private static Step told(Leg leg, Dialog dialog, Instant now) {
    return Step.of(
        changed(
            leg, leg.changeKey(), dialog, leg.place(), leg.remote(), leg.local(), leg.timer(), now),
        state -> {});
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

  private static Rejection offerPending() {
    return Rejection.of(Rejection.Reason.OFFER_PENDING, "An offer is on its way already");
  }

  private static Step refuse(FocusProtocol.Change c, Rejection rejection) {
    c.replyTo().tell(new FocusProtocol.Refused(c.key(), rejection));
    return Step.NONE;
  }
}
