package org.confocal.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks and senders at random: loss, jitter, reordering, duplicates, drift, jumps, other sources
 * and talk spurts at the same time. Whatever comes, what is heard has no clicks and the delay has
 * bounds.
 */
class RandomNetworksTest {

  private static final long MS = SineCall.MS;
  private static final double HZ = 217.3;
  private static final int[][] CODECS = {
    {8000, 8000}, {16000, 8000}, {16000, 48000}, {48000, 48000}
  };
  private static final int[] PACKETS_MS = {10, 20, 20, 30, 40, 60};

  /** What a run is like. */
  private record Weather(double loss, double twice, int jitterMs, double ppm, double odd) {
    static Weather of(Random random) {
      return new Weather(
          random.nextInt(2) * 0.1 * random.nextDouble(),
          random.nextInt(2) * 0.05 * random.nextDouble(),
          random.nextInt(3) == 0 ? 0 : random.nextInt(150),
          random.nextInt(601) - 300,
          random.nextInt(2) * 0.004);
    }
  }

  private static SineCall call(Random random) {
    int[] codec = CODECS[random.nextInt(CODECS.length)];
    SineCodec sine = new SineCodec(codec[0], codec[1], HZ);
    sine.conceals = random.nextInt(3) == 0;
    sine.recovers = random.nextInt(3) == 0;
    return new SineCall(sine, PACKETS_MS[random.nextInt(PACKETS_MS.length)]);
  }

  /** Something happens to the sender that is not ordinary; the result is how long it is silent. */
  private static int oddity(SineCall call, Random random, long nowNs) {
    switch (random.nextInt(6)) {
      case 0 -> {
        call.pause(500);
        call.marker = true;
        return 500;
      }
      case 1 -> {
        call.sendSilent(nowNs + 5 * MS);
        call.pause(700);
        return 700;
      }
      case 2 -> call.timestamp += random.nextInt();
      case 3 -> call.sequence = random.nextInt(65_536);
      case 4 -> {
        call.buffer.reset();
        call.sequence = random.nextInt(65_536);
        call.timestamp = random.nextInt();
      }
      default -> {
        call.marker = true;
        return 3000; // and its timestamps stand still
      }
    }
    return 0;
  }

  private static void run(SineCall call, Weather weather, Random random, int packets) {
    double sentNs = 0;
    for (int i = 0; i < packets; i++) {
      long jitterNs = (long) (random.nextDouble() * weather.jitterMs * MS);
      long arrivalNs = (long) sentNs + 5 * MS + jitterNs;
      if (random.nextDouble() < weather.odd) {
        sentNs += oddity(call, random, arrivalNs) * (double) MS;
      }
      if (random.nextDouble() < weather.loss) {
        call.lose();
      } else {
        call.send(arrivalNs);
        if (random.nextDouble() < weather.twice) {
          call.repeat(arrivalNs + random.nextInt(60) * MS);
        }
      }
      call.playUntil((long) sentNs);
      sentNs += call.packetMs * MS * (1 - weather.ppm / 1e6);
    }
    call.playUntil((long) sentNs + 1000 * MS);
  }

  @Test
  void nothingIsAllocatedAfterTheFirstPackets() {
    Random random = new Random(9);
    SineCall call = new SineCall(new SineCodec(16_000, 8000, HZ), 20);
    Weather weather = new Weather(0.05, 0.02, 120, 300, 0.004);
    run(call, weather, random, 1000);
    call.forget();

    run(call, weather, random, 1000);

    assertThat(call.buffer.counts().concealed()).isGreaterThan(50);
    assertThat(call.allocated).as("octets").isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void nothingClicksAndTheDelayIsBounded(long seed) {
    for (int part = 0; part < 4; part++) {
      Random random = new Random(100 * seed + part);
      SineCall call = call(random);
      Weather weather = Weather.of(random);

      run(call, weather, random, 20_000 / call.packetMs);

      String what =
          "%d.%d %s %d Hz %d ms %b %b"
              .formatted(
                  seed,
                  part,
                  weather,
                  call.codec.rateHz(),
                  call.packetMs,
                  call.codec.conceals,
                  call.codec.recovers);
      double step = 2 * Math.PI * HZ * SineCodec.AMPLITUDE / call.codec.rateHz();
      assertThat(call.steepest).as(what).isLessThan((int) (2 * step));
      assertThat(call.largestDelayMs).as(what).isLessThanOrEqualTo(200);
      assertThat(call.largestDepthMs).as(what).isLessThanOrEqualTo(200 + call.packetMs + 500);
      if (weather.loss == 0 && weather.odd == 0 && weather.jitterMs == 0) {
        assertThat(call.buffer.counts().lost()).as(what).isZero();
        assertThat(call.buffer.counts().restarts()).as(what).isZero();
        assertThat(call.buffer.counts().concealed()).as(what).isZero();
      }
      if (weather.twice > 0 && weather.odd == 0) {
        assertThat(call.buffer.counts().duplicate()).as(what).isPositive();
      }
      assertThat(call.buffer.idle()).as(what).isTrue();
    }
  }
}
