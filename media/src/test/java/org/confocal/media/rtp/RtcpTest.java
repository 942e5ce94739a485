package org.confocal.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtcpTest {

  private final List<String> read = new ArrayList<>();
  private final RtcpSink sink =
      new RtcpSink() {
        @Override
        public void onSenderReport(int ssrc, long ntp, int rtp, int packets, int octets) {
          read.add("SR " + ssrc + " " + ntp + " " + rtp + " " + packets + " " + octets);
        }

        @Override
        public void onReportBlock(
            int ssrc,
            int about,
            int fractionLost,
            int cumulativeLost,
            int extendedHighest,
            int jitter,
            int lastSr,
            int delaySinceLastSr) {
          read.add(
              "block "
                  + ssrc
                  + " "
                  + about
                  + " "
                  + fractionLost
                  + " "
                  + cumulativeLost
                  + " "
                  + extendedHighest
                  + " "
                  + jitter
                  + " "
                  + lastSr
                  + " "
                  + delaySinceLastSr);
        }

        @Override
        public void onBye(int ssrc) {
          read.add("BYE " + ssrc);
        }
      };

  private static byte[] compound(boolean bye) {
    ReceptionStatistics statistics = new ReceptionStatistics();
    for (int sequence = 100; sequence < 110; sequence++) {
      if (sequence != 105) {
        statistics.onPacket(sequence);
      }
    }
    ByteBuffer out = ByteBuffer.allocate(RtcpWriter.MAX_COMPOUND);
    RtcpWriter.senderReport(out, 1, 2L << 32, 3, 4, 5);
    RtcpWriter.reportBlock(out, 0, 9, statistics, 6, 7);
    RtcpWriter.sourceDescription(out, 1, "abc@confocal".getBytes(StandardCharsets.US_ASCII));
    if (bye) {
      RtcpWriter.bye(out, 1);
    }
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  @Test
  void whatIsWrittenIsReadBack() {
    byte[] bytes = compound(true);

    boolean valid = RtcpReader.read(ByteBuffer.wrap(bytes), 0, bytes.length, sink);

    assertThat(valid).isTrue();
    assertThat(read).containsExactly("SR 1 8589934592 3 4 5", "block 1 9 28 1 109 0 6 7", "BYE 1");
  }

  @Test
  void theLayoutIsThatOfTheRfc() {
    assertThat(HexFormat.of().formatHex(compound(false)))
        .isEqualTo(
            "81c8000c"
                + "00000001"
                + "0000000200000000"
                + "00000003"
                + "00000004"
                + "00000005"
                + "00000009"
                + "1c000001"
                + "0000006d"
                + "00000000"
                + "00000006"
                + "00000007"
                + "81ca0005"
                + "00000001"
                + "010c"
                + "61626340636f6e666f63616c"
                + "0000");
  }

  @Test
  void aCompoundThatDoesNotAddUpIsRefusedAsAWhole() {
    byte[] bytes = compound(true);
    bytes[bytes.length - 5]++;

    boolean valid = RtcpReader.read(ByteBuffer.wrap(bytes), 0, bytes.length, sink);

    assertThat(valid).isFalse();
    assertThat(read).isEmpty();
  }

  @Test
  void aReportThatPromisesMoreBlocksThanItHoldsIsRefused() {
    byte[] bytes = HexFormat.of().parseHex("82c9000100000001");

    assertThat(RtcpReader.read(ByteBuffer.wrap(bytes), 0, bytes.length, sink)).isFalse();
  }

  @Test
  void anyBytesAreReadOrRefused() {
    long seed = 20261123;
    Random random = new Random(seed);
    int valid = 0;
    for (int run = 0; run < 200_000; run++) {
      byte[] bytes = compound(true);
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      int length = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : bytes.length;

      valid += RtcpReader.read(ByteBuffer.wrap(bytes, 0, length).slice(), 0, length, sink) ? 1 : 0;
      read.clear();
    }

    assertThat(valid).as("seed " + seed).isBetween(50_000, 190_000);
  }

  @Test
  void ntpTimeCountsFromNineteenHundred() {
    long ntp = NtpTime.fromMillis(500);

    assertThat(ntp >>> 32).isEqualTo(2_208_988_800L);
    assertThat(ntp & 0xFFFF_FFFFL).isEqualTo(0x8000_0000L);
    assertThat(NtpTime.middle(0x0001_2345_6789_ABCDL)).isEqualTo(0x2345_6789);
  }
}
