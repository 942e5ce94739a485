package org.confocal.media.codec;

/**
 * How an Opus encoder works.
 *
 * @param bitrate bits per second, 6000 to 510000
 * @param complexity 0 (cheap) to 10 (good)
 * @param fec whether packets carry a coarse copy of the one before (RFC 6716 section 2.1.7)
 * @param expectedLossPercent the more, the more of the bits go to that copy; 0 to 100; at 0 there
 *     is none
 * @param dtx whether nothing is sent in silence (RFC 6716 section 2.1.9)
 */
public record OpusTuning(
    int bitrate, int complexity, boolean fec, int expectedLossPercent, boolean dtx) {

  public OpusTuning {
    require(bitrate >= 6000 && bitrate <= 510_000, "bitrate", bitrate, "6000 to 510000");
    require(complexity >= 0 && complexity <= 10, "complexity", complexity, "0 to 10");
    require(
        expectedLossPercent >= 0 && expectedLossPercent <= 100,
        "expected-loss",
        expectedLossPercent,
        "0 to 100");
  }

  private static void require(boolean holds, String key, int value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "opus " + key + ": " + value + " (expected: " + expected + ")");
    }
  }
}
