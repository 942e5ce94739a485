package org.confocal.engine.mcu;

/**
 * What is set for one leg with audio, beside its mute.
 *
 * @param deaf it hears nothing
 * @param holding whether the conference has set it aside; absent in a record: it has not
 * @param inDb how loud the others hear it, {@value #LEAST_DB} to {@value #MOST_DB} dB
 * @param outDb how loud it hears the others, the same
 */
public record Tuning(boolean deaf, Holding holding, int inDb, int outDb) {
  /** The softest volume in dB; silence is a mute. */
  public static final int LEAST_DB = -40;

  /** The loudest volume in dB. */
  public static final int MOST_DB = 20;

  /** Nothing is set. */
  public static final Tuning PLAIN = new Tuning(false, Holding.NONE, 0, 0);

  public Tuning {
    holding = holding == null ? Holding.NONE : holding;
    require(inDb);
    require(outDb);
  }

  private static void require(int db) {
    if (!isVolume(db)) {
      throw new IllegalArgumentException("volume: " + db + " (expected: " + RANGE + ")");
    }
  }

  /** The range in words. */
  public static final String RANGE = LEAST_DB + " to " + MOST_DB + " dB";

  /** Whether there is such a volume. */
  public static boolean isVolume(int db) {
    return db >= LEAST_DB && db <= MOST_DB;
  }

  public Tuning withDeaf(boolean now) {
    return new Tuning(now, holding, inDb, outDb);
  }

  public Tuning withHolding(Holding now) {
    return new Tuning(deaf, now, inDb, outDb);
  }

  public Tuning withVolume(int in, int out) {
    return new Tuning(deaf, holding, in, out);
  }
}
