package org.confocal.media.loop;

/**
 * The 20 ms of a loop in equal parts, at whose beginnings it reads sockets and its conferences have
 * their ticks, so that its work is spread.
 */
final class Phases {

  private final int[] conferences;
  private final long partNs;
  private long gridNs;

  Phases(int count) {
    conferences = new int[count];
    partNs = LoopContext.FRAME_NS / count;
  }

  /** The first part begins here. */
  void begin(long nowNs) {
    gridNs = nowNs;
  }

  long partNs() {
    return partNs;
  }

  /**
   * The phase for another conference: as far as can be from its ticks on other loops, so that the
   * loops have time to tell each other; else where fewest are.
   */
  int take(Routes routes, String key) {
    int best = 0;
    long farthest = -1;
    for (int i = 0; i < conferences.length; i++) {
      long far = routes.distanceNs(key, offsetNs(i));
      if (far > farthest || (far == farthest && conferences[i] < conferences[best])) {
        best = i;
        farthest = far;
      }
    }
    conferences[best]++;
    return best;
  }

  void leave(int phase) {
    conferences[phase]--;
  }

  /** When a phase begins for the first time. */
  long offsetNs(int phase) {
    return gridNs + phase * partNs;
  }

  /** The next tick of a phase. */
  long nextTickNs(int phase, long nowNs) {
    long ticks = Math.floorDiv(nowNs - offsetNs(phase), LoopContext.FRAME_NS) + 1;
    return offsetNs(phase) + ticks * LoopContext.FRAME_NS;
  }

  /** The next part of any phase. */
  long nextPartNs(long nowNs) {
    return gridNs + (Math.floorDiv(nowNs - gridNs, partNs) + 1) * partNs;
  }
}
