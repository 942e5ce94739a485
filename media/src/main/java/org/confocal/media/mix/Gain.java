package org.confocal.media.mix;

/** Gains in whole decibels, as people set them, and as factors, as mixing uses them. */
public final class Gain {

  /** The softest gain that is not silence, in dB. */
  public static final int LEAST_DB = -40;

  /** The highest gain of a volume, in dB. */
  public static final int MOST_DB = 20;

  /** No gain at all: nothing is heard. */
  public static final int SILENT = Integer.MIN_VALUE;

  private Gain() {}

  /** The factor of amplitudes: 1 for 0 dB, 0 for {@link #SILENT}. */
  public static float factor(int db) {
    return db == SILENT ? 0 : db == 0 ? 1 : (float) Math.pow(10, db / 20.0);
  }

  /**
   * Refuses what is out of range.
   *
   * @throws IllegalArgumentException if it is neither {@link #SILENT} nor from {@link #LEAST_DB} to
   *     {@code mostDb}
   */
  public static void requireOrSilent(String what, int db, int mostDb) {
    if (db != SILENT) {
      require(what, db, mostDb);
    }
  }

  /**
   * Refuses what is out of range.
   *
   * @throws IllegalArgumentException if it is not from {@link #LEAST_DB} to {@code mostDb}
   */
  public static void require(String what, int db, int mostDb) {
    if (db < LEAST_DB || db > mostDb) {
      throw new IllegalArgumentException(
          what + ": " + db + " dB (expected: " + LEAST_DB + " to " + mostDb + ")");
    }
  }
}
