package org.confocal.engine.focus;

import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Meter;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.id.FocusKey;

/**
 * Keeps a focus still once another start of it steers the conference (law 6): its children end, and
 * for a while it hears nothing. Were it to end at once, the next message on a node that has not yet
 * learned that it was left out would make it anew, and it would take the conference back.
 */
final class Fence {
  /** The node has had time to learn whether it still belongs to the cluster. */
  record RestOver() implements FocusProtocol.FocusInternal {}

  private final ActorContext<FocusProtocol.Command> context;
  private final FocusKey key;
  private final Meter meter;
  private final FocusSettings settings;
  private long epoch;
  private boolean resting;

  Fence(ActorContext<FocusProtocol.Command> context, FocusKey key, Focus.Environment env) {
    this.context = context;
    this.key = key;
    this.meter = env.meter();
    this.settings = env.settings();
  }

  /** This start of the focus has written. */
  void wrote(Conference state) {
    epoch = state.epoch();
  }

  /** Whether, since this focus last wrote, another start of it has. */
  boolean overtaken(Conference recovered) {
    return epoch != 0 && recovered.active() && recovered.epoch() > epoch;
  }

  /** Somebody with the epoch {@code highest} steers the conference. */
  void rest(long highest) {
    if (resting) {
      return;
    }
    resting = true;
    context.getLog().warn("focus fenced epoch={} highest={}", epoch, highest);
    meter.stopped(key);
    context.getChildren().forEach(context::stop);
    context.scheduleOnce(settings.fenceRest(), context.getSelf(), new RestOver());
  }

  boolean resting() {
    return resting;
  }
}
