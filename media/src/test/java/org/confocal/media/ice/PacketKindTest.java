package org.confocal.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PacketKindTest {

  private static PacketKind kind(int first, int second) {
    ByteBuffer datagram = ByteBuffer.wrap(new byte[] {9, (byte) first, (byte) second, 9});
    return PacketKind.of(datagram, 1, 2);
  }

  @Test
  void theFirstByteTellsTheKind() {
    for (int first = 0; first < 256; first++) {
      PacketKind expected =
          first <= 3
              ? PacketKind.STUN
              : first < 16
                  ? PacketKind.UNKNOWN
                  : first <= 19
                      ? PacketKind.ZRTP
                      : first <= 63
                          ? PacketKind.DTLS
                          : first <= 79
                              ? PacketKind.TURN_CHANNEL
                              : first >= 128 && first <= 191 ? PacketKind.RTP : PacketKind.UNKNOWN;

      assertThat(kind(first, 0)).as("first byte %d", first).isEqualTo(expected);
    }
  }

  @Test
  void theSecondByteTellsRtcpFromRtp() {
    assertThat(kind(0x80, 191)).isEqualTo(PacketKind.RTP);
    assertThat(kind(0x80, 192)).isEqualTo(PacketKind.RTCP);
    assertThat(kind(0x80, 200)).isEqualTo(PacketKind.RTCP);
    assertThat(kind(0xBF, 223)).isEqualTo(PacketKind.RTCP);
    assertThat(kind(0x80, 224)).isEqualTo(PacketKind.RTP);
  }

  @Test
  void whatIsShorterThanTwoBytesIsUnknown() {
    assertThat(PacketKind.of(ByteBuffer.allocate(1), 0, 1)).isEqualTo(PacketKind.UNKNOWN);
    assertThat(PacketKind.of(ByteBuffer.allocate(0), 0, 0)).isEqualTo(PacketKind.UNKNOWN);
  }
}
