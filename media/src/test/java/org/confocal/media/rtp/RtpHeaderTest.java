package org.confocal.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpHeaderTest {

  private final RtpHeader header = new RtpHeader();

  private boolean wrap(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    return header.wrap(ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  @Test
  void fieldsAreReadWhereTheRfcDrawsThem() {
    boolean valid = wrap("80 88 fffe 80000001 deadbeef 0102");

    assertThat(valid).isTrue();
    assertThat(header.marker()).isTrue();
    assertThat(header.payloadType()).isEqualTo(8);
    assertThat(header.sequence()).isEqualTo(0xFFFE);
    assertThat(header.timestamp()).isEqualTo(0x80000001);
    assertThat(header.ssrc()).isEqualTo(0xDEADBEEF);
    assertThat(header.payloadOffset()).isEqualTo(12);
    assertThat(header.payloadLength()).isEqualTo(2);
  }

  @Test
  void contributorsExtensionAndPaddingAreNotPayload() {
    boolean valid = wrap("b1 00 0001 00000002 00000003 0000aaaa bede0001 11223344 0909 000003");

    assertThat(valid).isTrue();
    assertThat(header.payloadOffset()).isEqualTo(12 + 4 + 8);
    assertThat(header.payloadLength()).isEqualTo(2);
  }

  @Test
  void whatIsWrittenIsReadBack() {
    ByteBuffer packet = ByteBuffer.allocate(20);

    RtpHeader.write(packet, 0, 0x80 | 101, 65535, -1, 77);

    assertThat(header.wrap(packet, 0, 20)).isTrue();
    assertThat(header.marker()).isTrue();
    assertThat(header.payloadType()).isEqualTo(101);
    assertThat(header.sequence()).isEqualTo(65535);
    assertThat(header.timestamp()).isEqualTo(-1);
    assertThat(header.ssrc()).isEqualTo(77);
    assertThat(header.payloadLength()).isEqualTo(8);
  }

  @Test
  void probesAndCutPacketsAreRefused() {
    assertThat(wrap("")).isFalse();
    assertThat(wrap("0001 0000 2112a442 000000000000000000000000")).as("STUN").isFalse();
    assertThat(wrap("80 00 0001 00000002 000000")).as("short").isFalse();
    assertThat(wrap("8f 00 0001 00000002 00000003")).as("no room for CSRC").isFalse();
    assertThat(wrap("90 00 0001 00000002 00000003 bede ffff")).as("extension").isFalse();
    assertThat(wrap("a0 00 0001 00000002 00000003 0000ff")).as("padding").isFalse();
    assertThat(wrap("a0 00 0001 00000002 00000003 000000")).as("no padding").isFalse();
  }

  @Test
  void theLevelIsReadFromItsElementAmongOthers() {
    boolean valid = wrap("90 00 0001 00000002 00000003 bede0002 2155ff 00 10 a3 0000 09");

    assertThat(valid).isTrue();
    assertThat(header.audioLevel(1)).as("without the bit of voice").isEqualTo(0x23);
    assertThat(header.audioLevel(2)).isEqualTo(0x55);
    assertThat(header.audioLevel(3)).isEqualTo(RtpHeader.NO_LEVEL);
    assertThat(header.audioLevel(0)).as("not agreed on").isEqualTo(RtpHeader.NO_LEVEL);
  }

  @Test
  void aPacketWithoutAnElementOfOneByteHeadersTellsNoLevel() {
    assertThat(wrap("80 00 0001 00000002 00000003 bede0001 10a30000")).isTrue();
    assertThat(header.audioLevel(1)).as("no extension").isEqualTo(RtpHeader.NO_LEVEL);
    assertThat(wrap("90 00 0001 00000002 00000003 10000001 1001a300")).isTrue();
    assertThat(header.audioLevel(1)).as("two-byte headers").isEqualTo(RtpHeader.NO_LEVEL);
    assertThat(wrap("90 00 0001 00000002 00000003 bede0001 000000 10 a3")).isTrue();
    assertThat(header.audioLevel(1)).as("cut off").isEqualTo(RtpHeader.NO_LEVEL);
    assertThat(wrap("90 00 0001 00000002 00000003 bede0001 f0 10 a3 00")).isTrue();
    assertThat(header.audioLevel(1)).as("behind the end").isEqualTo(RtpHeader.NO_LEVEL);
    assertThat(wrap("90 00 0001 00000002 00000003 bede0000")).isTrue();
    assertThat(header.audioLevel(1)).as("empty").isEqualTo(RtpHeader.NO_LEVEL);
  }

  @Test
  void anyBytesAreReadWithinTheirBoundsOrRefused() {
    long seed = 20261122;
    Random random = new Random(seed);
    for (int run = 0; run < 100_000; run++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && random.nextBoolean()) {
        bytes[0] = (byte) ((bytes[0] & 0x3F) | 0x80);
      }
      if (bytes.length > 16 && random.nextBoolean()) {
        bytes[12] = (byte) 0xBE;
        bytes[13] = (byte) 0xDE;
        bytes[14] = 0;
        bytes[15] = (byte) random.nextInt(8);
      }

      boolean valid = header.wrap(ByteBuffer.wrap(bytes), 0, bytes.length);

      if (valid) {
        assertThat(header.payloadLength()).as("seed " + seed).isNotNegative();
        assertThat(header.payloadOffset() + header.payloadLength())
            .as("seed " + seed)
            .isLessThanOrEqualTo(bytes.length);
        assertThat(header.audioLevel(1 + random.nextInt(14))).isBetween(-1, 127);
      }
    }
  }

  @Test
  void rtcpIsToldFromRtpOnASharedPort() {
    assertThat(RtpHeader.looksLikeRtcp(ByteBuffer.wrap(new byte[] {(byte) 0x80, (byte) 200}), 0))
        .isTrue();
    assertThat(RtpHeader.looksLikeRtcp(ByteBuffer.wrap(new byte[] {(byte) 0x80, (byte) 0x88}), 0))
        .isFalse();
  }
}
