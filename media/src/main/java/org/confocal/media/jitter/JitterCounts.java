package org.confocal.media.jitter;

/** Totals of one jitter buffer, written by its owner. */
public final class JitterCounts {

  long lost;
  long late;
  long duplicate;
  long reordered;
  long concealed;
  long skipped;
  long restarts;

  /** Packets that were missing when later ones were played. */
  public long lost() {
    return lost;
  }

  /** Packets that came after they were due. */
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

  /** Frames made up wholly or in part. */
  public long concealed() {
    return concealed;
  }

  /** Frames left out to shorten the delay. */
  public long skipped() {
    return skipped;
  }

  /** Times that the line was laid anew after a jump. */
  public long restarts() {
    return restarts;
  }
}
