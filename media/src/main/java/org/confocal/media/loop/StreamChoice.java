package org.confocal.media.loop;

import org.confocal.media.AudioCodec;
import org.jspecify.annotations.Nullable;

/**
 * Which stream one listener is sent: the one that all of his format share, or one of his own while
 * he hears something else (a talker hears all but himself).
 *
 * <p>With a codec that keeps state a change of encoders could be heard. Therefore:
 *
 * <ul>
 *   <li>The new stream takes over the state of the old one where nobody else is in the way: always
 *       from shared to own; from own to shared when nobody listens to that one.
 *   <li>Who has talked stays on his own stream for a while. Then both encoders have had the same
 *       input for so long that their states are alike. G.722 then waits for a soft moment as well:
 *       the unlikeness that is left makes a noise 20 dB below the sound.
 *   <li>Whoever comes new to G.722 begins with a stream of his own for the same reason: its encoder
 *       starts where his decoder does. A decoder of Opus finds into a running stream by itself.
 * </ul>
 */
final class StreamChoice {

  /** Two seconds. */
  static final int OWN_AFTERWARDS = 100;

  /** After another ten seconds without a soft moment he goes all the same. */
  static final int SOFT_WITHIN = 500;

  private static final int PACKET_AFTERWARDS = 3;

  private final EncodedStream shared;
  private final LoopContext context;
  private @Nullable EncodedStream own;
  private @Nullable EncodedStream now;
  private long ownUntil;

  StreamChoice(EncodedStream shared, LoopContext context) {
    this.shared = shared;
    this.context = context;
  }

  EncodedStream shared() {
    return shared;
  }

  /** Nothing is sent to him in this tick: what he was sent before does not count any more. */
  void leave() {
    now = null;
  }

  /**
   * Chooses before any stream is encoded in this tick.
   *
   * @param differs whether he hears something else than the others
   * @param frame number of the tick
   * @param soft whether the mix is hardly to be heard now
   */
  EncodedStream choose(boolean differs, long frame, boolean soft) {
    boolean begins = now == null && shared.format.codec() == AudioCodec.G722;
    if (differs || begins) {
      ownUntil = frame + 1 + afterwards();
    }
    EncodedStream next = frame < ownUntil || waits(frame, soft) ? toOwn(frame) : toShared(frame);
    next.claim(frame);
    now = next;
    return next;
  }

  private boolean waits(long frame, boolean soft) {
    return isOwn()
        && shared.format.codec() == AudioCodec.G722
        && !soft
        && frame < ownUntil + SOFT_WITHIN;
  }

  /** Without state it is enough that the packet that was begun is his own to its end. */
  private int afterwards() {
    if (shared.format.codec().stateful()) {
      return OWN_AFTERWARDS;
    }
    return shared.format.packetMs() > LoopContext.FRAME_MS ? PACKET_AFTERWARDS : 0;
  }

  private EncodedStream toOwn(long frame) {
    EncodedStream to = own;
    if (to == null) {
      to = new EncodedStream(shared.format, context);
      own = to;
    }
    if (now == shared && shared.running(frame)) {
      to.takeOver(shared);
    } else if (now != to) {
      to.begin(frame);
    }
    return to;
  }

  private EncodedStream toShared(long frame) {
    if (!shared.running(frame) && !shared.claimed(frame)) {
      if (now != null && now == own) {
        shared.takeOver(now);
      } else {
        shared.begin(frame);
      }
    }
    return shared;
  }

  boolean isOwn() {
    return now != null && now == own;
  }

  /** Ticks were given up. */
  void skip(long frame, long frames) {
    if (own != null) {
      own.skip(frame, frames);
    }
  }
}
