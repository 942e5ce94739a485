package org.confocal.media.jitter;

/** Overlap and add with straight slopes. */
final class Blend {

  private Blend() {}

  /** Goes over from one sound to another; the output may be any of both. */
  static void cross(
      short[] first, int firstAt, short[] second, int secondAt, short[] out, int at, int count) {
    for (int i = 0; i < count; i++) {
      int a = first[firstAt + i];
      int b = second[secondAt + i];
      out[at + i] = (short) (a + (b - a) * i / count);
    }
  }

  /** Goes up from a share of the loudness to all of it. */
  static void rise(short[] sound, int at, int count, float share) {
    for (int i = 0; i < count; i++) {
      sound[at + i] = (short) (sound[at + i] * (share + (1 - share) * i / count));
    }
  }
}
