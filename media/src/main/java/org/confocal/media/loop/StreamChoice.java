package org.confocal.media.loop;

import org.confocal.media.AudioCodec;
import org.jspecify.annotations.Nullable;

/**
 * Which stream one listener is sent: the one that all of his format share who hear the same {@link
 * Program}, or one of his own while he hears something else (a talker hears all but himself).
 *
 * <p>With a codec that keeps state a change of encoders could be heard. Therefore:
 *
 * <ul>
 *   <li>The new stream takes over the state of the old one where nobody else is in the way: always
 *       from shared to own; from own to shared when nobody listens to that one.
 *   <li>Who has talked stays on his own stream for a while. Then both encoders have had the same
 *       input for so long that their states are alike. G.722 then waits for a soft moment as well:
 *       the unlikeness that is left makes a noise 20 dB below the sound.
 *   <li>From one shared stream to another one goes over a {@link Bridge}, with all who go the same
 *       way at the same time.
 *   <li>Whoever comes new to G.722 begins with a bridge for the same reason: its encoder starts
 *       where his decoder does. A decoder of Opus finds into a running stream by itself.
 * </ul>
 */
final class StreamChoice {

  /** Two seconds. */
  static final int OWN_AFTERWARDS = 100;

  /** After another ten seconds without a soft moment he goes all the same. */
  static final int SOFT_WITHIN = 500;

  private static final int PACKET_AFTERWARDS = 3;

  private final FormatStreams shared;
  private final LoopContext context;
  private @Nullable EncodedStream own;
  private @Nullable EncodedStream now;
  private @Nullable Bridge bridge;
  private Program heard = Program.ALL;
  private long ownUntil;

  StreamChoice(FormatStreams shared, LoopContext context) {
    this.shared = shared;
    this.context = context;
  }

  FormatStreams shared() {
    return shared;
  }

  /** Nothing is sent to him in this tick: what he was sent before does not count any more. */
  void leave() {
    now = null;
    bridge = null;
  }

  /**
   * Chooses before any stream is encoded in this tick.
   *
   * @param program what he hears
   * @param frame number of the tick
   * @param soft whether that is hardly to be heard now
   */
  EncodedStream choose(Program program, long frame, boolean soft) {
    EncodedStream next;
    if (program == Program.OWN) {
      ownUntil = frame + 1 + afterwards();
      next = toOwn(frame);
    } else if (isOwn() && stays(ownUntil, frame, soft)) {
      next = toOwn(frame);
    } else {
      next = toShared(program, frame, soft);
    }
    next.claim(frame);
    now = next;
    heard = program;
    return next;
  }

  private boolean stays(long until, long frame, boolean soft) {
    boolean waits = shared.format.codec() == AudioCodec.G722 && !soft;
    return frame < (waits ? until + SOFT_WITHIN : until);
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
    EncodedStream from = now;
    if (from != to) {
      if (from != null && from.running(frame)) {
        to.takeOver(from);
      } else {
        to.begin(frame);
      }
    }
    bridge = null;
    return to;
  }

  private EncodedStream toShared(Program program, long frame, boolean soft) {
    Bridge over = bridge;
    boolean there = over != null && over.stream == now && over.goal() == program;
    if (over != null && there && stays(over.began() + 1 + afterwards(), frame, soft)) {
      return over.stream;
    }
    EncodedStream goal = shared.of(program);
    bridge = null;
    if (now != goal && !there && !isOwn() && (now != null || begins())) {
      bridge = shared.bridge(now, heard, program, frame);
      if (bridge != null) {
        return bridge.stream;
      }
    }
    if (!goal.running(frame) && !goal.claimed(frame)) {
      if (now != null && now.running(frame)) {
        goal.takeOver(now);
      } else {
        goal.begin(frame);
      }
    }
    return goal;
  }

  private boolean begins() {
    return shared.format.codec() == AudioCodec.G722;
  }

  boolean isOwn() {
    return now != null && now == own;
  }

  /** What fades away in this tick, if he goes over a bridge; else what he hears. */
  Program fading(long frame) {
    return bridge == null ? heard : bridge.fading(frame);
  }

  /** What he hears, if it is not a stream of his own. */
  Program heard() {
    return heard;
  }

  /** Ticks were given up. */
  void skip(long frame, long frames) {
    if (own != null) {
      own.skip(frame, frames);
    }
  }

  /** He goes. */
  void close() {
    if (own != null) {
      own.close();
      own = null;
    }
    leave();
  }
}
