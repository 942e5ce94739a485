package org.confocal.media.loop;

import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers the highest epoch of conferences that are not here now, the most recent ones. */
final class EpochFence extends LinkedHashMap<String, Long> {

  private static final long serialVersionUID = 1L;
  private static final int REMEMBERED = 16_384;

  EpochFence() {
    super(64, 0.75f, true);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
    return size() > REMEMBERED;
  }
}
