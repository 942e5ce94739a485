package org.confocal.server.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.confocal.media.SessionRecord;

/** How the sound of the legs does: the worst leg and the mean, looked up when somebody asks. */
final class LegMetrics {
  private static final double US = 1e6;

  private final MeterRegistry registry;
  private final Supplier<List<SessionRecord>> legs;

  LegMetrics(MeterRegistry registry, Supplier<List<SessionRecord>> legs) {
    this.registry = registry;
    this.legs = legs;
  }

  void register() {
    both("through", "seconds", "Delay through the mixer", r -> r.reception().throughUs() / US);
    both("jitter", "seconds", "Jitter of what comes", LegMetrics::jitter);
    both("round.trip", "seconds", "To the callers and back", r -> r.peer().roundTripUs() / US);
    both("peer.lost", "percent", "Loss that the callers report", LegMetrics::peerLost);
  }

  private static double jitter(SessionRecord record) {
    return record.reception().packets() == 0 ? -1 : record.reception().jitterUs() / US;
  }

  private static double peerLost(SessionRecord record) {
    return record.peer().reports() == 0 ? -1 : record.peer().lostPercent();
  }

  /**
   * The worst and the mean.
   *
   * @param value below 0 when it is not known of a leg
   */
  private void both(
      String name, String unit, String description, ToDoubleFunction<SessionRecord> value) {
    Gauge.builder("confocal.media.legs." + name + ".max." + unit, () -> max(value))
        .description(description + ", the worst leg")
        .register(registry);
    Gauge.builder("confocal.media.legs." + name + ".mean." + unit, () -> mean(value))
        .description(description + ", the mean of all legs")
        .register(registry);
  }

  private double max(ToDoubleFunction<SessionRecord> value) {
    return legs.get().stream().mapToDouble(value).filter(v -> v >= 0).max().orElse(0);
  }

  private double mean(ToDoubleFunction<SessionRecord> value) {
    return legs.get().stream().mapToDouble(value).filter(v -> v >= 0).average().orElse(0);
  }
}
