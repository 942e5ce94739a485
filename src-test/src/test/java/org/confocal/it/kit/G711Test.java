package org.confocal.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class G711Test {
  @Test
  void theLawsDecodeTheValuesOfTheStandard() {
    assertThat(G711.PCMU.decode((byte) 0xFF)).isZero();
    assertThat(G711.PCMU.decode((byte) 0x80)).isEqualTo((short) 32124);
    assertThat(G711.PCMU.decode((byte) 0x00)).isEqualTo((short) -32124);
    assertThat(G711.PCMA.decode((byte) 0xD5)).isEqualTo((short) 8);
    assertThat(G711.PCMA.decode((byte) 0xAA)).isEqualTo((short) 32256);
    assertThat(G711.PCMA.decode((byte) 0x2A)).isEqualTo((short) -32256);
  }

  @Test
  void everyValueComesBackFromItsOwnCode() {
    for (G711 law : G711.values()) {
      for (int octet = 0; octet < 256; octet++) {
        short value = law.decode((byte) octet);

        assertThat(law.decode(law.encode(value))).isEqualTo(value);
      }
    }
  }
}
