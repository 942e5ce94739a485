package org.confocal.sip;

import java.util.LinkedHashMap;
import java.util.Map;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.FocusKey;

/**
 * The highest epoch that this edge has heard of, for each conference: what a focus orders that
 * another one has followed is not carried out. Remembers the conferences that spoke last.
 */
final class Fences {
  private final Map<FocusKey, Long> highest;

  /**
   * No conference has spoken yet.
   *
   * @param most conferences that are remembered
   */
  Fences(int most) {
    this.highest =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<FocusKey, Long> eldest) {
            return size() > most;
          }
        };
  }

  /** Takes note of the order; false when it comes from a focus that was followed by another. */
  boolean admits(EdgeProtocol.Steered order) {
    return highest.merge(order.focus(), order.epoch(), Math::max) == order.epoch();
  }

  /** The highest epoch of that conference; 0 for an unknown one. */
  long highest(FocusKey focus) {
    return highest.getOrDefault(focus, 0L);
  }
}
