package org.confocal.engine.focus;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Subscription;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.edge.EdgeProtocol.SubscriptionEnd;
import org.confocal.engine.id.UserUri;

/**
 * The requests of those who watch or want to: SUBSCRIBE, and once more, and no more (RFC 6665
 * section 4.2.1). A new subscription is stored before it is answered; a refresh only when it comes
 * with another address.
 */
final class SubscribeRequests {
  private static final int REMEMBERED = 64;
  private static final int VERSION_BLOCK_BITS = 20;

  private record Answer(Instant at, FocusProtocol.SubscribeReply reply) {}

  private final Map<Integer, Watcher> watchers;
  private final RosterDelivery delivery;
  private final Focus.Environment env;
  private final FocusMouth mouth;
  private final ConferenceLife life;
  private final SubscriptionGate gate;
  private final Map<RequestKey, Answer> answers = new LinkedHashMap<>();

  SubscribeRequests(
      Map<Integer, Watcher> watchers,
      RosterDelivery delivery,
      Focus.Environment env,
      FocusMouth mouth,
      ConferenceLife life) {
    this.watchers = watchers;
    this.delivery = delivery;
    this.env = env;
    this.mouth = mouth;
    this.life = life;
    this.gate = new SubscriptionGate(env.settings().roster());
  }

  /** Documents of one life of the focus are counted from here. */
  static long base(Conference state) {
    return state.incarnation() << VERSION_BLOCK_BITS;
  }

  /** An edge may ask several times for the same. */
  Step requested(Conference state, FocusProtocol.Subscribe s) {
    Answer known = answers.get(s.key());
    if (known != null) {
      s.replyTo().tell(known.reply());
      return Step.NONE;
    }
    if (!state.active()) {
      return over(state, s);
    }
    if (s.tag().isPresent()) {
      return inDialog(state, s, s.tag().get());
    }
    Optional<Watcher> made =
        watchers.values().stream()
            .filter(w -> w.subscription().madeBy().equals(s.key()))
            .findFirst();
    if (made.isPresent()) {
      repeated(made.get(), s);
      return Step.NONE;
    }
    if (s.expiresSeconds() == 0) {
      return noMore(state, s);
    }
    return gate.refusal(state, s, watchers.values())
        .map(no -> refuse(s, no))
        .orElseGet(() -> begin(state, s));
  }

  /** Nobody watches a conference that does not run; old clients who leave late are told so. */
  private Step over(Conference state, FocusProtocol.Subscribe s) {
    if (s.tag().isPresent()) {
      refuse(s, Departures.unknownDialog(s.tag().get()));
    } else if (s.expiresSeconds() == 0 && s.style().microsoft()) {
      ended(s, mouth.newTag(state));
    } else {
      refuse(
          s,
          Rejection.of(Rejection.Reason.UNKNOWN_CONFERENCE, "The conference is not running now"));
    }
    return nothing(state);
  }

  private Step begin(Conference state, FocusProtocol.Subscribe s) {
    Subscription subscription = subscription(state, s, gate.granted(s));
    return Step.of(
        new ConferenceEvent.Subscribed(now(), subscription),
        next -> {
          Watcher w = new Watcher(subscription, base(next), now());
          watchers.put(w.number(), w);
          mouth.ways().prefers(w.number(), s.edge());
          answer(w, s);
        });
  }

  private Subscription subscription(Conference state, FocusProtocol.Subscribe s, int length) {
    LegTag tag = mouth.newTag(state);
    FocusProtocol.DialogSeed seed = s.seed();
    Dialog dialog =
        new Dialog(
            s.key().callId(),
            tag,
            s.key().fromTag(),
            seed.localUri(),
            seed.remoteUri(),
            seed.remoteTarget(),
            seed.contact(),
            seed.routeSet(),
            s.key().cseq(),
            seed.peer(),
            seed.peerUpdates());
    UserUri user = gate.subscriber(state, s).orElseThrow();
    return new Subscription(tag.leg(), user, dialog, s.key(), s.style(), length, now());
  }

  private Step inDialog(Conference state, FocusProtocol.Subscribe s, LegTag tag) {
    Optional<Watcher> found =
        state
            .subscription(tag)
            .filter(known -> known.dialog().matches(s.key().callId(), s.key().fromTag()))
            .map(known -> watchers.get(known.number()));
    if (found.isEmpty()) {
      return refuse(s, Departures.unknownDialog(tag));
    }
    Watcher w = found.get();
    Optional<Rejection> tooShort = gate.tooShort(s);
    if (tooShort.isPresent()) {
      return refuse(s, tooShort.get());
    } else if (w.hasHeard(s.key().cseq())) {
      repeated(w, s);
      return Step.NONE;
    } else if (!w.hears(s.key().cseq())) {
      return refuse(
          s, Rejection.of(Rejection.Reason.OUT_OF_ORDER, "CSeq: " + s.key().cseq() + " is old"));
    }
    mouth.ways().prefers(w.number(), s.edge());
    if (s.expiresSeconds() == 0) {
      Step end = end(List.of(w), SubscriptionEnd.TIMEOUT);
      return first(end, () -> ended(s, tag));
    }
    return refresh(w, s);
  }

  /** The target of the dialog may be another one now (RFC 6665 section 4.1.2.2 and RFC 3261). */
  private Step refresh(Watcher w, FocusProtocol.Subscribe s) {
    Subscription old = w.subscription();
    Dialog d = old.dialog();
    int length = gate.granted(s);
    String target = s.seed().remoteTarget();
    if (d.remoteTarget().equals(target) && d.peer().equals(s.seed().peer())) {
      w.refreshed(old, length, now());
      answer(w, s);
      return Step.NONE;
    }
    Subscription moved =
        new Subscription(
            old.number(),
            old.subscriber(),
            d.refreshed(target, s.seed().peer(), s.key().cseq()),
            old.madeBy(),
            old.style(),
            length,
            old.since());
    return Step.of(
        new ConferenceEvent.Subscribed(now(), moved),
        next -> {
          w.refreshed(moved, length, now());
          answer(w, s);
        });
  }

  /**
   * No more, by somebody who names no dialog. Clients of OCS end their subscriptions so, each those
   * of its own endpoint; for anybody else it means to be told once (RFC 6665 section 4.4.3).
   */
  private Step noMore(Conference state, FocusProtocol.Subscribe s) {
    Optional<UserUri> user = gate.subscriber(state, s);
    List<Watcher> old =
        watchers.values().stream()
            .filter(w -> user.filter(w.user()::equals).isPresent())
            .filter(w -> w.subscription().style().microsoft())
            .filter(w -> SameEndpoint.is(w.subscription().dialog(), s))
            .toList();
    if (!old.isEmpty()) {
      LegTag tag = old.get(0).subscription().dialog().localTag();
      return first(end(old, SubscriptionEnd.TIMEOUT), () -> ended(s, tag));
    }
    if (s.style().microsoft()) {
      ended(s, mouth.newTag(state));
      return Step.NONE;
    }
    return gate.refusal(state, s, List.of())
        .map(no -> refuse(s, no))
        .orElseGet(() -> once(state, s));
  }

  private Step once(Conference state, FocusProtocol.Subscribe s) {
    Subscription passing = subscription(state, s, 0);
    LegTag tag = passing.dialog().localTag();
    EdgeProtocol.Notify document = delivery.once(passing, base(state));
    if (s.inAnswer()) {
      reply(s, new FocusProtocol.Subscribed(s.key(), tag, contact(s), 0, Optional.of(document)));
    } else {
      ended(s, tag);
      delivery.send(s.edge(), document);
    }
    return Step.NONE;
  }

  /** Grants it, and tells everything there is. */
  private void answer(Watcher w, FocusProtocol.Subscribe s) {
    grant(w, s, s.inAnswer() ? Optional.of(delivery.inAnswer(w)) : Optional.empty());
  }

  /**
   * It was granted before, and this answer may be one too many, which nobody hears: everything
   * comes by a notification, of which we are told whether it arrived. When that is on its way
   * already, there is nothing to add.
   */
  private void repeated(Watcher w, FocusProtocol.Subscribe s) {
    if (!w.isBeingToldAll()) {
      w.refreshed(w.subscription(), gate.granted(s), now());
      grant(w, s, Optional.empty());
      return;
    }
    reply(s, granted(w, s, Optional.empty()));
  }

  private void grant(Watcher w, FocusProtocol.Subscribe s, Optional<EdgeProtocol.Notify> document) {
    reply(s, granted(w, s, document));
    if (document.isEmpty()) {
      delivery.tell(List.of(w));
    }
  }

  private static FocusProtocol.Subscribed granted(
      Watcher w, FocusProtocol.Subscribe s, Optional<EdgeProtocol.Notify> document) {
    Dialog dialog = w.subscription().dialog();
    return new FocusProtocol.Subscribed(
        s.key(), dialog.localTag(), dialog.contact(), w.lengthSeconds(), document);
  }

  private void ended(FocusProtocol.Subscribe s, LegTag tag) {
    reply(s, new FocusProtocol.Subscribed(s.key(), tag, contact(s), 0, Optional.empty()));
  }

  private static String contact(FocusProtocol.Subscribe s) {
    return s.seed().contact();
  }

  /** These subscriptions end with a last notice. */
  Step end(List<Watcher> ending, SubscriptionEnd why) {
    return first(drop(ending), () -> delivery.end(ending, why));
  }

  /** These subscriptions end without a word: nobody is there who could hear it. */
  Step drop(List<Watcher> ending) {
    if (ending.isEmpty()) {
      return Step.NONE;
    }
    List<ConferenceEvent> events =
        ending.stream()
            .<ConferenceEvent>map(w -> new ConferenceEvent.Unsubscribed(now(), w.number()))
            .toList();
    return new Step(events, next -> ending.forEach(this::forget));
  }

  /** Nothing was to be done, and perhaps nobody needs the focus. */
  Step nothing(Conference state) {
    life.restIfIdle(state);
    return Step.NONE;
  }

  void forget(Watcher w) {
    watchers.remove(w.number());
    mouth.ways().forget(w.number());
  }

  /** The same step, and something to do before its deed. */
  private static Step first(Step step, Runnable deed) {
    return new Step(
        step.events(),
        next -> {
          deed.run();
          step.then().accept(next);
        });
  }

  private static Step refuse(FocusProtocol.Subscribe s, Rejection why) {
    s.refuse(why);
    return Step.NONE;
  }

  private void reply(FocusProtocol.Subscribe s, FocusProtocol.SubscribeReply reply) {
    Instant now = now();
    answers.put(s.key(), new Answer(now, reply));
    for (Iterator<Answer> i = answers.values().iterator(); i.hasNext(); ) {
      Answer oldest = i.next();
      if (answers.size() <= REMEMBERED
          && now.isBefore(oldest.at().plus(env.settings().requestTimeout()))) {
        break;
      }
      i.remove();
    }
    s.replyTo().tell(reply);
  }

  private Instant now() {
    return env.clock().instant();
  }
}
