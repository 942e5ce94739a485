package org.confocal.engine.focus;

import java.time.Duration;
import java.util.Set;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.mcu.McuProtocol;

/**
 * Who is heard now, as the roster shows it. Not stored: a new life of the focus begins with
 * silence. What the MCU tells is shown at once, and then not again before the interval is over.
 */
final class Talkers {
  /** Whoever talks now may be shown again. */
  record Due() implements FocusProtocol.FocusInternal {}

  private final ActorContext<FocusProtocol.Command> context;
  private final Subscriptions subscriptions;
  private final Duration interval;
  private Set<Integer> heard = Set.of();
  private Set<Integer> shown = Set.of();
  private boolean pause;

  /**
   * @param interval zero = nobody is shown as talking
   */
  Talkers(
      ActorContext<FocusProtocol.Command> context, Subscriptions subscriptions, Duration interval) {
    this.context = context;
    this.subscriptions = subscriptions;
    this.interval = interval;
  }

  void told(McuProtocol.Talking talking) {
    heard = talking.legs();
    if (!pause && !interval.isZero()) {
      show();
    }
  }

  /** Nobody is heard any more. */
  void forget() {
    told(new McuProtocol.Talking(Set.of()));
  }

  void due() {
    pause = false;
    show();
  }

  private void show() {
    if (heard.equals(shown)) {
      return;
    }
    shown = heard;
    subscriptions.talking(shown);
    pause = true;
    context.scheduleOnce(interval, context.getSelf(), new Due());
  }
}
