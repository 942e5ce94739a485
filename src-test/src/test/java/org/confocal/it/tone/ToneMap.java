package org.confocal.it.tone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells which of some known tones are in a piece of audio, and at which level.
 *
 * <p>One Goertzel filter per tone over a Hann window: a tone is told from its neighbour if they are
 * at least 2.5 / window apart (window 200 ms: 12.5 Hz), and a loud tone leaks less than -60 dB into
 * filters 100 Hz away. Levels are peak levels of the sine in dB relative to full scale; a sine at
 * full scale has 0 dB.
 */
public final class ToneMap {
  /**
   * Tones for the clients of one test. No sum, difference or harmonic of the third order falls
   * within 40 Hz of any of them, so that a mixer that saturates does not fake a participant.
   */
  public static final List<Integer> TONES_HZ = List.of(470, 720, 890, 1270, 1480);

  /** A tone quieter than this counts as not heard: G.711's noise lies well below. */
  public static final double HEARD_DBFS = -40;

  private static final Duration WINDOW = Duration.ofMillis(200);
  private static final double FLOOR_DBFS = -120;

  private final List<Integer> tonesHz;

  private ToneMap(List<Integer> tonesHz) {
    this.tonesHz = List.copyOf(tonesHz);
  }

  public static ToneMap of(Integer... tonesHz) {
    return new ToneMap(List.of(tonesHz));
  }

  /** The map of {@link #TONES_HZ}. */
  public static ToneMap standard() {
    return new ToneMap(TONES_HZ);
  }

  /**
   * The levels of one stretch of audio.
   *
   * @param start where in the audio it begins
   * @param dbfs level of each tone; -120 stands for nothing at all
   */
  public record Levels(Duration start, Map<Integer, Double> dbfs) {
    public Levels {
      dbfs = Map.copyOf(dbfs);
    }

    public double level(int toneHz) {
      Double level = dbfs.get(toneHz);
      if (level == null) {
        throw new IllegalArgumentException(toneHz + " Hz is not on this map: " + dbfs.keySet());
      }
      return level;
    }

    /** The tones at {@link #HEARD_DBFS} or above, lowest first. */
    public Set<Integer> heard() {
      return heardFrom(HEARD_DBFS);
    }

    public Set<Integer> heardFrom(double thresholdDbfs) {
      Set<Integer> heard = new TreeSet<>();
      dbfs.forEach(
          (tone, level) -> {
            if (level >= thresholdDbfs) {
              heard.add(tone);
            }
          });
      return heard;
    }
  }

  /** The levels window by window of 200 ms; a shorter rest at the end is left out. */
  public List<Levels> windows(Pcm pcm) {
    List<Levels> result = new ArrayList<>();
    int length = (int) (WINDOW.toMillis() * pcm.rateHz() / 1000);
    for (int start = 0; start + length <= pcm.length(); start += length) {
      Map<Integer, Double> levels = new LinkedHashMap<>();
      for (int tone : tonesHz) {
        levels.put(tone, level(pcm, start, length, tone));
      }
      result.add(new Levels(Duration.ofMillis(start * 1000L / pcm.rateHz()), levels));
    }
    return result;
  }

  /**
   * The median level of each tone over all windows: what a listener would call the sound of it, not
   * disturbed by a click or a late start.
   *
   * @throws IllegalArgumentException if the audio is shorter than one window
   */
  public Levels median(Pcm pcm) {
    return quantile(pcm, 0.5);
  }

  /**
   * The loudest that each tone ever was in one window: for audio in which a tone must never be
   * heard.
   */
  public Levels loudest(Pcm pcm) {
    return quantile(pcm, 1);
  }

  private Levels quantile(Pcm pcm, double share) {
    List<Levels> windows = windows(pcm);
    if (windows.isEmpty()) {
      throw new IllegalArgumentException("too short for a tone map: " + pcm);
    }
    Map<Integer, Double> result = new LinkedHashMap<>();
    for (int tone : tonesHz) {
      double[] sorted = windows.stream().mapToDouble(w -> w.level(tone)).sorted().toArray();
      result.put(tone, sorted[(int) Math.round((sorted.length - 1) * share)]);
    }
    return new Levels(Duration.ZERO, result);
  }

  private static double level(Pcm pcm, int start, int length, double toneHz) {
    double omega = 2 * Math.PI * toneHz / pcm.rateHz();
    double coefficient = 2 * Math.cos(omega);
    double s1 = 0;
    double s2 = 0;
    double windowSum = 0;
    for (int i = 0; i < length; i++) {
      double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / length);
      windowSum += hann;
      double s0 = pcm.at(start + i) * hann + coefficient * s1 - s2;
      s2 = s1;
      s1 = s0;
    }
    double power = s1 * s1 + s2 * s2 - coefficient * s1 * s2;
    double peak = 2 * Math.sqrt(Math.max(0, power)) / windowSum;
    return Math.max(FLOOR_DBFS, 20 * Math.log10(Math.max(peak, 1e-9)));
  }
}
