package org.confocal.mcu;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.media.CommandResult;

/**
 * Orders about sound of one MCU to its media plane. The focus believes them carried out, so what
 * the plane is too busy for is said again after a moment, unless a later order about the same has
 * taken its place. What is to be played is left out: later it would be out of place.
 */
final class Insistence {
  /** It is time to say that again. */
  record Again(MediaVerb verb, int tries) implements McuProtocol.McuInternal {}

  static final Duration PAUSE = Duration.ofMillis(200);
  private static final int MOST_TRIES = 50;

  /** As many orders are never on their way at once: their answers were lost. */
  private static final int MOST_WAITING = 10_000;

  private record Said(MediaVerb verb, int tries) {}

  private final ActorContext<McuProtocol.Command> context;
  private final FocusKey conference;
  private final long epoch;
  private final ActorRef<MediaNode.Command> node;

  /** The last order about each subject, until it is answered. */
  private final Map<MediaVerb.Subject, Said> said = new HashMap<>();

  Insistence(
      ActorContext<McuProtocol.Command> context,
      FocusKey conference,
      long epoch,
      ActorRef<MediaNode.Command> node) {
    this.context = context;
    this.conference = conference;
    this.epoch = epoch;
    this.node = node;
  }

  void tell(MediaVerb verb) {
    say(verb, 1);
  }

  private void say(MediaVerb verb, int tries) {
    if (said.size() >= MOST_WAITING) {
      said.clear();
    }
    said.put(verb.subject(), new Said(verb, tries));
    node.tell(new MediaNode.Order(conference, epoch, verb));
  }

  /** What became of an order. */
  void answered(MediaNode.Ordered answer) {
    boolean busy = answer.result() instanceof CommandResult.Busy;
    if (busy && answer.verb() instanceof MediaVerb.Play play) {
      context.getLog().warn("media is busy, not played name={}", play.playback().name());
    }
    Said last = said.get(answer.verb().subject());
    if (last == null || last.verb() != answer.verb()) {
      return;
    }
    if (!busy || answer.verb() instanceof MediaVerb.Play) {
      said.remove(answer.verb().subject());
    } else if (last.tries() < MOST_TRIES) {
      context.getLog().warn("media is busy, said again order={}", answer.verb().subject());
      context.scheduleOnce(PAUSE, context.getSelf(), new Again(last.verb(), last.tries() + 1));
    } else {
      context.getLog().error("media is busy, given up order={}", answer.verb().subject());
      said.remove(answer.verb().subject());
    }
  }

  void again(Again again) {
    Said last = said.get(again.verb().subject());
    if (last != null && last.verb() == again.verb()) {
      say(again.verb(), again.tries());
    }
  }
}
