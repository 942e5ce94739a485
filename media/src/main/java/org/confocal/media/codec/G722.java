package org.confocal.media.codec;

/**
 * The tables of ITU-T G.722 that encoder and decoder share. Samples are linear 16 bit at 16000 Hz;
 * the sub-bands have 8000 Hz each.
 */
final class G722 {

  static final int RATE_HZ = 16000;

  /** A mistake of the first RFC that has to stay: RFC 3551 section 4.5.2. */
  static final int CLOCK_HZ = 8000;

  /** Every other coefficient of the quadrature mirror filter (table 11), times 8192. */
  static final int[] QMF = {3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11};

  /** Inverse quantizer of the lower band by its four upper bits (QM4). */
  static final int[] LOW_4 = {
    0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584,
    1200, 0
  };

  /** Inverse quantizer of the lower band by all six bits (QM6). */
  static final int[] LOW_6 = {
    -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232,
    -9360, -8576, -7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776,
    -2400, -2032, -1688, -1360, -1040, -728, 24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192,
    10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456, 4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032,
    1688, 1360, 1040, 728, 432, 136, -432, -136
  };

  /** Inverse quantizer of the higher band (QM2). */
  static final int[] HIGH_2 = {-7408, -1616, 7408, 1616};

  private static final int[] LOW_LOG_STEPS = {-60, -30, 58, 172, 334, 538, 1198, 3042};
  private static final int[] LOW_RANKS = {0, 7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 0};
  private static final int[] HIGH_LOG_STEPS = {798, -214, 798, -214};

  private G722() {}

  /** Adapts the lower band to a code of six bits. */
  static void lowerFollows(G722Band band, int code) {
    int four = code >> 2;
    int difference = (band.scale() * LOW_4[four]) >> 15;
    band.adaptScale(LOW_LOG_STEPS[LOW_RANKS[four]]);
    band.predict(difference);
  }

  /** Adapts the higher band to a code of two bits. */
  static void higherFollows(G722Band band, int code) {
    int difference = (band.scale() * HIGH_2[code]) >> 15;
    band.adaptScale(HIGH_LOG_STEPS[code]);
    band.predict(difference);
  }
}
