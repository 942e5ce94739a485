package org.confocal.it.kit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How long each of many requests took.
 *
 * @param samples in the order in which they ended
 */
public record Timings(List<Sample> samples) {
  /** One request, by {@link System#nanoTime()}. */
  public record Sample(long beganNs, long endedNs) {
    double ms() {
      return (endedNs - beganNs) / 1e6;
    }
  }

  public Timings {
    samples = samples.stream().sorted(Comparator.comparing(Sample::endedNs)).toList();
  }

  /** Those that ended first. */
  public Timings first(int count) {
    return new Timings(samples.subList(0, Math.min(count, samples.size())));
  }

  /** Those that ended last. */
  public Timings last(int count) {
    return new Timings(samples.subList(Math.max(0, samples.size() - count), samples.size()));
  }

  public Timings and(Timings more) {
    List<Sample> all = new ArrayList<>(samples);
    all.addAll(more.samples);
    return new Timings(all);
  }

  /** The time in ms that this share of the requests did not exceed. */
  public double ms(double share) {
    List<Double> sorted = samples.stream().map(Sample::ms).sorted().toList();
    return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size())));
  }

  /** Requests per second. */
  public double rate() {
    long began = samples.stream().mapToLong(Sample::beganNs).min().orElseThrow();
    long ended = samples.get(samples.size() - 1).endedNs();
    return samples.size() * 1e9 / (ended - began);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "n=%d p50=%.1f ms p99=%.1f ms max=%.1f ms, %.0f/s",
        samples.size(),
        ms(0.5),
        ms(0.99),
        ms(1),
        rate());
  }
}
