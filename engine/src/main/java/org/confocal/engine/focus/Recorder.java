package org.confocal.engine.focus;

import java.time.Instant;
import java.util.Optional;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Recording;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;

/**
 * The recording of a conference: who has ordered it is in the journal before the MCU begins, and
 * how much of it is on disk afterwards. So a focus that starts again has it gone on with.
 */
final class Recorder {
  /** What is told more often is not journaled each time. */
  private static final long LEAST_STEP_MS = 5_000;

  private final FocusParts parts;
  private final ActorContext<FocusProtocol.Command> context;
  private final Focus.Environment env;

  Recorder(FocusParts parts, ActorContext<FocusProtocol.Command> context, Focus.Environment env) {
    this.parts = parts;
    this.context = context;
    this.env = env;
  }

  static boolean concerns(ControlOrder order) {
    return order instanceof ControlOrder.StartRecording
        || order instanceof ControlOrder.StopRecording;
  }

  /** Why an order about recording cannot be carried out; asked after the authority. */
  Optional<Rejection> refusal(Conference state, ControlOrder order) {
    Optional<Recording> on = state.recordings().on();
    if (order instanceof ControlOrder.StartRecording) {
      if (on.isPresent()) {
        return no(
            Rejection.Reason.ALREADY_EXISTS,
            "The conference is being recorded already, as " + on.get().id());
      }
      return audio(state).or(() -> env.mcus().recordingRefusal());
    }
    return order instanceof ControlOrder.StopRecording && on.isEmpty()
        ? no(Rejection.Reason.UNKNOWN_MEDIA, "The conference is not being recorded")
        : Optional.empty();
  }

  private static Optional<Rejection> audio(Conference state) {
    return state.meeting().filter(m -> m.terms().allows(McuType.AUDIO_VIDEO)).isPresent()
        ? Optional.empty()
        : no(Rejection.Reason.UNKNOWN_MCU, "The conference has no audio to be recorded");
  }

  /** Carries out an order that may be. */
  Step carryOut(Conference state, ControlOrder order, UserUri by) {
    if (order instanceof ControlOrder.StartRecording o) {
      String id = env.ids().hex(8);
      return Step.of(
          new ConferenceEvent.RecordingStarted(now(), id, o.format(), by),
          next -> {
            context.getLog().info("recording started id={} format={} by={}", id, o.format(), by);
            recovered(next);
          });
    } else if (order instanceof ControlOrder.StopRecording) {
      String id = state.recordings().on().orElseThrow().id();
      return Step.of(
          new ConferenceEvent.RecordingStopped(now(), id, by),
          next -> {
            context.getLog().info("recording stopped id={} by={}", id, by);
            parts.mouth.toMcu(McuType.AUDIO_VIDEO, new McuProtocol.StopRecording(id));
          });
    }
    throw new AssertionError(order);
  }

  /** An MCU that is new is told what is to be recorded, and what is known of it. */
  void recovered(Conference state) {
    state
        .recordings()
        .on()
        .ifPresent(
            r ->
                parts.mouth.toMcu(
                    McuType.AUDIO_VIDEO,
                    new McuProtocol.StartRecording(r.id(), r.format(), r.part(), r.partMs())));
  }

  /**
   * A piece of it is on disk. One that goes on though it was ended has not heard so: the order was
   * lost with an MCU, or with a focus between its write and its word.
   */
  Step recorded(Conference state, McuProtocol.Recorded r) {
    Optional<Recording> known = state.recordings().of(r.id());
    boolean on = known.filter(k -> k.state() == Recording.State.ON).isPresent();
    if (!on && !r.last() && state.active()) {
      context.getLog().warn("recording goes on though it was ended id={}", r.id());
      parts.mouth.toMcu(McuType.AUDIO_VIDEO, new McuProtocol.StopRecording(r.id()));
    }
    if (known.isEmpty()) {
      return Step.NONE;
    }
    boolean same = known.get().part().equals(r.part());
    boolean longer = r.partMs() > known.get().partMs();
    boolean due = r.partMs() - known.get().partMs() >= LEAST_STEP_MS || (r.last() && longer);
    return same && !due
        ? Step.NONE
        : Step.of(
            new ConferenceEvent.RecordingChunk(now(), r.id(), r.part(), r.partMs(), r.partBytes()),
            next -> {});
  }

  /** It cannot be written; the conference goes on. */
  Step failed(Conference state, McuProtocol.RecordingFailed f) {
    return state
        .recordings()
        .on()
        .filter(r -> r.id().equals(f.id()))
        .map(
            r ->
                Step.of(
                    new ConferenceEvent.RecordingFailed(now(), f.id(), f.why()),
                    next ->
                        context
                            .getLog()
                            .error(
                                "recording failed id={} durableMs={} why=\"{}\"",
                                f.id(),
                                r.durableMs(),
                                f.why())))
        .orElse(Step.NONE);
  }

  /** An operator orders: presenter or not, under the policy of the organizer. */
  Step operated(Conference state, FocusProtocol.Operate o) {
    Optional<Rejection> no =
        state.active()
            ? parts.controls.forbidden(state, o.order()).or(() -> refusal(state, o.order()))
            : no(Rejection.Reason.UNKNOWN_CONFERENCE, "The conference does not run");
    if (no.isPresent()) {
      o.replyTo().tell(new FocusProtocol.Operated(no));
      parts.life.restIfIdle(state);
      return Step.NONE;
    }
    UserUri organizer = state.meeting().orElseThrow().uri().organizer();
    return carryOut(state, o.order(), UserUri.of("operator", organizer.domain()))
        .andThen(next -> o.replyTo().tell(new FocusProtocol.Operated(Optional.empty())));
  }

  private static Optional<Rejection> no(Rejection.Reason reason, String text) {
    return Optional.of(Rejection.of(reason, text));
  }

  private Instant now() {
    return env.clock().instant();
  }
}
