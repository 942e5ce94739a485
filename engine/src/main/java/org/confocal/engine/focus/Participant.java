package org.confocal.engine.focus;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.confocal.engine.dialog.SessionTimer;
import org.confocal.engine.edge.EdgeProtocol.Method;
import org.confocal.engine.edge.EdgeProtocol.Outcome;

/**
 * The clockwork of one participant: session timers (RFC 4028), probes of legs of which nothing is
 * heard. It holds no truth: a new one can be told everything again.
 */
final class Participant extends AbstractBehavior<ParticipantProtocol.Command> {
  private static final Duration MOST_EARLY = Duration.ofSeconds(32);

  private record Expired(int leg) implements ParticipantProtocol.Internal {}

  private record RefreshDue(int leg) implements ParticipantProtocol.Internal {}

  private record ProbeDue(int leg) implements ParticipantProtocol.Internal {}

  private record GraceOver(int leg) implements ParticipantProtocol.Internal {}

  private record OfferDue(int leg) implements ParticipantProtocol.Internal {}

  private final ActorRef<FocusProtocol.Command> focus;
  private final FocusSettings settings;
  private final TimerScheduler<ParticipantProtocol.Command> timers;
  private final Map<Integer, Optional<SessionTimer>> legs = new HashMap<>();
  private final Set<Integer> silent = new HashSet<>();
  private final Set<Integer> flowing = new HashSet<>();

  /** Legs that are being asked, and those of them of which something was heard meanwhile. */
  private final Set<Integer> asking = new HashSet<>();

  private final Set<Integer> heardSince = new HashSet<>();

  /** Known from before a restart, which has cost clients over TCP their connections. */
  private final Set<Integer> revived = new HashSet<>();

  private Participant(
      ActorContext<ParticipantProtocol.Command> context,
      TimerScheduler<ParticipantProtocol.Command> timers,
      ActorRef<FocusProtocol.Command> focus,
      FocusSettings settings) {
    super(context);
    this.timers = timers;
    this.focus = focus;
    this.settings = settings;
  }

  static Behavior<ParticipantProtocol.Command> create(
      ActorRef<FocusProtocol.Command> focus, FocusSettings settings) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new Participant(context, timers, focus, settings)));
  }

  @Override
  public Receive<ParticipantProtocol.Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(ParticipantProtocol.LegUp.class, this::onLegUp)
        .onMessage(ParticipantProtocol.LegRefreshed.class, this::onRefreshed)
        .onMessage(ParticipantProtocol.LegHeard.class, this::onHeard)
        .onMessage(ParticipantProtocol.LegFlows.class, this::onFlows)
        .onMessage(ParticipantProtocol.LegSilent.class, this::onSilent)
        .onMessage(ParticipantProtocol.LegCutOff.class, this::onCutOff)
        .onMessage(GraceOver.class, this::onGraceOver)
        .onMessage(ParticipantProtocol.LegDown.class, this::onLegDown)
        .onMessage(ParticipantProtocol.RequestEnded.class, this::onRequestEnded)
        .onMessage(ParticipantProtocol.OfferLater.class, this::onOfferLater)
        .onMessage(Expired.class, this::onExpired)
        .onMessage(RefreshDue.class, this::onRefreshDue)
        .onMessage(ProbeDue.class, m -> probe(m.leg()))
        .onMessage(OfferDue.class, m -> want(m.leg(), Method.INVITE))
        .build();
  }

  private Behavior<ParticipantProtocol.Command> onLegUp(ParticipantProtocol.LegUp up) {
    startSessionTimers(up.leg(), up.timer());
    if (up.recovered()) {
      revived.add(up.leg());
      silent.add(up.leg());
      timers.startSingleTimer("probe-" + up.leg(), new ProbeDue(up.leg()), settings.probeAfter());
      if (up.timer().filter(SessionTimer::weRefresh).isPresent()) {
        refreshAfter(up.leg(), settings.probeAfter()); // nobody knows when the last refresh was
      }
    } else {
      askLater(up.leg());
    }
    return this;
  }

  private Behavior<ParticipantProtocol.Command> onRefreshed(ParticipantProtocol.LegRefreshed r) {
    startSessionTimers(r.leg(), r.timer());
    boolean wasSilent = silent.contains(r.leg());
    noteHeard(r.leg());
    if (!wasSilent) {
      askLater(r.leg());
    }
    return this;
  }

  private Behavior<ParticipantProtocol.Command> onHeard(ParticipantProtocol.LegHeard heard) {
    noteHeard(heard.leg());
    askLater(heard.leg());
    return this;
  }

  private Behavior<ParticipantProtocol.Command> onFlows(ParticipantProtocol.LegFlows flows) {
    flowing.add(flows.leg());
    return onHeard(new ParticipantProtocol.LegHeard(flows.leg()));
  }

  private void noteHeard(int leg) {
    silent.remove(leg);
    revived.remove(leg);
    timers.cancel("grace-" + leg);
    if (asking.contains(leg)) {
      heardSince.add(leg);
    }
  }

  private Behavior<ParticipantProtocol.Command> onSilent(ParticipantProtocol.LegSilent s) {
    flowing.remove(s.leg());
    silent.add(s.leg());
    return probe(s.leg());
  }

  /** A client that comes by another connection is heard of there: by any request of its dialog. */
  private Behavior<ParticipantProtocol.Command> onCutOff(ParticipantProtocol.LegCutOff cut) {
    startGrace(cut.leg());
    return this;
  }

  private void startGrace(int leg) {
    timers.startSingleTimer("grace-" + leg, new GraceOver(leg), settings.connectionGrace());
  }

  /** Whether a client that cannot be reached has time still to connect again. */
  private boolean mayComeBack(int leg) {
    if (revived.remove(leg)) {
      startGrace(leg);
    }
    return timers.isTimerActive("grace-" + leg);
  }

  /** Whose packets come is there, whatever became of his connection. */
  private Behavior<ParticipantProtocol.Command> onGraceOver(GraceOver over) {
    if (flowing.contains(over.leg()) || !legs.containsKey(over.leg())) {
      return this;
    }
    silent.add(over.leg());
    return probe(over.leg());
  }

  private Behavior<ParticipantProtocol.Command> onLegDown(ParticipantProtocol.LegDown down) {
    legs.remove(down.leg());
    silent.remove(down.leg());
    flowing.remove(down.leg());
    asking.remove(down.leg());
    heardSince.remove(down.leg());
    revived.remove(down.leg());
    for (String name : new String[] {"probe-", "expiry-", "refresh-", "offer-", "grace-"}) {
      timers.cancel(name + down.leg());
    }
    return legs.isEmpty() ? Behaviors.stopped() : this;
  }

  private Behavior<ParticipantProtocol.Command> onRequestEnded(
      ParticipantProtocol.RequestEnded end) {
    Optional<SessionTimer> timer = legs.get(end.leg());
    if (timer == null) {
      return this;
    }
    if (end.method() == Method.OPTIONS
        && asking.remove(end.leg())
        && heardSince.remove(end.leg())) {
      askLater(end.leg()); // he has come since then, perhaps by another way
      return this;
    }
    boolean unreached = end.outcome() == Outcome.UNREACHED;
    if (unreached && mayComeBack(end.leg())) {
      if (timer.filter(SessionTimer::weRefresh).isPresent()) {
        refreshAfter(end.leg(), settings.requestTimeout());
      }
    } else if (end.outcome() == Outcome.GONE || (unreached && silent.contains(end.leg()))) {
      focus.tell(new ParticipantProtocol.LegDead(end.leg(), end.method() + " was not answered"));
    } else if (end.method() == Method.OPTIONS && unreached) {
      silent.add(end.leg()); // its connection is gone: one chance more to come back
      timers.startSingleTimer(
          "probe-" + end.leg(), new ProbeDue(end.leg()), settings.requestTimeout());
    } else if (end.method() == Method.OPTIONS) {
      askLater(end.leg());
    } else if (unreached && timer.filter(SessionTimer::weRefresh).isPresent()) {
      refreshAfter(end.leg(), settings.requestTimeout());
    } else if (unreached) {
      timers.startSingleTimer(
          "probe-" + end.leg(), new ProbeDue(end.leg()), settings.requestTimeout());
    } else if (end.outcome() == Outcome.OK) {
      startSessionTimers(end.leg(), timer);
    } else if (end.outcome() == Outcome.GLARE) {
      timers.startSingleTimer("offer-" + end.leg(), new OfferDue(end.leg()), settings.glareDelay());
    }
    return this;
  }

  private Behavior<ParticipantProtocol.Command> onOfferLater(ParticipantProtocol.OfferLater later) {
    timers.startSingleTimer("offer-" + later.leg(), new OfferDue(later.leg()), later.delay());
    return this;
  }

  private Behavior<ParticipantProtocol.Command> onExpired(Expired e) {
    focus.tell(new ParticipantProtocol.LegDead(e.leg(), "the session timer ran out"));
    return this;
  }

  private Behavior<ParticipantProtocol.Command> onRefreshDue(RefreshDue due) {
    return want(due.leg(), Method.UPDATE);
  }

  /**
   * A leg without a session timer is asked now and then: a phone that lost its power says no BYE.
   */
  private void askLater(int leg) {
    timers.cancel("probe-" + leg);
    if (legs.getOrDefault(leg, Optional.empty()).isEmpty()) {
      timers.startSingleTimer("probe-" + leg, new ProbeDue(leg), settings.askEvery());
    }
  }

  private void refreshAfter(int leg, Duration delay) {
    timers.startSingleTimer("refresh-" + leg, new RefreshDue(leg), delay);
  }

  /** Asks the peer, and again until an answer came: an edge may not be there yet. */
  private Behavior<ParticipantProtocol.Command> probe(int leg) {
    if (legs.containsKey(leg)) {
      timers.startSingleTimer("probe-" + leg, new ProbeDue(leg), settings.requestTimeout());
    }
    asking.add(leg);
    heardSince.remove(leg);
    return want(leg, Method.OPTIONS);
  }

  private Behavior<ParticipantProtocol.Command> want(int leg, Method method) {
    if (legs.containsKey(leg)) {
      focus.tell(new ParticipantProtocol.WantsRequest(leg, method));
    }
    return this;
  }

  /**
   * RFC 4028 section 10: the refresher refreshes at half the interval; the other side ends the call
   * shortly before the end of the interval.
   */
  private void startSessionTimers(int leg, Optional<SessionTimer> timer) {
    legs.put(leg, timer);
    timers.cancel("expiry-" + leg);
    timers.cancel("refresh-" + leg);
    timer.ifPresent(
        t -> {
          Duration interval = Duration.ofSeconds(t.intervalSeconds());
          Duration third = interval.dividedBy(3);
          Duration early = third.compareTo(MOST_EARLY) < 0 ? third : MOST_EARLY;
          timers.startSingleTimer("expiry-" + leg, new Expired(leg), interval.minus(early));
          if (t.weRefresh()) {
            refreshAfter(leg, interval.dividedBy(2));
          }
        });
  }
}
