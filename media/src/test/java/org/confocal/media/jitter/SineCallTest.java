package org.confocal.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an ear behind the buffer hears: no clicks, no holes, the right pitch. */
class SineCallTest {

  private static final long MS = SineCall.MS;

  /** Its periods fit neither into packets nor into samples, so that no seam is right by chance. */
  private static final double HZ = 217.3;

  /** The steepest step of the sine with a little more. */
  private static int stepBound(SineCall call) {
    return (int) (1.6 * SineCodec.AMPLITUDE * 2 * Math.PI * HZ / call.codec.rateHz());
  }

  private static SineCall call(int rateHz, int clockHz, int packetMs) {
    return new SineCall(new SineCodec(rateHz, clockHz, HZ), packetMs);
  }

  private static SineCall narrow() {
    return call(8000, 8000, 20);
  }

  /** Packets come as sent, each after {@code transitNs}; the result is when the last was sent. */
  private static long clean(SineCall call, long fromNs, int packets) {
    long sentNs = fromNs;
    for (int i = 0; i < packets; i++) {
      call.send(sentNs + 5 * MS);
      call.playUntil(sentNs);
      sentNs += call.packetMs * MS;
    }
    return sentNs;
  }

  static Stream<Arguments> codecs() {
    return Stream.of(
        Arguments.of(8000, 8000, 10),
        Arguments.of(8000, 8000, 20),
        Arguments.of(8000, 8000, 30),
        Arguments.of(8000, 8000, 60),
        Arguments.of(16000, 8000, 20),
        Arguments.of(16000, 8000, 30),
        Arguments.of(48000, 48000, 5),
        Arguments.of(48000, 48000, 20),
        Arguments.of(48000, 48000, 60),
        Arguments.of(48000, 48000, 120),
        Arguments.of(16000, 48000, 40));
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void aCleanStreamIsHeardWholeAtItsPitch(int rateHz, int clockHz, int packetMs) {
    SineCall call = call(rateHz, clockHz, packetMs);
    long nowNs = clean(call, 0, 1000 / packetMs);
    call.forget();

    clean(call, nowNs, 5000 / packetMs);

    assertThat(call.hz()).isBetween(HZ - 1, HZ + 1);
    assertThat(call.amplitude()).isBetween(7_990.0, 8_010.0);
    assertThat(call.silentFrames).isZero();
    assertThat(call.steepest).isLessThan(stepBound(call));
    assertThat(call.largestDelayMs).isBetween(16, 40);
    assertThat(call.buffer.counts().concealed()).isZero();
    assertThat(call.buffer.counts().accelerated() + call.buffer.counts().expanded()).isZero();
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void lossIsConcealedWithoutClicksOrHoles(int rateHz, int clockHz, int packetMs) {
    SineCall call = call(rateHz, clockHz, packetMs);
    long nowNs = clean(call, 0, 1000 / packetMs);
    call.forget();

    for (int i = 0; i < 100; i++) {
      call.lose();
      nowNs = clean(call, nowNs + packetMs * MS, 7);
    }

    assertThat(call.buffer.counts().lost()).isBetween(97L, 100L);
    assertThat(call.buffer.counts().concealed()).isGreaterThanOrEqualTo(97);
    assertThat(call.steepest).isLessThan(stepBound(call));
    assertThat(call.longestSilence).isLessThanOrEqualTo(packetMs / 20 - 2 > 0 ? packetMs / 20 : 0);
    assertThat(call.hz()).isBetween(HZ - 15, HZ + 5);
  }

  @Test
  void aCodecThatCanConcealDoes() {
    SineCall call = call(48000, 48000, 20);
    call.codec.conceals = true;
    long nowNs = clean(call, 0, 50);
    call.forget();

    for (int i = 0; i < 50; i++) {
      call.lose();
      nowNs = clean(call, nowNs + 20 * MS, 10);
    }

    assertThat(call.amplitude()).isBetween(7_990.0, 8_010.0);
    assertThat(call.steepest).isLessThan(stepBound(call));
    assertThat(call.buffer.counts().concealed()).isGreaterThan(45);
  }

  @Test
  void whatTheNextPacketCarriesOfALostOneIsUsed() {
    SineCall call = call(48000, 48000, 20);
    call.codec.recovers = true;
    long nowNs = clean(call, 0, 50);
    call.forget();

    for (int i = 0; i < 50; i++) {
      call.lose();
      call.send(nowNs + 21 * MS); // early, so that it is there when the one before is due
      nowNs = clean(call, nowNs + 40 * MS, 10);
    }

    assertThat(call.buffer.counts().recovered()).isGreaterThanOrEqualTo(49);
    assertThat(call.buffer.counts().concealed()).isZero();
    assertThat(call.amplitude()).isBetween(7_990.0, 8_010.0);
    assertThat(call.steepest).isLessThan(stepBound(call));
  }

  @Test
  void aStreamThatBreaksOffFadesWithinSixtyMilliseconds() {
    SineCall call = narrow();
    long nowNs = clean(call, 0, 100);
    call.playUntil(nowNs + 40 * MS);
    call.forget();

    call.playUntil(nowNs + 540 * MS);

    assertThat(call.frames - call.silentFrames).isLessThanOrEqualTo(4);
    assertThat(call.steepest).isLessThan(stepBound(call));
    assertThat(call.buffer.idle()).isTrue();
  }

  @Test
  void aPauseToldByTimestampsIsNotConcealedNorLost() {
    SineCall call = narrow();
    long nowNs = clean(call, 0, 50);

    for (int i = 0; i < 20; i++) {
      call.pause(400);
      nowNs = clean(call, nowNs + 400 * MS, 30);
    }

    assertThat(call.buffer.counts().lost()).isZero();
    assertThat(call.buffer.counts().concealed()).isZero();
    assertThat(call.silentFrames).isGreaterThan(20 * 15);
    assertThat(call.steepest).isLessThan(stepBound(call));
    assertThat(call.buffer.counts().skipped()).isZero();
  }

  @Test
  void aShortPauseWhoseEndIsKnownIsNotConcealed() {
    SineCall call = narrow();
    long nowNs = clean(call, 0, 50);

    for (int i = 0; i < 20; i++) {
      call.pause(10);
      nowNs = clean(call, nowNs + 10 * MS, 30);
    }

    assertThat(call.buffer.counts().concealed()).isZero();
    assertThat(call.steepest).isLessThan(stepBound(call));
  }

  @Test
  void afterAPacketWithoutSoundThereIsSilenceAtOnce() {
    SineCall call = narrow();
    long nowNs = clean(call, 0, 50);
    call.sendSilent(nowNs + 5 * MS);
    call.playUntil(nowNs + 40 * MS);
    call.forget();

    call.playUntil(nowNs + 1000 * MS);

    assertThat(call.frames - call.silentFrames).isLessThanOrEqualTo(1);
    assertThat(call.buffer.pausing()).isTrue();
    assertThat(call.buffer.counts().concealed()).isZero();
    assertThat(call.steepest).isLessThan(stepBound(call));
  }

  @Test
  void jitterIsFollowedAndForgottenByChangesOfPaceThatNobodyHears() {
    long seed = 5;
    Random random = new Random(seed);
    SineCall call = narrow();
    long sentNs = clean(call, 0, 100);
    call.forget();
    for (int i = 0; i < 500; i++, sentNs += 20 * MS) {
      call.send(sentNs + 5 * MS + (long) (random.nextDouble() * 90 * MS));
      call.playUntil(sentNs);
    }
    int rough = call.buffer.delayMs();
    long madeUp = call.buffer.counts().concealed();

    clean(call, sentNs, 1500);

    assertThat(rough).as("seed " + seed).isBetween(70, 120);
    assertThat(madeUp).as("seed " + seed).isLessThan(20);
    assertThat(call.buffer.delayMs()).as("seed " + seed).isLessThanOrEqualTo(45);
    assertThat(call.buffer.counts().concealed()).as("seed " + seed).isEqualTo(madeUp);
    assertThat(call.buffer.counts().accelerated()).as("seed " + seed).isPositive();
    assertThat(call.buffer.counts().skipped()).as("seed " + seed).isZero();
    assertThat(call.steepest).as("seed " + seed).isLessThan(stepBound(call));
    assertThat(call.hz()).as("seed " + seed).isBetween(HZ - 2, HZ + 2);
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void aFastOrSlowClockIsFollowedByPeriods(int rateHz, int clockHz, int packetMs) {
    for (double ppm : new double[] {-2000, 2000}) {
      SineCall call = call(rateHz, clockHz, packetMs);
      long startNs = clean(call, 0, 1000 / packetMs);
      call.forget();
      long sentNs = startNs;
      for (int i = 0; i < 60_000 / packetMs; i++) {
        sentNs = startNs + (long) (i * (long) packetMs * MS * (1 - ppm / 1e6));
        call.send(sentNs + 5 * MS);
        call.playUntil(sentNs);
      }

      JitterCounts counts = call.buffer.counts();
      assertThat(ppm > 0 ? counts.accelerated() : counts.expanded()).isBetween(8L, 24L);
      assertThat(counts.concealed() + counts.lost() + counts.skipped()).as("%s", ppm).isZero();
      assertThat(call.largestDelayMs).isBetween(16, packetMs == 20 ? 44 : 58);
      assertThat(call.hz()).isBetween(HZ - 2, HZ + 2);
      assertThat(call.amplitude()).isBetween(7_800.0, 8_050.0);
      assertThat(call.steepest).isLessThan(stepBound(call));
    }
  }

  @Test
  void framesThatTheReaderLeavesOutMakeNoClick() {
    SineCall call = narrow();
    long nowNs = clean(call, 0, 50);

    for (int i = 0; i < 20; i++) {
      call.tickNs += 60 * MS;
      nowNs = clean(call, nowNs, 50);
    }

    assertThat(call.buffer.counts().skipped()).isBetween(60L, 80L);
    assertThat(call.steepest).isLessThan(stepBound(call));
    assertThat(call.buffer.delayMs()).isLessThanOrEqualTo(45);
  }

  @Test
  void aStreamThatBeginsAnewIsFollowedWithoutAClick() {
    SineCall call = narrow();
    long nowNs = clean(call, 0, 50);
    call.forget();

    for (int i = 0; i < 20; i++) {
      nowNs += 40 * MS;
      call.playUntil(nowNs);
      call.buffer.reset();
      call.sequence = 1000 * i;
      call.timestamp = 77_777_777 * i;
      call.marker = false;
      nowNs = clean(call, nowNs, 50);
    }

    assertThat(call.steepest).isLessThan(stepBound(call));
    assertThat(call.codec.resets).isEqualTo(21);
    assertThat(call.longestSilence).isLessThanOrEqualTo(4);
    assertThat(call.buffer.counts().restarts()).isZero();
  }
}
