package org.confocal.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.confocal.media.codec.AudioDecoder;
import org.confocal.media.codec.G711;
import org.confocal.media.codec.G711Decoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An hour of a sender whose clock is not ours, in a second. */
class ClockDriftTest {

  private static final long MS = 1_000_000L;
  private static final long HOUR = 3_600_000 * MS;

  private final JitterBuffer buffer = new JitterBuffer(20 * MS, 200 * MS, 0.97);
  private final AudioDecoder decoder = new G711Decoder(G711.A_LAW);
  private final short[] frame = new short[160];
  private long tickNs;
  private int silent;

  private void playUntil(long endNs) {
    for (; tickNs < endNs; tickNs += 20 * MS) {
      silent += buffer.read(frame, decoder, tickNs) ? 0 : 1;
    }
  }

  /** Packets of a tone, whose periods fit into it. */
  private static ByteBuffer tone(int samples) {
    ByteBuffer payload = ByteBuffer.allocate(samples);
    for (int i = 0; i < samples; i++) {
      payload.put(G711.A_LAW.encode((short) (9000 * Math.sin(i * Math.PI / 20))));
    }
    return payload;
  }

  @ParameterizedTest
  @CsvSource({
    "200, 20, 0",
    "-200, 20, 0",
    "200, 20, 6",
    "-200, 20, 6",
    "200, 30, 5",
    "-200, 10, 5",
  })
  void theDelayAfterAnHourIsTheSame(int ppm, int packetMs, int jitterMs) {
    long seed = 17;
    Random random = new Random(seed);
    int samples = 8 * packetMs;
    ByteBuffer payload = tone(samples);
    long firstMinute = 0;
    int sequence = 0;
    int earlyMs = 0;
    int lowest = Integer.MAX_VALUE;
    int highest = 0;

    for (long sentNs = 0; sentNs < HOUR; sequence++) {
      sentNs = (long) (sequence * (long) packetMs * MS * (1 - ppm / 1e6));
      long arrivalNs = sentNs + 30 * MS + (long) (random.nextDouble() * jitterMs * MS);
      playUntil(arrivalNs);
      buffer.put(
          sequence & 0xFFFF,
          sequence * samples,
          sequence == 0,
          payload,
          0,
          samples,
          decoder,
          arrivalNs);
      if (sentNs < 60_000 * MS) {
        earlyMs = buffer.delayMs();
        firstMinute = silent;
      } else {
        lowest = Math.min(lowest, buffer.delayMs());
        highest = Math.max(highest, buffer.delayMs());
      }
    }

    JitterCounts counts = buffer.counts();
    assertThat(Math.abs(buffer.delayMs() - earlyMs)).isLessThanOrEqualTo(20);
    assertThat(highest - lowest).isLessThanOrEqualTo(packetMs == 20 ? 22 : 32);
    assertThat(counts.lost() + counts.late() + counts.concealed() + counts.skipped()).isZero();
    assertThat(silent - firstMinute).isZero();
    assertThat(ppm > 0 ? counts.accelerated() : counts.expanded()).isBetween(80L, 250L);
  }
}
