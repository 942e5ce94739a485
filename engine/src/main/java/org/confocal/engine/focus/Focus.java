package org.confocal.engine.focus;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.typed.EventAdapter;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerBuilder;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EffectBuilder;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.confocal.engine.Ids;
import org.confocal.engine.Meter;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Departure;
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
      Meter meter,
      FocusSettings settings) {}

  private record Start() implements FocusProtocol.FocusInternal {}

  private final ActorContext<FocusProtocol.Command> context;
  private final FocusKey key;
  private final Environment env;
  private final Supplier<FocusParts> newParts;
  private final Fence fence;
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
    this.fence = new Fence(context, key, env);
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
  public EventAdapter<ConferenceEvent, ?> eventAdapter() {
    return new WithoutKeys();
  }

  @Override
  public SnapshotAdapter<Conference> snapshotAdapter() {
    return new WithoutKeys.Snapshots();
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
        .onSignal(PreRestart.instance(), state -> parts.dialOuts.forsake())
        .onSignal(
            RecoveryCompleted.instance(),
            state -> {
              parts.dialOuts.forsake();
              parts = newParts.get();
              if (fence.overtaken(state)) {
                fence.rest(state.epoch());
              } else if (state.active()) {
                context.getSelf().tell(new Start());
              }
            })
        .build();
  }

  /**
   * Until the fence of this incarnation is stored, everything waits; once another one is, nothing
   * is heard.
   */
  @Override
  public CommandHandler<FocusProtocol.Command, ConferenceEvent, Conference> commandHandler() {
    CommandHandler<FocusProtocol.Command, ConferenceEvent, Conference> handlers = handlers();
    return (state, command) -> {
      if (fence.resting()) {
        return command instanceof Fence.RestOver ? Effect().stop() : Effect().none();
      }
      return state.active() && !parts.life.started() && !(command instanceof Start)
          ? Effect().stash()
          : handlers.apply(state, command);
    };
  }

  private CommandHandler<FocusProtocol.Command, ConferenceEvent, Conference> handlers() {
    CommandHandlerBuilder<FocusProtocol.Command, ConferenceEvent, Conference> handlers =
        newCommandHandlerBuilder();
    handlers
        .forAnyState()
        .onCommand(
            Start.class, (state, m) -> store(parts.mcuEvents.takeOver(state)).thenUnstashAll())
        .onCommand(ConferenceLife.RowWritten.class, this::onRowWritten)
        .onCommand(FocusMouth.FromMcu.class, this::onMcu)
        .onCommand(FocusProtocol.End.class, this::onEnd)
        .onCommand(FocusProtocol.Join.class, run((s, m) -> parts.joins.requested(s, m)))
        .onCommand(ConferenceLife.RowRemoved.class, run((s, m) -> parts.life.rowRemoved(s, m)))
        .onCommand(ConferenceLife.RestDue.class, run((s, m) -> parts.life.restDue(s)))
        .onCommand(Joins.Flush.class, step((s, m) -> flush(s)))
        .onCommand(Joins.Replaced.class, step(this::replaced))
        .onCommand(FocusProtocol.Wake.class, run((s, m) -> parts.life.wake(s)))
        .onCommand(FocusProtocol.Show.class, run(this::show));
    dialogHandlers(handlers);
    wayHandlers(handlers);
    partHandlers(handlers);
    return handlers.build();
  }

  private void dialogHandlers(
      CommandHandlerBuilder<FocusProtocol.Command, ConferenceEvent, Conference> handlers) {
    handlers
        .forAnyState()
        .onCommand(FocusProtocol.Change.class, step((s, m) -> parts.dialogs.changes(s, m)))
        .onCommand(
            FocusProtocol.Acknowledge.class, step((s, m) -> parts.dialogs.acknowledged(s, m)))
        .onCommand(
            FocusProtocol.NotAcknowledged.class,
            step((s, m) -> parts.dialogs.notAcknowledged(s, m)))
        .onCommand(FocusProtocol.Leave.class, step((s, m) -> parts.dialogs.leaves(s, m)))
        .onCommand(FocusProtocol.Ask.class, run((s, m) -> parts.dialogs.asks(s, m)))
        .onCommand(FocusProtocol.CutOff.class, run((s, m) -> parts.dialogs.cutOff(s, m)))
        .onCommand(FocusProtocol.Abandon.class, step((s, m) -> parts.departures.abandon(s, m)))
        .onCommand(FocusMouth.FromEdge.class, this::onEdge);
  }

  /** Which edge reaches whom, and who steers. */
  private void wayHandlers(
      CommandHandlerBuilder<FocusProtocol.Command, ConferenceEvent, Conference> handlers) {
    handlers
        .forAnyState()
        .onCommand(Ways.Listed.class, run((s, m) -> parts.mouth.ways().listed(s, m)))
        .onCommand(Ways.Heard.class, this::onAttached)
        .onCommand(Ways.WaitOver.class, run((s, m) -> parts.rerouting.waitOver(s)))
        .onCommand(Ways.EdgeGone.class, run((s, m) -> parts.rerouting.lost(s, m)))
        .onCommand(FocusProtocol.Comes.class, run(this::comes))
        .onCommand(Fence.RestOver.class, run((s, m) -> {})); // of who rests no more
  }

  private void partHandlers(
      CommandHandlerBuilder<FocusProtocol.Command, ConferenceEvent, Conference> handlers) {
    handlers
        .forAnyState()
        .onCommand(FocusProtocol.Control.class, step(this::ordered))
        .onCommand(FocusProtocol.Renew.class, step((s, m) -> parts.controls.renewed(s, m)))
        .onCommand(FocusProtocol.Say.class, step(this::says))
        .onCommand(FocusProtocol.Refer.class, step(this::refers))
        .onCommand(
            FocusProtocol.Subscribe.class, step((s, m) -> parts.subscriptions.requested(s, m)))
        .onCommand(
            FocusProtocol.Unsubscribe.class, step((s, m) -> parts.subscriptions.unsubscribed(s, m)))
        .onCommand(
            Subscriptions.WindowOver.class, step((s, m) -> parts.subscriptions.windowOver(s)))
        .onCommand(Lobby.Over.class, step((s, m) -> parts.lobby.over(s, m)))
        .onCommand(FocusProtocol.Operate.class, step((s, m) -> parts.sounds.operated(s, m)))
        .onCommand(Talkers.Due.class, run((s, m) -> parts.talkers.due()))
        .onCommand(DialOuts.Progress.class, step((s, m) -> parts.dialOuts.progressed(s, m)))
        .onCommand(FocusMouth.McuGone.class, step((s, m) -> parts.mcuEvents.gone(s, m)))
        .onCommand(LifeWatch.Due.class, step((s, m) -> parts.watch.due(s)))
        .onCommand(McuEvents.RestartDue.class, step((s, m) -> parts.mcuEvents.restartDue(s, m)))
        .onCommand(FocusMouth.ParticipantGone.class, run(this::participantGone))
        .onCommand(ParticipantProtocol.WantsRequest.class, run(this::wantsRequest))
        .onCommand(ParticipantProtocol.LegDead.class, step(this::legDead));
  }

  private Step ordered(Conference state, FocusProtocol.Control c) {
    parts.dialogs.heard(state, Optional.of(c.tag()), c.key());
    return parts.controls.ordered(state, c);
  }

  private Step says(Conference state, FocusProtocol.Say say) {
    parts.dialogs.heard(state, say.tag(), say.key());
    return parts.chats.says(state, say);
  }

  private Step refers(Conference state, FocusProtocol.Refer refer) {
    parts.dialogs.heard(state, refer.tag(), refer.key());
    return parts.referrals.asked(state, refer);
  }

  /** A part that decides: its step is stored, then done. */
  private <M> BiFunction<Conference, M, Effect<ConferenceEvent, Conference>> step(
      BiFunction<Conference, M, Step> part) {
    return (state, message) -> store(part.apply(state, message));
  }

  /** A part that changes nothing that is stored. */
  private <M> BiFunction<Conference, M, Effect<ConferenceEvent, Conference>> run(
      BiConsumer<Conference, M> part) {
    return (state, message) -> {
      part.accept(state, message);
      return Effect().none();
    };
  }

  /** The one place where a step becomes a write and then a deed. */
  private EffectBuilder<ConferenceEvent, Conference> store(Step step) {
    if (step.events().isEmpty()) {
      return Effect().none();
    }
    Instant begun = now();
    return Effect()
        .persist(step.events())
        .thenRun(state -> FocusLog.in(key, () -> stored(state, step, begun)));
  }

  private void stored(Conference state, Step step, Instant begun) {
    env.meter().stored(Duration.between(begun, now()));
    fence.wrote(state);
    step.then().accept(state);
    parts.stored(state, step.events());
    if (state.active()) {
      env.meter().running(key, state.legs().size());
    }
  }

  private Effect<ConferenceEvent, Conference> onRowWritten(
      Conference state, ConferenceLife.RowWritten written) {
    if (!parts.life.mayActivate(written)) {
      parts.joins.refuseAll(parts.joins.busy());
      return Effect().none();
    }
    return store(parts.life.activate(state).andThen(parts.joins::negotiateAll));
  }

  private Effect<ConferenceEvent, Conference> onMcu(Conference state, FocusMouth.FromMcu from) {
    if (from.event() instanceof McuProtocol.Fenced f) {
      return fenced(f.highestEpoch());
    } else if (parts.mouth.ways().finding() && isForPeers(from.event())) {
      parts.mouth.ways().whenFound(() -> context.getSelf().tell(from));
      return Effect().none();
    }
    return store(parts.mcuEvents.told(state, from.event()));
  }

  /** Lines and reports go to peers, and it has to be known by which edge. */
  private static boolean isForPeers(McuProtocol.Event event) {
    return event instanceof McuProtocol.Deliver || event instanceof McuProtocol.Report;
  }

  private void comes(Conference state, FocusProtocol.Comes comes) {
    parts.mouth.ways().comes(state, comes);
    parts.life.restIfIdle(state);
  }

  private Effect<ConferenceEvent, Conference> onAttached(Conference state, Ways.Heard heard) {
    if (heard.answer() instanceof EdgeProtocol.Carries carries) {
      parts.rerouting.heard(state, carries);
    } else if (heard.answer() instanceof EdgeProtocol.Stale stale
        && stale.highest() > state.epoch()) {
      return fenced(stale.highest());
    }
    return Effect().none();
  }

  private Effect<ConferenceEvent, Conference> onEdge(Conference state, FocusMouth.FromEdge from) {
    EdgeProtocol.Result result = from.result();
    if (result.outcome() != EdgeProtocol.Outcome.STALE) {
      return store(parts.results.ended(state, result));
    }
    // An order of an earlier start of this very focus may have come late.
    return result.cseq() > state.epoch() ? fenced(result.cseq()) : Effect().none();
  }

  /** Another focus steers the conference: this one does nothing any more (law 6). */
  private Effect<ConferenceEvent, Conference> fenced(long highest) {
    fence.rest(highest);
    return Effect().none();
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

  private void show(Conference state, FocusProtocol.Show show) {
    show.replyTo().tell(Legs.view(state));
    parts.life.restIfIdle(state);
  }

  private void wantsRequest(Conference state, ParticipantProtocol.WantsRequest w) {
    state
        .leg(w.leg())
        .ifPresent(leg -> parts.changes.wants(leg, w.method(), env.settings().glareDelay(), now()));
  }

  private Step flush(Conference state) {
    Step step = parts.joins.flush(state);
    return step.events().isEmpty() ? parts.departures.endIfEmpty(state) : step;
  }

  private Step replaced(Conference state, Joins.Replaced old) {
    return state
        .leg(old.leg())
        .map(
            leg ->
                parts.departures.sentAway(
                    state, List.of(leg), Departure.REPLACED, "You came by another dialog"))
        .orElse(Step.NONE);
  }

  private Step legDead(Conference state, ParticipantProtocol.LegDead dead) {
    return state
        .leg(dead.leg())
        .map(leg -> parts.departures.sentAway(state, leg, Departure.LOST, dead.why()))
        .orElse(Step.NONE);
  }

  /** A participant actor ends with its last leg; a leg that came meanwhile gets a new one. */
  private void participantGone(Conference state, FocusMouth.ParticipantGone gone) {
    parts.mouth.participantGone(gone.user(), gone.child());
    state.legsOf(gone.user()).forEach(parts.mouth::recovered);
  }

  private Instant now() {
    return env.clock().instant();
  }
}
