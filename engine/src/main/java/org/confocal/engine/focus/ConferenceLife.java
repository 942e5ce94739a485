package org.confocal.engine.focus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.EndReason;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.directory.ActiveConferences;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.meeting.ConferencePolicy;
import org.confocal.engine.meeting.Meeting;

/**
 * Begin, takeover and end of a conference: the row in the table of running conferences is written
 * before the first event of an activation and removed after the last; every start of the focus is
 * fenced before it speaks.
 */
final class ConferenceLife {
  record RowWritten(Optional<String> error) implements FocusProtocol.FocusInternal {}

  record RowRemoved(Optional<String> error) implements FocusProtocol.FocusInternal {}

  /** What kept a focus that has nothing else to do may be forgotten by now. */
  record RestDue() implements FocusProtocol.FocusInternal {}

  /** What the row of this conference in the table is doing. */
  private enum Row {
    SETTLED,
    WRITING,
    REMOVING
  }

  /** Dialogs do not outlive an activation, so CSeq numbers may begin again with each. */
  private static final long FIRST_INCARNATION = 1;

  private final ActorContext<FocusProtocol.Command> context;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final FocusKey key;
  private final Focus.Environment env;
  private final FocusMouth mouth;
  private final PendingRequests pending;
  private Row row = Row.SETTLED;
  private final WrongTries tries;
  private boolean started;
  private boolean restIsDue;

  ConferenceLife(
      ActorContext<FocusProtocol.Command> context,
      ActorRef<ClusterSharding.ShardCommand> shard,
      FocusKey key,
      Focus.Environment env,
      FocusMouth mouth,
      PendingRequests pending) {
    this.context = context;
    this.shard = shard;
    this.key = key;
    this.env = env;
    this.mouth = mouth;
    this.pending = pending;
    this.tries = new WrongTries(env.settings().gate());
  }

  /**
   * The wrong tries at the gate of this conference; as long as any count the focus does not rest.
   */
  WrongTries tries() {
    return tries;
  }

  /** False between recovery and the stored fence: nothing may be said yet. */
  boolean started() {
    return started;
  }

  /** A focus that finds itself active after recovery takes over: fence first, then speak. */
  Step takeOver(Conference state) {
    return Step.of(
        new ConferenceEvent.FocusStarted(now(), state.activation(), state.incarnation() + 1),
        this::recovered);
  }

  private void recovered(Conference state) {
    started = true;
    mouth.begin(state);
    context
        .getLog()
        .info("conference recovered legs={} epoch={}", state.legs().size(), state.epoch());
    state.allLegs().forEach(this::revive);
    if (state.legs().isEmpty() && pending.joinCount() == 0) {
      context
          .getSelf()
          .tell(new FocusProtocol.End(EndReason.EVERYBODY_LEFT, context.getSystem().ignoreRef()));
    }
  }

  private void revive(Leg leg) {
    mouth.revive(leg, leg.media());
    mouth.recovered(leg);
  }

  /** The table says that the conference should be running; when it is not, the table is wrong. */
  void wake(Conference state) {
    if (!state.active() && row == Row.SETTLED && pending.idle()) {
      removeRow();
    }
  }

  /** Somebody waits to join a conference that does not run: begin, unless that is under way. */
  void begin(ConferenceUri conference) {
    if (row != Row.SETTLED) {
      return;
    }
    row = Row.WRITING;
    context.pipeToSelf(
        env.active()
            .add(new ActiveConferences.Entry(key, conference, now()))
            .thenApply(none -> Done.getInstance()),
        (done, error) -> new RowWritten(Optional.ofNullable(error).map(Throwable::toString)));
  }

  /** The row is written: the conference may be activated, unless nobody waits any more. */
  boolean mayActivate(RowWritten written) {
    row = Row.SETTLED;
    written.error().ifPresent(e -> context.getLog().warn("conference not activated error={}", e));
    if (written.error().isPresent() || pending.joinCount() == 0) {
      removeRow();
      return false;
    }
    return true;
  }

  Step activate(Conference state) {
    FocusProtocol.Join first = pending.allJoins().iterator().next().join;
    Meeting meeting = first.meeting();
    long activation = state.activation() + 1;
    return new Step(
        List.of(
            new ConferenceEvent.Activated(
                now(), activation, meeting, first.policy().or(() -> Optional.of(site()))),
            new ConferenceEvent.FocusStarted(now(), activation, FIRST_INCARNATION)),
        next -> {
          started = true;
          mouth.begin(next);
          context.getLog().info("conference started uri={} epoch={}", meeting.uri(), next.epoch());
        });
  }

  /** The last event of this life is stored. */
  void ended(EndReason why) {
    started = false;
    mouth.toMcus(new McuProtocol.Ended());
    env.meter().stopped(key);
    context.getLog().info("conference ended why={}", why);
    removeRow();
  }

  private void removeRow() {
    row = Row.REMOVING;
    context.pipeToSelf(
        env.active().remove(key).thenApply(none -> Done.getInstance()),
        (done, error) -> new RowRemoved(Optional.ofNullable(error).map(Throwable::toString)));
  }

  /** The row is gone: begin again for whoever came meanwhile, or rest. */
  void rowRemoved(Conference state, RowRemoved removed) {
    row = Row.SETTLED;
    removed.error().ifPresent(e -> context.getLog().warn("conference row not removed error={}", e));
    if (pending.joinCount() > 0) {
      begin(pending.allJoins().iterator().next().join.meeting().uri());
    } else {
      restIfIdle(state);
    }
  }

  /**
   * A focus of which nobody needs anything asks its shard to be stopped; when wrong tries count
   * still, then when they are forgotten: otherwise a refusal would forgive them.
   */
  void restIfIdle(Conference state) {
    if (state.active() || !pending.idle() || row != Row.SETTLED || mouth.ways().finding()) {
      return;
    }
    if (mouth.hasAudio()) {
      return; // it ends soon, and the last piece of a recording is journaled before
    }
    Optional<Instant> counted = tries.until(now());
    if (counted.isEmpty()) {
      shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    } else if (!restIsDue) {
      restIsDue = true;
      context.scheduleOnce(
          Duration.between(now(), counted.get()), context.getSelf(), new RestDue());
    }
  }

  void restDue(Conference state) {
    restIsDue = false;
    restIfIdle(state);
  }

  private ConferencePolicy site() {
    return env.settings().life().site();
  }

  private Instant now() {
    return env.clock().instant();
  }
}
