package org.confocal.media.jitter;

/** Totals of one jitter buffer, written by its owner. */
public final class JitterCounts {

  long lost;
  long late;
  long duplicate;
  long reordered;
  long concealed;
  long recovered;
  long expanded;
  long accelerated;
  long skipped;
  long restarts;

  /** Packets that were missing when later ones were played. */
  public long lost() {
    return lost;
  }

  /** Packets that came after they were due and could not be played. */
  public long late() {
    return late;
  }

  public long duplicate() {
    return duplicate;
  }

  /** Packets that came after a later one but in time. */
  public long reordered() {
    return reordered;
  }

  /**
   * Frames made up wholly or in part because packets were lost or late; a pause of the sender does
   * not count.
   */
  public long concealed() {
    return concealed;
  }

  /** Gaps that were filled by the redundancy of the packet behind them. */
  public long recovered() {
    return recovered;
  }

  /** Times that a period was repeated to lengthen the delay. */
  public long expanded() {
    return expanded;
  }

  /** Times that a period was left out to shorten the delay. */
  public long accelerated() {
    return accelerated;
  }

  /** Frames left out because the delay passed its bound, or the reader did not come. */
  public long skipped() {
    return skipped;
  }

  /** Times that the line was laid anew after a jump. */
  public long restarts() {
    return restarts;
  }
}
