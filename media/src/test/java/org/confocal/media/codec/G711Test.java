package org.confocal.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class G711Test {

  /**
   * Table 2a of the recommendation: the decision values of the positive half, on the 14 bit scale.
   */
  private static int muLawByDecisionValues(int magnitude14) {
    int code = 0;
    int value = 1;
    int step = 2;
    while (code < 127 && magnitude14 >= value) {
      code++;
      if (code % 16 == 0) {
        step *= 2;
      }
      value += code == 1 ? 2 : step;
    }
    return 0xFF - code;
  }

  /** Table 1a: decision values on the 13 bit scale; two segments with steps of 2, then doubling. */
  private static int aLawByDecisionValues(int magnitude13) {
    int code = 0;
    int value = 2;
    int step = 2;
    while (code < 127 && magnitude13 >= value) {
      code++;
      if (code >= 32 && code % 16 == 0) {
        step *= 2;
      }
      value += step;
    }
    return (0x80 | code) ^ 0x55;
  }

  @Test
  void everyCodeOfBothLawsSurvivesDecodingAndEncoding() {
    for (int code = 0; code < 256; code++) {
      byte aLaw = G711.A_LAW.encode(G711.A_LAW.decode((byte) code));
      byte muLaw = G711.MU_LAW.encode(G711.MU_LAW.decode((byte) code));

      assertThat(aLaw & 0xFF).isEqualTo(code);
      assertThat(muLaw & 0xFF).isEqualTo(code == 0x7F ? 0xFF : code); // minus zero is zero
    }
  }

  @Test
  void muLawAgreesWithTheDecisionValuesOfTheRecommendation() {
    for (int sample = 0; sample <= Short.MAX_VALUE; sample++) {
      int expected = muLawByDecisionValues(sample >> 2);

      assertThat(G711.MU_LAW.encode((short) sample) & 0xFF).as("%d", sample).isEqualTo(expected);
      assertThat(G711.MU_LAW.encode((short) ~sample) & 0xFF)
          .as("%d", ~sample)
          .isEqualTo(expected & 0x7F);
    }
  }

  @Test
  void aLawAgreesWithTheDecisionValuesOfTheRecommendation() {
    for (int sample = 0; sample <= Short.MAX_VALUE; sample++) {
      int expected = aLawByDecisionValues(sample >> 3);

      assertThat(G711.A_LAW.encode((short) sample) & 0xFF).as("%d", sample).isEqualTo(expected);
      assertThat(G711.A_LAW.encode((short) ~sample) & 0xFF)
          .as("%d", ~sample)
          .isEqualTo(expected & 0x7F);
    }
  }

  @Test
  void knownValuesOfTheTables() {
    assertThat(G711.MU_LAW.decode((byte) 0x80)).isEqualTo((short) 32124);
    assertThat(G711.MU_LAW.decode((byte) 0x00)).isEqualTo((short) -32124);
    assertThat(G711.MU_LAW.silence()).isEqualTo((byte) 0xFF);
    assertThat(G711.A_LAW.decode((byte) 0xAA)).isEqualTo((short) 32256);
    assertThat(G711.A_LAW.decode((byte) 0xD5)).isEqualTo((short) 8);
    assertThat(G711.A_LAW.silence()).isEqualTo((byte) 0xD5);
  }

  @Test
  void theErrorIsAtMostHalfAStep() {
    for (int sample = -32000; sample <= 32000; sample++) {
      int step = Math.max(16, Math.abs(sample) / 16);

      int back = G711.MU_LAW.decode(G711.MU_LAW.encode((short) sample));

      assertThat(Math.abs(back - sample)).as("%d", sample).isLessThanOrEqualTo(step);
    }
  }
}
