package org.confocal.engine.focus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Departure;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.conference.Subscription;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.edge.EdgeProtocol.SubscriptionEnd;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.roster.RosterUser;
import org.jspecify.annotations.Nullable;

/**
 * Whoever wants to be told of changes of the conference (RFC 6665, RFC 4575). What was stored is
 * told a window later, of oneself at once; what a subscriber asks is the affair of {@link
 * SubscribeRequests}.
 */
final class Subscriptions {
  /** What has gathered since the last window shall be told, and deadlines be looked at. */
  record WindowOver() implements FocusProtocol.FocusInternal {}

  private final ActorContext<FocusProtocol.Command> context;
  private final Focus.Environment env;
  private final FocusMouth mouth;
  private final Roster roster;
  private final RosterDelivery delivery;
  private final SubscribeRequests requests;
  private final Map<Integer, Watcher> watchers = new LinkedHashMap<>();
  private boolean windowOpen;
  private Instant alarmAt = Instant.MAX;
  private @Nullable Cancellable alarm;

  Subscriptions(
      ActorContext<FocusProtocol.Command> context,
      Focus.Environment env,
      FocusMouth mouth,
      ConferenceLife life,
      Conference idle) {
    this.context = context;
    this.env = env;
    this.mouth = mouth;
    this.roster = new Roster(env.settings().roster(), idle);
    this.delivery = new RosterDelivery(env, mouth, roster);
    this.requests = new SubscribeRequests(watchers, delivery, env, mouth, life);
  }

  /** Somebody subscribes, refreshes or unsubscribes. */
  Step requested(Conference state, FocusProtocol.Subscribe s) {
    Step step = requests.requested(state, s);
    arm();
    return step.andThen(next -> arm());
  }

  /** A subscriber does not exist any more. */
  Step unsubscribed(Conference state, FocusProtocol.Unsubscribe u) {
    return state
        .subscription(u.tag())
        .flatMap(s -> Optional.ofNullable(watchers.get(s.number())))
        .map(w -> requests.drop(List.of(w)))
        .orElseGet(() -> requests.nothing(state));
  }

  /** Somebody is being called: until he answers the roster shows him so. */
  void calling(UserUri user, RosterUser whole) {
    roster.calling(user, whole);
    tellLater();
  }

  /** A call has ended, answered or not. */
  void callEnded(UserUri user) {
    roster.callEnded(user);
    openWindow();
  }

  /** These legs are heard now. */
  void talking(Set<Integer> legs) {
    roster.talking(legs);
    tellLater();
  }

  /** Events were stored, and this is the state after them: whoever watches will be told. */
  void stored(Conference state, List<ConferenceEvent> events) {
    if (!state.active()) {
      over(state);
      return;
    }
    if (events.stream().anyMatch(ConferenceEvent.Activated.class::isInstance)) {
      roster.clear(state);
    }
    Set<UserUri> waited = roster.waiting();
    Set<UserUri> touched = roster.stored(state, events);
    if (watchers.isEmpty()) {
      return;
    }
    watchers.values().stream()
        .filter(w -> waited.contains(w.user()) && !roster.waits(w.user()))
        .forEach(Watcher::beginsAnew);
    delivery.tell(watchers.values().stream().filter(w -> touched.contains(w.user())).toList());
    tellLater();
    arm();
  }

  /** The conference has ended: with it end all who still watch. */
  private void over(Conference state) {
    List<Watcher> all = List.copyOf(watchers.values());
    delivery.end(all, SubscriptionEnd.NORESOURCE);
    all.forEach(requests::forget);
    roster.clear(state);
    cancelAlarm();
  }

  /** The window is over. */
  Step windowOver(Conference state) {
    windowOpen = false;
    cancelAlarm();
    if (!state.active()) {
      return Step.NONE;
    }
    roster.settle();
    Instant now = env.clock().instant();
    List<Watcher> lost = new ArrayList<>();
    List<Watcher> expired = new ArrayList<>();
    for (Watcher w : watchers.values()) {
      if (w.isLost(now, env.settings().requestTimeout())) {
        mouth.ways().forget(w.number());
        w.failed(now);
      }
      if (hasFailed(w)) {
        lost.add(w);
      } else if (w.hasExpired(now) && isKept(state, w)) {
        w.prolong(now);
      } else if (w.hasExpired(now)) {
        expired.add(w);
      }
    }
    delivery.tell(
        watchers.values().stream().filter(w -> !lost.contains(w) && !expired.contains(w)).toList());
    arm();
    return requests.end(expired, SubscriptionEnd.TIMEOUT).and(dropped(lost));
  }

  private boolean hasFailed(Watcher w) {
    return w.failures() >= env.settings().roster().mostFailures();
  }

  private static boolean isKept(Conference state, Watcher w) {
    return w.subscription().style().extended()
        && (state.isIn(w.user()) || state.isWaiting(w.user()));
  }

  /** A NOTIFY has ended. */
  Step notified(Conference state, EdgeProtocol.Result result) {
    Watcher w = watchers.get(result.leg());
    if (w == null) {
      return Step.NONE;
    }
    if (result.outcome() == EdgeProtocol.Outcome.GONE
        && (w.concerns(result.cseq()) || result.status() == 481)) {
      return dropped(List.of(w));
    }
    if (!w.concerns(result.cseq())) {
      return Step.NONE;
    }
    if (result.outcome() == EdgeProtocol.Outcome.OK) {
      w.answered();
      tellLater();
      return Step.NONE;
    }
    if (result.outcome() == EdgeProtocol.Outcome.UNREACHED) {
      mouth.ways().forget(w.number());
    }
    w.failed(env.clock().instant().plus(env.settings().retryAfter()));
    arm();
    return hasFailed(w) ? dropped(List.of(w)) : Step.NONE;
  }

  private Step dropped(List<Watcher> lost) {
    for (Watcher w : lost) {
      context.getLog().info("subscriber lost number={} user={}", w.number(), w.user());
    }
    return requests.drop(lost);
  }

  /** These legs are about to go: the subscriptions of users who have no other leg end. */
  Step leaving(Conference state, List<Leg> legs, Departure why) {
    if (why == Departure.CONFERENCE_ENDED || watchers.isEmpty()) {
      return Step.NONE;
    }
    Set<UserUri> users = legs.stream().map(Leg::participant).collect(Collectors.toSet());
    state.allLegs().stream()
        .filter(leg -> !legs.contains(leg))
        .forEach(leg -> users.remove(leg.participant()));
    return requests.end(
        watchers.values().stream().filter(w -> users.contains(w.user())).toList(), endOf(why));
  }

  static SubscriptionEnd endOf(Departure why) {
    return switch (why) {
      case EJECTED, DENIED, NOT_ADMITTED -> SubscriptionEnd.REJECTED;
      case LEFT, NOT_COMPLETED, LOST, MEDIA_FAILED, REPLACED, CONFERENCE_ENDED ->
          SubscriptionEnd.NORESOURCE;
    };
  }

  /**
   * A new life of the focus: everybody gets a full document under a higher version, as soon as it
   * is known which edge reaches him.
   */
  void recovered(Conference state) {
    roster.restart(state);
    long base = SubscribeRequests.base(state);
    Instant now = env.clock().instant();
    for (Subscription s : state.room().subscriptions().values()) {
      watchers.computeIfAbsent(s.number(), number -> new Watcher(s, base, now)).restarted(base);
    }
    arm();
  }

  /** It is known which edge reaches whom. */
  void found() {
    delivery.tell(List.copyOf(watchers.values()));
    arm();
  }

  /** The edge that has reached these is no more: what it carried is lost. */
  void lost(Set<Integer> numbers) {
    List<Watcher> without =
        watchers.values().stream().filter(w -> numbers.contains(w.number())).toList();
    without.forEach(Watcher::loses);
    delivery.tell(without);
    arm();
  }

  private void tellLater() {
    Instant now = env.clock().instant();
    if (watchers.values().stream().anyMatch(w -> w.isReady(now) && w.isBehind(roster.last()))) {
      openWindow();
    }
  }

  private void openWindow() {
    if (!windowOpen) {
      windowOpen = true;
      context.scheduleOnce(env.settings().roster().window(), context.getSelf(), new WindowOver());
    }
  }

  /** Sees to it that somebody looks when the next deadline is there. */
  private void arm() {
    Instant now = env.clock().instant();
    Duration timeout = env.settings().requestTimeout();
    watchers.values().stream()
        .map(w -> w.deadline(now, timeout))
        .min(Instant::compareTo)
        .filter(next -> next.isBefore(alarmAt))
        .ifPresent(next -> alarmAt(next, now));
  }

  private void alarmAt(Instant next, Instant now) {
    cancelAlarm();
    Duration window = env.settings().roster().window();
    Duration wait = Duration.between(now, next);
    alarmAt = next;
    alarm =
        context.scheduleOnce(
            wait.compareTo(window) < 0 ? window : wait, context.getSelf(), new WindowOver());
  }

  private void cancelAlarm() {
    alarmAt = Instant.MAX;
    if (alarm != null) {
      alarm.cancel();
    }
  }
}
