package org.confocal.media.sound;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.confocal.media.mix.Gain;

/**
 * A tone of some frequencies at once, in bursts. Each burst has soft edges, unless there are no
 * pauses: then a length of whole seconds goes on without a seam when it is repeated.
 *
 * @param hz the frequencies, 1 to 4 of 20 to 3400 Hz: what every codec carries
 * @param levelDb the highest that the sum of them reaches, in dB of full scale
 * @param on length of a burst, from 20 ms
 * @param off length of the pause after it
 * @param bursts how many, from 1; all of it may last an hour
 */
public record Tone(List<Integer> hz, int levelDb, Duration on, Duration off, int bursts)
    implements Sound {

  private static final int MOST_FREQUENCIES = 4;
  private static final int LEAST_HZ = 20;
  private static final int MOST_HZ = 3400;
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int TABLE_HZ = 48_000;
  private static final int EDGES_PER_SECOND = 200;
  private static final int MS_PER_SECOND = 1000;
  private static final int FRAME_MS = 20;

  /** One period: every whole frequency is found in it at every rate, and no phase drifts. */
  private static final float[] SINE = sine();

  /** Somebody came: one short high tone. */
  public static final Tone ENTRY =
      new Tone(List.of(880), -24, Duration.ofMillis(160), Duration.ofMillis(40), 1);

  /** Somebody went: two short low tones. */
  public static final Tone EXIT =
      new Tone(List.of(440), -24, Duration.ofMillis(120), Duration.ofMillis(60), 2);

  public Tone {
    hz = List.copyOf(hz);
    require(!hz.isEmpty() && hz.size() <= MOST_FREQUENCIES, "frequencies", hz, "1 to 4");
    for (int one : hz) {
      require(one >= LEAST_HZ && one <= MOST_HZ, "frequency", one, "20 to 3400 Hz");
    }
    Gain.require("tone", levelDb, 0);
    require(on.toMillis() >= FRAME_MS && on.compareTo(LONGEST) <= 0, "on", on, "20 ms to 1 h");
    require(!off.isNegative() && off.compareTo(LONGEST) <= 0, "off", off, "0 to 1 h");
    require(
        bursts >= 1 && bursts <= LONGEST.toMillis() / on.plus(off).toMillis(),
        "bursts",
        bursts,
        "from 1, all within 1 h");
  }

  private static void require(boolean holds, String what, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "tone " + what + ": " + value + " (expected: " + expected + ")");
    }
  }

  private static float[] sine() {
    float[] table = new float[TABLE_HZ];
    for (int i = 0; i < TABLE_HZ; i++) {
      table[i] = (float) Math.sin(2 * Math.PI * i / TABLE_HZ);
    }
    return table;
  }

  @Override
  public long frames() {
    long ms = bursts * on.plus(off).toMillis();
    return (ms + FRAME_MS - 1) / FRAME_MS;
  }

  @Override
  public void read(int rateHz, long frame, short[] out) {
    Arrays.fill(out, (short) 0);
    long perMs = rateHz / MS_PER_SECOND;
    long burst = on.toMillis() * perMs;
    long period = burst + off.toMillis() * perMs;
    long first = frame * out.length;
    for (int i = 0; i < out.length && first + i < bursts * period; i++) {
      long at = off.isZero() ? first + i : (first + i) % period;
      if (off.isZero()) {
        out[i] = sample(at, rateHz, 1);
      } else if (at < burst) {
        out[i] = sample(at, rateHz, edge(Math.min(at, burst - at), rateHz));
      }
    }
  }

  private static float edge(long toEdge, int rateHz) {
    float share = (float) toEdge * EDGES_PER_SECOND / rateHz;
    return share >= 1 ? 1 : share * share * (3 - 2 * share);
  }

  private short sample(long at, int rateHz, float gain) {
    float sum = 0;
    for (int i = 0; i < hz.size(); i++) {
      sum += SINE[(int) (at * hz.get(i) * (TABLE_HZ / rateHz) % TABLE_HZ)];
    }
    float amplitude = Short.MAX_VALUE * Gain.factor(levelDb) / hz.size();
    return (short) Math.round(sum * amplitude * gain);
  }
}
