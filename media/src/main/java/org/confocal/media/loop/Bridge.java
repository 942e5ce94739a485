package org.confocal.media.loop;

import org.jspecify.annotations.Nullable;

/**
 * The way from one shared stream to another, for all who take the same step in the same tick: an
 * encoder that goes on where their old one is, or from silence with those who come new. Its first
 * frame fades from the one sound to the other.
 */
final class Bridge {

  final EncodedStream stream;

  private @Nullable EncodedStream origin;
  private Program from = Program.ALL;
  private Program goal = Program.ALL;
  private long began;

  Bridge(EncodedStream stream) {
    this.stream = stream;
  }

  /** Begins anew; nobody uses it. */
  void begin(@Nullable EncodedStream newOrigin, Program newFrom, Program newGoal, long frame) {
    origin = newOrigin;
    from = newFrom;
    goal = newGoal;
    began = frame;
    if (newOrigin != null && newOrigin.running(frame)) {
      stream.takeOver(newOrigin);
    } else {
      stream.begin(frame);
    }
  }

  boolean fits(@Nullable EncodedStream otherOrigin, Program otherGoal, long frame) {
    return began == frame && origin == otherOrigin && goal == otherGoal;
  }

  Program goal() {
    return goal;
  }

  long began() {
    return began;
  }

  /** What fades away in this tick; the goal itself if nothing does. */
  Program fading(long frame) {
    return frame == began && origin != null ? from : goal;
  }
}
