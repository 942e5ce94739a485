package org.confocal.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.confocal.media.codec.AudioDecoder;
import org.confocal.media.codec.G711;
import org.confocal.media.codec.G711Decoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that nobody hears, or that are known to be silent, are not decoded. */
class SkipTest {

  private static final long MS = 1_000_000L;
  private static final int SOUND = -1;

  /** Counts what is asked of it. */
  private static final class CountingDecoder implements AudioDecoder {
    private final AudioDecoder inner = new G711Decoder(G711.MU_LAW);
    int decoded;
    int resets;

    @Override
    public int rateHz() {
      return inner.rateHz();
    }

    @Override
    public int clockHz() {
      return inner.clockHz();
    }

    @Override
    public int samples(byte[] payload, int offset, int length) {
      return inner.samples(payload, offset, length);
    }

    @Override
    public int decode(byte[] payload, int offset, int length, short[] out) {
      decoded++;
      return inner.decode(payload, offset, length, out);
    }

    @Override
    public void reset() {
      resets++;
      inner.reset();
    }
  }

  private final JitterBuffer buffer = new JitterBuffer(20 * MS, 200 * MS, 0.97);
  private final CountingDecoder decoder = new CountingDecoder();
  private final short[] frame = new short[160];
  private final Random random = new Random(5);
  private long nowNs = 100 * MS;
  private int sequence = 65_500;
  private int timestamp = -7_000;
  private int packetMs = 20;
  private long jitterNs;
  private double dueMs;
  private double paceMs = 20;

  private void packet(int number, int level) {
    byte[] payload = new byte[packetMs * 8];
    Arrays.fill(payload, (byte) (0x80 + 1 + number % 100));
    buffer.put(
        sequence++ & 0xFFFF,
        timestamp,
        false,
        ByteBuffer.wrap(payload),
        0,
        payload.length,
        decoder,
        level,
        nowNs + jitterNs);
    timestamp += packetMs * 8;
  }

  /** Packets come for some time, and are read or skipped; -1 where nothing was heard. */
  private int run(int ms, boolean skip, int level) {
    int heard = 0;
    for (int passed = 0; passed < ms; passed += 20) {
      for (; dueMs <= 0; dueMs += packetMs) {
        packet(50, level);
      }
      dueMs -= paceMs;
      nowNs += 20 * MS;
      if (skip || buffer.quiet(decoder)) {
        buffer.skip(decoder, nowNs);
      } else {
        heard += buffer.read(frame, decoder, nowNs) ? 1 : 0;
      }
    }
    return heard;
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 20, 30, 60})
  void skippedFramesAreNotDecodedAndSoundGoesOnAfterThem(int length) {
    packetMs = length;
    run(1000, false, SOUND);
    int delayMs = buffer.delayMs();
    int decoded = decoder.decoded;
    long late = buffer.counts().late();
    long concealed = buffer.counts().concealed();

    run(2000, true, SOUND);
    int whileSkipped = decoder.decoded - decoded;
    int heard = run(1000, false, SOUND);

    assertThat(whileSkipped).isZero();
    assertThat(heard).isEqualTo(50);
    assertThat(decoder.resets).as("it begins anew").isEqualTo(2);
    assertThat(buffer.delayMs()).isBetween(delayMs - length, delayMs + length);
    assertThat(buffer.counts().lost()).isZero();
    assertThat(buffer.counts().late()).as("late").isEqualTo(late);
    assertThat(buffer.counts().concealed()).as("made up").isEqualTo(concealed);
  }

  @Test
  void lossIsCountedWhileFramesAreSkipped() {
    run(400, true, SOUND);
    sequence += 3;
    timestamp += 3 * 160;

    run(400, true, SOUND);

    assertThat(buffer.counts().lost()).isEqualTo(3);
    assertThat(buffer.counts().concealed()).isZero();
  }

  @Test
  void theDelayFollowsTheNetworkWhileFramesAreSkipped() {
    run(1000, false, SOUND);
    int cleanMs = buffer.delayMs();
    for (int i = 0; i < 300; i++) {
      jitterNs = (long) (random.nextDouble() * 80 * MS);
      run(20, true, SOUND);
    }
    int roughMs = buffer.delayMs();
    jitterNs = 0;

    run(120_000, true, SOUND);

    assertThat(roughMs).isGreaterThan(cleanMs + 10);
    assertThat(buffer.delayMs()).isLessThan(roughMs - 10);
    assertThat(decoder.decoded).isLessThan(60);
  }

  @Test
  void aDriftingClockDoesNotFillTheBufferWhileFramesAreSkipped() {
    paceMs = 20.02; // 1000 ppm too fast

    run(400_000, true, SOUND);

    assertThat(buffer.delayMs()).isLessThan(80);
    assertThat(buffer.counts().restarts()).isZero();
  }

  @Test
  void silenceIsDecodedForATenthOfASecondAndNotLonger() {
    run(400, false, 30);
    int decoded = decoder.decoded;

    run(2000, false, 127);
    int inSilence = decoder.decoded - decoded;
    int heard = run(400, false, 30);

    assertThat(inSilence).isBetween(5, 7);
    assertThat(heard).isGreaterThanOrEqualTo(18);
    assertThat(buffer.counts().lost()).isZero();
  }

  @Test
  void aSoftVoiceIsNotTakenForSilence() {
    run(400, false, 99);

    int heard = run(400, false, 99);

    assertThat(heard).isEqualTo(20);
  }

  @Test
  void anyPacketsAreBorneInAnyOrderOfSkips() {
    ByteBuffer payload = ByteBuffer.allocate(JitterBuffer.MAX_PAYLOAD);
    for (int i = 0; i < 100_000; i++) {
      nowNs += (long) (random.nextDouble() * 20 * MS);
      sequence += random.nextInt(20) == 0 ? random.nextInt() : random.nextInt(3);
      timestamp += random.nextInt(20) == 0 ? random.nextInt() : random.nextInt(500);
      buffer.put(
          sequence & 0xFFFF,
          timestamp,
          random.nextBoolean(),
          payload,
          0,
          random.nextInt(JitterBuffer.MAX_PAYLOAD),
          decoder,
          random.nextInt(129) - 1,
          nowNs);
      if (random.nextInt(3) == 0 && (random.nextBoolean() || buffer.quiet(decoder))) {
        buffer.skip(decoder, nowNs);
      } else if (random.nextInt(3) == 0) {
        buffer.read(frame, decoder, nowNs);
      }

      assertThat(buffer.delayMs()).isBetween(0, 1000);
    }
  }
}
