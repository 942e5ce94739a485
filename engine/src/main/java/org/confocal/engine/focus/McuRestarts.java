package org.confocal.engine.focus;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.confocal.engine.Ids;
import org.confocal.engine.mcu.McuType;

/**
 * How long to wait before an MCU that has ended too early is made anew: not at all for the first
 * time, then longer with each time, so that one that ends as soon as it begins does not turn in
 * circles. Whoever has lived long enough begins from the start.
 */
final class McuRestarts {
  private static final int MOST = 10;
  private static final int JITTER_DIGITS = 4;
  private static final double JITTER = 0.3;

  /** The last end, and how many there were in a row before it. */
  private record Failure(Instant at, int before) {}

  private final Duration first;
  private final Ids ids;
  private final Map<McuType, Failure> failures = new EnumMap<>(McuType.class);

  /**
   * @param first the first pause; it doubles with each, up to tenfold, with a jitter of 30 %
   */
  McuRestarts(Duration first, Ids ids) {
    this.first = first;
    this.ids = ids;
  }

  /** An MCU has ended now: the pause before the next one. */
  Duration ended(McuType type, Instant now) {
    Failure last = failures.get(type);
    Duration longest = first.multipliedBy(MOST);
    boolean again = last != null && now.isBefore(last.at().plus(longest.multipliedBy(2)));
    int before = last != null && again ? last.before() + 1 : 0;
    failures.put(type, new Failure(now, before));
    if (before == 0) {
      return Duration.ZERO;
    }
    Duration pause = first.multipliedBy(1L << Math.min(before - 1, MOST));
    return jittered(pause.compareTo(longest) < 0 ? pause : longest);
  }

  private Duration jittered(Duration pause) {
    double share =
        Integer.parseInt(ids.hex(JITTER_DIGITS), 16) / (double) (1 << (4 * JITTER_DIGITS));
    return pause.plusNanos((long) (pause.toNanos() * JITTER * share));
  }
}
