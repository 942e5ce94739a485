package org.confocal.media.mix;

/**
 * Brings talkers to the same loudness, each by a gain of his own that follows his speech slowly.
 * While nobody speaks it is frozen, so that pauses are not pumped up: a frame is speech when it is
 * above {@link #SPEECH_DB} and not 20 dB below the speech before.
 */
public final class Levelling {

  /** Quieter frames are never speech, in dB of full scale (root of the mean square). */
  public static final int SPEECH_DB = -50;

  private static final double FULL_SCALE = 32768;
  private static final double BELOW_SPEECH_DB = 20;
  private static final double MEMORY = 0.95;
  private static final int FORGOTTEN_AFTER = 250;

  private final double targetDb;
  private final double mostDb;
  private final double attack;
  private final double release;
  private final Ramp ramp = new Ramp(1);
  private boolean known;
  private double speechDb;
  private double gainDb;
  private int pause;

  /**
   * @param targetDb of speech, in dB of full scale (root of the mean square)
   * @param mostDb how much is changed at most, up and down, in dB
   * @param attackFrames time constant of turning down, from 1
   * @param releaseFrames time constant of turning up, from 1
   */
  public Levelling(int targetDb, int mostDb, int attackFrames, int releaseFrames) {
    this.targetDb = targetDb;
    this.mostDb = mostDb;
    this.attack = 1 - Math.exp(-1.0 / attackFrames);
    this.release = 1 - Math.exp(-1.0 / releaseFrames);
  }

  /** Takes a frame. */
  public void apply(short[] frame) {
    double db = db(frame);
    if (isSpeech(db)) {
      pause = 0;
      follow(db);
      ramp.to((float) Math.pow(10, gainDb / 20));
    } else {
      pause++;
    }
    ramp.apply(frame);
  }

  /** After five seconds of less he is believed to speak softly now. */
  private boolean isSpeech(double db) {
    return db >= SPEECH_DB
        && (!known || db >= speechDb - BELOW_SPEECH_DB || pause >= FORGOTTEN_AFTER);
  }

  private void follow(double db) {
    boolean anew = !known || db < speechDb - BELOW_SPEECH_DB;
    speechDb = anew ? db : MEMORY * speechDb + (1 - MEMORY) * db;
    known = true;
    double wanted = Math.max(-mostDb, Math.min(mostDb, targetDb - speechDb));
    gainDb += (wanted - gainDb) * (wanted < gainDb ? attack : release);
  }

  private static double db(short[] frame) {
    double energy = 0;
    for (short sample : frame) {
      energy += (double) sample * sample;
    }
    return 10 * Math.log10(Math.max(1e-9, energy / frame.length / FULL_SCALE / FULL_SCALE));
  }

  /** The present gain in dB. */
  public double gainDb() {
    return gainDb;
  }
}
