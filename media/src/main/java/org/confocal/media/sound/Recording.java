package org.confocal.media.sound;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import org.confocal.media.resample.Resampler;

/**
 * Recorded sound, held in memory at every rate of a mix: 144 kB a second. Its end is filled up with
 * silence to 20 ms, so music that shall repeat without a gap must last a whole number of them.
 */
public final class Recording implements Sound {

  /** The longest that is held, in any case. */
  public static final Duration LONGEST = Duration.ofMinutes(10);

  private static final int[] RATES = {8000, 16_000, 48_000};
  private static final int FRAMES_PER_SECOND = 50;

  private static final int PIECES_PER_SECOND = 50;

  private final short[][] byRate = new short[RATES.length][];
  private final long frames;

  private Recording(short[] pcm, int rateHz) {
    int frame = rateHz / FRAMES_PER_SECOND;
    this.frames = Math.max(1, (pcm.length + frame - 1) / frame);
    short[] whole = Arrays.copyOf(pcm, (int) frames * frame);
    for (int i = 0; i < RATES.length; i++) {
      byRate[i] = RATES[i] == rateHz ? whole : resampled(whole, rateHz, RATES[i]);
    }
  }

  /**
   * Reads a RIFF WAVE file of linear 16 bit samples: mono, or more channels, whose mean is taken;
   * 8000 to 48000 Hz in multiples of 8000. Takes as long as reading does, and resampling: not for
   * the thread of a loop.
   *
   * @param in not closed
   * @param longest how long it may be; a longer one is refused before its samples are read
   * @throws IOException if it cannot be read, is no such file or too long
   */
  public static Recording readWave(InputStream in, Duration longest) throws IOException {
    if (longest.isNegative() || longest.isZero() || longest.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "longest: " + longest + " (expected: above 0, at most " + LONGEST + ")");
    }
    Wave wave = Wave.read(in, longest);
    return new Recording(wave.mono, wave.rateHz);
  }

  /**
   * Of linear samples.
   *
   * @param pcm at most {@link #LONGEST}
   * @param rateHz 8000 to 48000, a multiple of 8000
   */
  public static Recording of(short[] pcm, int rateHz) {
    if (rateHz < 8000 || rateHz > 48_000 || rateHz % 8000 != 0) {
      throw new IllegalArgumentException(
          "sample rate: " + rateHz + " (expected: a multiple of 8000 up to 48000)");
    }
    if (pcm.length > LONGEST.toSeconds() * rateHz) {
      throw new IllegalArgumentException(
          "recording: " + pcm.length + " samples (expected: at most " + LONGEST + ")");
    }
    return new Recording(pcm, rateHz);
  }

  /** The filter's delay of 2 ms is cut off at the beginning and waited for at the end. */
  private static short[] resampled(short[] pcm, int fromHz, int toHz) {
    int in = fromHz / PIECES_PER_SECOND;
    int out = toHz / PIECES_PER_SECOND;
    int pieces = pcm.length / in;
    short[] result = new short[(pieces + 1) * out];
    short[] piece = new short[in];
    short[] made = new short[out];
    Resampler resampler = new Resampler(fromHz, toHz);
    for (int i = 0; i <= pieces; i++) {
      Arrays.fill(piece, (short) 0);
      System.arraycopy(pcm, i * in, piece, 0, i < pieces ? in : 0);
      resampler.resample(piece, in, made);
      System.arraycopy(made, 0, result, i * out, out);
    }
    int delay = toHz * 16 / Math.min(fromHz, toHz);
    return Arrays.copyOfRange(result, delay, delay + pieces * out);
  }

  @Override
  public long frames() {
    return frames;
  }

  @Override
  public void read(int rateHz, long frame, short[] out) {
    int i = 0;
    while (RATES[i] != rateHz) {
      i++;
    }
    System.arraycopy(byRate[i], (int) frame * out.length, out, 0, out.length);
  }
}
