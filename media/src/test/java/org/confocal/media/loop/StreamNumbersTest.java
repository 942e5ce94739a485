package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StreamNumbersTest {

  @Test
  @Timeout(10)
  void aFreshStreamBeginsInTheLowerHalfWhateverItsPacketTimeIs() {
    Random random = new Random(8);
    for (int run = 0; run < 2000; run++) {
      long wallMillis = 1_800_000_000_000L + random.nextInt();

      int ssrc = StreamNumbers.freshSsrc(random, wallMillis);

      for (int packetMs = 10; packetMs <= 60; packetMs += 10) {
        assertThat(StreamNumbers.sequence(ssrc, wallMillis, packetMs)).isLessThan(0x8000);
      }
    }
  }

  @Test
  void aStreamThatIsMadeAnewBeginsAheadOfWhatWasSent() {
    long begin = 1_800_000_000_000L;
    long later = begin + Duration.ofMinutes(5).toMillis();

    for (int packetMs = 10; packetMs <= 60; packetMs += 10) {
      int sent = (int) ((later - begin) / packetMs);
      int ahead =
          StreamNumbers.sequence(77, later + 500, packetMs)
              - StreamNumbers.sequence(77, begin, packetMs)
              - sent;

      assertThat(ahead & 0xFFFF).isBetween(1, 60);
    }
  }
}
