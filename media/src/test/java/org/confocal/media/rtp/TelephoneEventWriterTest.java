package org.confocal.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelephoneEventWriterTest {

  private final TelephoneEventWriter writer = new TelephoneEventWriter();

  private List<Integer> payloads() {
    List<Integer> written = new ArrayList<>();
    ByteBuffer packet = ByteBuffer.allocate(16);
    while (writer.active()) {
      writer.write(packet, 12);
      written.add(packet.getInt(12));
    }
    return written;
  }

  @Test
  void aPressGrowsAndEndsThreeTimes() {
    writer.begin('5', 60, 8000, 20);

    assertThat(payloads())
        .containsExactly(0x050A00A0, 0x050A0140, 0x058A01E0, 0x058A01E0, 0x058A01E0);
  }

  @Test
  void onlyTheFirstPacketIsMarked() {
    writer.begin('#', 100, 48_000, 20);

    assertThat(writer.first()).isTrue();
    writer.write(ByteBuffer.allocate(4), 0);
    assertThat(writer.first()).isFalse();
    assertThat(writer.active()).isTrue();
  }

  @Test
  void aPressShorterThanAPacketStillBegins() {
    writer.begin('0', 10, 8000, 20);

    assertThat(payloads()).containsExactly(0x000A0050, 0x008A0050, 0x008A0050, 0x008A0050);
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 16_000, 48_000})
  void whatIsWrittenIsReadAsTheSameKey(int clockHz) {
    for (char digit : "0123456789*#ABCD".toCharArray()) {
      TelephoneEvents reader = new TelephoneEvents();
      reader.clock(clockHz);
      writer.begin(digit, 160, clockHz, 20);
      ByteBuffer packet = ByteBuffer.allocate(4);
      List<Character> told = new ArrayList<>();
      for (long nowNs = 0; writer.active(); nowNs += 20_000_000) {
        writer.write(packet, 0);
        char heard = reader.onPacket(packet, 0, 4, 777, nowNs);
        if (heard != 0) {
          told.add(heard);
        }
      }

      assertThat(told).containsExactly(digit);
      assertThat(reader.durationMs()).isEqualTo(160);
    }
  }

  @Test
  void whatCannotBeSaidIsRefused() {
    assertThatThrownBy(() -> writer.begin('x', 100, 8000, 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("digit: x (expected: one of 0123456789*#ABCD)");
    assertThatThrownBy(() -> writer.begin('1', 2000, 48_000, 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("duration: 2000 ms (expected: 1 to 65535 ticks of 48000 Hz)");
    assertThat(writer.active()).isFalse();
  }
}
