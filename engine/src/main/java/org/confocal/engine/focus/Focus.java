package org.confocal.engine.focus;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EffectBuilder;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.confocal.engine.Ids;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Departure;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.directory.ActiveConferences;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuProvider;

/**
 * The focus of one conference: its one writer. Every message becomes a {@link Step}: events to
 * store, and what to do then. The steps are made by {@link Joins}, {@link SessionChanges}, {@link
 * Departures} and {@link ConferenceLife}; what goes out goes through {@link FocusMouth}.
 */
public final class Focus
    extends EventSourcedBehavior<FocusProtocol.Command, ConferenceEvent, Conference> {
  /** Name of the entity type and part of the persistence id; never change it. */
  public static final String TYPE = "Focus";

  /** What a focus needs from outside; {@code edges} reaches some edge, whichever there is. */
  public record Environment(
      ActiveConferences active,
      McuProvider mcus,
      ActorRef<EdgeProtocol.Command> edges,
      Ids ids,
      InstantSource clock,
      FocusSettings settings) {}

  private record Start() implements FocusProtocol.FocusInternal {}

  private final ActorContext<FocusProtocol.Command> context;
  private final FocusKey key;
  private final Environment env;
  private final Supplier<FocusParts> newParts;
  private FocusParts parts;

  private Focus(
      ActorContext<FocusProtocol.Command> context,
      ActorRef<ClusterSharding.ShardCommand> shard,
      FocusKey key,
      Environment env) {
    super(PersistenceId.of(TYPE, key.value()), restart(env.settings()));
    this.context = context;
    this.key = key;
    this.env = env;
    this.newParts = () -> new FocusParts(context, shard, key, env);
    this.parts = newParts.get();
  }

  /**
   * Behaviour of the focus {@code key}; {@code shard} is told when the focus has nothing left to
   * do.
   */
  public static Behavior<FocusProtocol.Command> create(
      FocusKey key, ActorRef<ClusterSharding.ShardCommand> shard, Environment env) {
    return Behaviors.withMdc(
        FocusProtocol.Command.class,
        FocusLog.of(key),
        FocusLog::of,
        Behaviors.<FocusProtocol.Command>supervise(
                Behaviors.setup(context -> new Focus(context, shard, key, env)))
            .onFailure(Exception.class, restart(env.settings())));
  }

  private static BackoffSupervisorStrategy restart(FocusSettings settings) {
    return SupervisorStrategy.restartWithBackoff(
        settings.restartAfter(), settings.restartAfter().multipliedBy(10), 0.3);
  }

  @Override
  public Conference emptyState() {
    return Conference.idle(key);
  }

  @Override
  public EventHandler<Conference, ConferenceEvent> eventHandler() {
    return Conference::apply;
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(env.settings().snapshotEvery(), 2);
  }

  @Override
  public boolean shouldSnapshot(Conference state, ConferenceEvent event, long sequenceNr) {
    return event instanceof ConferenceEvent.Deactivated;
  }

  @Override
  public SignalHandler<Conference> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryCompleted.instance(),
            state -> {
              parts = newParts.get();
              if (state.active()) {
                context.getSelf().tell(new Start());
              }
            })
        .build();
  }

  /** Until the fence of this incarnation is stored, everything waits. */
  @Override
  public CommandHandler<FocusProtocol.Command, ConferenceEvent, Conference> commandHandler() {
    CommandHandler<FocusProtocol.Command, ConferenceEvent, Conference> handlers = handlers();
    return (state, command) ->
        state.active() && !parts.life.started() && !(command instanceof Start)
            ? Effect().stash()
            : handlers.apply(state, command);
  }

  private CommandHandler<FocusProtocol.Command, ConferenceEvent, Conference> handlers() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(Start.class, (state, m) -> store(takeOver(state)).thenUnstashAll())
        .onCommand(FocusProtocol.Join.class, this::onJoin)
        .onCommand(ConferenceLife.RowWritten.class, this::onRowWritten)
        .onCommand(ConferenceLife.RowRemoved.class, this::onRowRemoved)
        .onCommand(Joins.Flush.class, (state, m) -> store(parts.joins.flush(state)))
        .onCommand(FocusProtocol.Change.class, this::onChange)
        .onCommand(FocusProtocol.Acknowledge.class, this::onAcknowledge)
        .onCommand(FocusProtocol.NotAcknowledged.class, this::onNotAcknowledged)
        .onCommand(FocusProtocol.Leave.class, this::onLeave)
        .onCommand(FocusProtocol.Ask.class, this::onAsk)
        .onCommand(FocusProtocol.Abandon.class, (s, m) -> store(parts.departures.abandon(s, m)))
        .onCommand(FocusProtocol.End.class, this::onEnd)
        .onCommand(FocusProtocol.Show.class, this::onShow)
        .onCommand(FocusProtocol.Wake.class, this::onWake)
        .onCommand(FocusMouth.FromMcu.class, this::onMcu)
        .onCommand(FocusMouth.FromEdge.class, this::onEdge)
        .onCommand(FocusMouth.McuGone.class, this::onMcuGone)
        .onCommand(FocusMouth.ParticipantGone.class, this::onParticipantGone)
        .onCommand(ParticipantProtocol.WantsRequest.class, this::onWantsRequest)
        .onCommand(ParticipantProtocol.LegDead.class, this::onLegDead)
        .build();
  }

  /** The one place where a step becomes a write and then a deed. */
  private EffectBuilder<ConferenceEvent, Conference> store(Step step) {
    return step.events().isEmpty()
        ? Effect().none()
        : Effect()
            .persist(step.events())
            .thenRun(state -> FocusLog.in(key, () -> step.then().accept(state)));
  }

  /** A new MCU takes over: what waited for the old one is asked again. */
  private Step takeOver(Conference state) {
    return parts
        .life
        .takeOver(state)
        .andThen(
            next -> {
              parts.joins.negotiateAll();
              parts.changes.negotiateAll();
            });
  }

  private Effect<ConferenceEvent, Conference> onJoin(Conference state, FocusProtocol.Join join) {
    parts.joins.requested(state, join);
    return Effect().none();
  }

  private Effect<ConferenceEvent, Conference> onRowWritten(
      Conference state, ConferenceLife.RowWritten written) {
    if (!parts.life.mayActivate(written)) {
      parts.joins.refuseAll(parts.joins.busy());
      return Effect().none();
    }
    return store(parts.life.activate(state).andThen(next -> parts.joins.negotiateAll()));
  }

  private Effect<ConferenceEvent, Conference> onRowRemoved(
      Conference state, ConferenceLife.RowRemoved removed) {
    parts.life.rowRemoved(state, removed);
    return Effect().none();
  }

  private Effect<ConferenceEvent, Conference> onWake(Conference state, FocusProtocol.Wake wake) {
    parts.life.wake(state);
    return Effect().none();
  }

  private Effect<ConferenceEvent, Conference> onChange(Conference state, FocusProtocol.Change c) {
    Optional<Leg> leg = state.leg(c.tag(), c.key());
    if (leg.isEmpty()) {
      Rejection unknown = Departures.unknownDialog(c.tag());
      c.replyTo().tell(new FocusProtocol.Refused(c.key(), unknown));
      parts.life.restIfIdle(state);
      return Effect().none();
    }
    return store(parts.changes.requested(leg.get(), c, now()));
  }

  private Effect<ConferenceEvent, Conference> onAcknowledge(
      Conference state, FocusProtocol.Acknowledge ack) {
    Optional<Leg> leg =
        state.leg(ack.tag()).filter(l -> l.dialog().matches(ack.callId(), ack.remoteTag()));
    if (leg.isEmpty()) {
      parts.life.restIfIdle(state);
      return Effect().none();
    }
    boolean awaited = parts.mouth.acknowledged(leg.get().number(), ack.cseq());
    if (ack.answer().isPresent() && (awaited || leg.get().remote().isEmpty())) {
      return store(parts.changes.answered(leg.get(), ack.answer().get(), now()));
    }
    return leg.get().remote().isPresent() || ack.answer().isPresent()
        ? Effect().none()
        : sendAway(state, leg.get(), Departure.MEDIA_FAILED, "The ACK held no answer");
  }

  private Effect<ConferenceEvent, Conference> onNotAcknowledged(
      Conference state, FocusProtocol.NotAcknowledged n) {
    if (parts.mouth.acknowledged(n.tag().leg(), n.cseq())) {
      return sendAway(state, state.leg(n.tag()), Departure.NOT_COMPLETED, "No ACK came");
    }
    parts.life.restIfIdle(state);
    return Effect().none();
  }

  private Effect<ConferenceEvent, Conference> onLeave(Conference state, FocusProtocol.Leave leave) {
    Optional<Leg> leg = state.leg(leave.tag(), leave.key());
    Optional<Rejection> no = refusal(leg, leave.key(), leave.tag());
    if (leg.isPresent() && no.isEmpty()) {
      return store(
          parts
              .departures
              .goes(state, leg.get(), Departure.LEFT)
              .andThen(next -> leave.replyTo().tell(new FocusProtocol.Yes(leave.key()))));
    }
    answer(leave.key(), state.hasDeparted(leave.tag()) ? Optional.empty() : no, leave.replyTo());
    parts.life.restIfIdle(state);
    return Effect().none();
  }

  private Effect<ConferenceEvent, Conference> onAsk(Conference state, FocusProtocol.Ask ask) {
    Optional<Leg> leg = state.leg(ask.tag(), ask.key());
    answer(ask.key(), refusal(leg, ask.key(), ask.tag()), ask.replyTo());
    parts.life.restIfIdle(state);
    return Effect().none();
  }

  private Optional<Rejection> refusal(Optional<Leg> leg, RequestKey request, LegTag tag) {
    return leg.isPresent()
        ? parts.changes.disorder(leg.get(), request)
        : Optional.of(Departures.unknownDialog(tag));
  }

  private static void answer(
      RequestKey key, Optional<Rejection> no, ActorRef<FocusProtocol.LeaveReply> replyTo) {
    replyTo.tell(no.isEmpty() ? new FocusProtocol.Yes(key) : new FocusProtocol.No(key, no.get()));
  }

  private Effect<ConferenceEvent, Conference> onEnd(Conference state, FocusProtocol.End end) {
    parts.joins.refuseAll(Rejection.of(Rejection.Reason.UNKNOWN_CONFERENCE, end.why().text()));
    int legs = state.legs().size();
    if (state.active()) {
      return store(
          parts
              .departures
              .end(state, end.why())
              .andThen(next -> end.replyTo().tell(new FocusProtocol.Ended(legs))));
    }
    end.replyTo().tell(new FocusProtocol.Ended(0));
    parts.life.restIfIdle(state);
    return Effect().none();
  }

  private Effect<ConferenceEvent, Conference> onShow(Conference state, FocusProtocol.Show show) {
    show.replyTo().tell(Legs.view(state));
    parts.life.restIfIdle(state);
    return Effect().none();
  }

  private Effect<ConferenceEvent, Conference> onMcu(Conference state, FocusMouth.FromMcu from) {
    McuProtocol.Event event = from.event();
    if (event instanceof McuProtocol.Negotiated n) {
      return parts.joins.negotiated(n)
          ? Effect().none()
          : store(with(state, n.leg(), leg -> parts.changes.negotiated(leg, n, now())));
    } else if (event instanceof McuProtocol.NotNegotiated n) {
      return onNotNegotiated(state, n);
    } else if (event instanceof McuProtocol.NotConnected n) {
      return sendAway(state, state.leg(n.leg()), Departure.MEDIA_FAILED, n.rejection().text());
    } else if (event instanceof McuProtocol.Moved m) {
      return store(with(state, m.leg(), leg -> parts.changes.moved(leg, m, now())));
    } else if (event instanceof McuProtocol.StreamAlive a) {
      parts.mouth.toParticipant(state, a.leg(), new ParticipantProtocol.LegHeard(a.leg()));
      return Effect().none();
    } else if (event instanceof McuProtocol.StreamLost l) {
      parts.mouth.toParticipant(state, l.leg(), new ParticipantProtocol.LegSilent(l.leg()));
      return Effect().none();
    } else if (event instanceof McuProtocol.Fenced f) {
      context.getLog().warn("focus fenced epoch={} highest={}", state.epoch(), f.highestEpoch());
      return Effect().stop();
    }
    throw new AssertionError(event);
  }

  private Effect<ConferenceEvent, Conference> onNotNegotiated(
      Conference state, McuProtocol.NotNegotiated n) {
    Optional<PendingRequests.PendingJoin> join = parts.pending.join(n.leg());
    if (join.isPresent()) {
      parts.joins.refuse(join.get(), n.rejection());
      return store(parts.departures.endIfEmpty(state));
    }
    parts
        .pending
        .removeChange(n.leg())
        .ifPresent(c -> c.replyTo().tell(new FocusProtocol.Refused(c.key(), n.rejection())));
    return Effect().none();
  }

  private Effect<ConferenceEvent, Conference> onEdge(Conference state, FocusMouth.FromEdge from) {
    EdgeProtocol.Result result = from.result();
    parts.mouth.toParticipant(
        state,
        result.leg(),
        new ParticipantProtocol.RequestEnded(result.leg(), result.method(), result.outcome()));
    return store(with(state, result.leg(), leg -> parts.changes.ended(leg, result, now())));
  }

  private Effect<ConferenceEvent, Conference> onWantsRequest(
      Conference state, ParticipantProtocol.WantsRequest w) {
    state
        .leg(w.leg())
        .ifPresent(leg -> parts.changes.wants(leg, w.method(), env.settings().glareDelay(), now()));
    return Effect().none();
  }

  private Effect<ConferenceEvent, Conference> onLegDead(
      Conference state, ParticipantProtocol.LegDead dead) {
    return sendAway(state, state.leg(dead.leg()), Departure.LOST, dead.why());
  }

  private Effect<ConferenceEvent, Conference> onMcuGone(Conference state, FocusMouth.McuGone gone) {
    if (state.active() && parts.mouth.isPresentMcu(gone.mcu())) {
      context.getLog().warn("mcu restarted legs={}", state.legs().size());
      return store(takeOver(state));
    }
    return Effect().none();
  }

  /** A participant actor ends with its last leg; a leg that came meanwhile gets a new one. */
  private Effect<ConferenceEvent, Conference> onParticipantGone(
      Conference state, FocusMouth.ParticipantGone gone) {
    parts.mouth.participantGone(gone.user(), gone.child());
    state.allLegs().stream()
        .filter(leg -> leg.participant().equals(gone.user()))
        .forEach(parts.mouth::recovered);
    return Effect().none();
  }

  private Effect<ConferenceEvent, Conference> sendAway(
      Conference state, Optional<Leg> leg, Departure why, String reason) {
    return leg.map(l -> sendAway(state, l, why, reason)).orElseGet(() -> Effect().none());
  }

  private Effect<ConferenceEvent, Conference> sendAway(
      Conference state, Leg leg, Departure why, String reason) {
    return store(parts.departures.sentAway(state, leg, why, reason));
  }

  private static Step with(Conference state, int leg, Function<Leg, Step> deed) {
    return state.leg(leg).map(deed).orElse(Step.NONE);
  }

  private Instant now() {
    return env.clock().instant();
  }
}
