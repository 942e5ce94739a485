package org.confocal.media.codec;

import java.util.Arrays;

/**
 * The adaptive prediction of one sub-band of G.722, the same in encoder and decoder: the scale of
 * the quantizer (blocks 3L and 3H), and a predictor with two poles and six zeros (blocks 4L and
 * 4H). All numbers are 16 bit values of the recommendation, kept in ints. ITU-T G.722 sections 3.5,
 * 3.6 and 6.2.1.
 */
final class G722Band {

  private static final int ZEROS = 6;
  private static final int[] ANTILOG = {
    2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834,
    2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008
  };

  private final int firstScale;
  private final int logLimit;
  private final int logOffset;

  private int scale;
  private int logScale;
  private int prediction;
  private int zeroPrediction;
  private int pole1;
  private int pole2;
  private int reconstructed1;
  private int partial1;
  private int partial2;
  private final int[] zeros = new int[ZEROS];
  private final int[] differences = new int[ZEROS];

  private G722Band(int firstScale, int logLimit, int logOffset) {
    this.firstScale = firstScale;
    this.logLimit = logLimit;
    this.logOffset = logOffset;
    reset();
  }

  static G722Band lower() {
    return new G722Band(32, 18432, 8);
  }

  static G722Band higher() {
    return new G722Band(8, 22528, 10);
  }

  void reset() {
    scale = firstScale;
    logScale = 0;
    prediction = 0;
    zeroPrediction = 0;
    pole1 = 0;
    pole2 = 0;
    reconstructed1 = 0;
    partial1 = 0;
    partial2 = 0;
    Arrays.fill(zeros, 0);
    Arrays.fill(differences, 0);
  }

  void copy(G722Band other) {
    scale = other.scale;
    logScale = other.logScale;
    prediction = other.prediction;
    zeroPrediction = other.zeroPrediction;
    pole1 = other.pole1;
    pole2 = other.pole2;
    reconstructed1 = other.reconstructed1;
    partial1 = other.partial1;
    partial2 = other.partial2;
    System.arraycopy(other.zeros, 0, zeros, 0, ZEROS);
    System.arraycopy(other.differences, 0, differences, 0, ZEROS);
  }

  /** The step of the quantizer (DETL, DETH). */
  int scale() {
    return scale;
  }

  /** What the next sample is expected to be (SL, SH). */
  int prediction() {
    return prediction;
  }

  static int saturate(int value) {
    return Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
  }

  /** LOGSCL, SCALEL and their twins of the higher band: the step follows the codes. */
  void adaptScale(int logStep) {
    logScale = Math.max(0, Math.min(logLimit, ((logScale * 127) >> 7) + logStep));
    int mantissa = ANTILOG[(logScale >> 6) & 31];
    int shift = logOffset - (logScale >> 11);
    scale = (shift < 0 ? mantissa << -shift : mantissa >> shift) << 2;
  }

  /**
   * Block 4: takes the quantized difference of this sample and predicts the next one.
   *
   * @param difference DLT or DHT
   */
  void predict(int difference) {
    int reconstructed = saturate(prediction + difference);
    int partial = saturate(zeroPrediction + difference);
    adaptPoles(partial);
    adaptZeros(difference);
    System.arraycopy(differences, 0, differences, 1, ZEROS - 1);
    differences[0] = difference;
    partial2 = partial1;
    partial1 = partial;
    int poles =
        ((pole1 * saturate(2 * reconstructed)) >> 15)
            + ((pole2 * saturate(2 * reconstructed1)) >> 15);
    reconstructed1 = reconstructed;
    int sum = 0;
    for (int i = 0; i < ZEROS; i++) {
      sum += (zeros[i] * saturate(2 * differences[i])) >> 15;
    }
    zeroPrediction = saturate(sum);
    prediction = saturate(saturate(poles) + zeroPrediction);
  }

  /** UPPOL2 and UPPOL1: both bounded, so that the predictor stays stable. */
  private void adaptPoles(int partial) {
    boolean like1 = (partial ^ partial1) >= 0;
    boolean like2 = (partial ^ partial2) >= 0;
    int quadruple = saturate(pole1 << 2);
    int turned = like1 ? Math.min(-quadruple, Short.MAX_VALUE) : quadruple;
    int second = (turned >> 7) + (like2 ? 128 : -128) + ((pole2 * 32512) >> 15);
    pole2 = Math.max(-12288, Math.min(12288, second));
    int first = saturate((like1 ? 192 : -192) + ((pole1 * 32640) >> 15));
    int bound = saturate(15360 - pole2);
    pole1 = Math.max(-bound, Math.min(bound, first));
  }

  /** UPZERO, before the differences are shifted. */
  private void adaptZeros(int difference) {
    int step = difference == 0 ? 0 : 128;
    for (int i = 0; i < ZEROS; i++) {
      int towards = (differences[i] ^ difference) >= 0 ? step : -step;
      zeros[i] = saturate(towards + ((zeros[i] * 32640) >> 15));
    }
  }
}
