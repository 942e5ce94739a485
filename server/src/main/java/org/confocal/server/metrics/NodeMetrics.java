package org.confocal.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.confocal.engine.Meter;
import org.confocal.engine.Rejection;
import org.confocal.engine.id.FocusKey;
import org.confocal.media.MediaCounters;
import org.confocal.media.SessionRecord;
import org.confocal.sip.jain.SipStackCounters;

/**
 * The metrics of one node. Every number is there from the start, at 0: what appears only when it
 * happens first cannot be watched.
 */
public final class NodeMetrics implements Meter, AutoCloseable {
  private static final double NANOS = 1e9;
  private static final Duration[] JOURNAL_BUCKETS =
      LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  // By conference: a focus that starts anew tells its legs anew, and they must not count twice.
  private final Map<FocusKey, Integer> legs = new ConcurrentHashMap<>();
  private final Map<Rejection.Reason, Counter> refusals = new EnumMap<>(Rejection.Reason.class);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Counter joinsDone;
  private final Counter joinsRefused;
  private final Timer writes;
  private final Counter notifications;
  private final Counter documents;
  private final Counter lines;
  private final Counter deliveries;
  private final Counter unreported;

  /**
   * @param version of the program
   */
  public NodeMetrics(String version) {
    joinsDone = joins("ok");
    joinsRefused = joins("refused");
    for (Rejection.Reason reason : Rejection.Reason.values()) {
      refusals.put(
          reason,
          Counter.builder("confocal.refusals")
              .description("Refusals at the gate, by reason")
              .tag("reason", reason.name())
              .register(registry));
    }
    writes =
        Timer.builder("confocal.journal.write")
            .description("From the decision of a focus until the journal has it")
            .serviceLevelObjectives(JOURNAL_BUCKETS)
            .register(registry);
    notifications = counter("confocal.notifications", "NOTIFY requests");
    documents = counter("confocal.notification.documents", "Rosters that were sent to subscribers");
    lines = counter("confocal.chat.lines", "Lines of chat");
    unreported =
        counter("confocal.chat.unreported", "Recipients missed of whom no sender could be told");
    deliveries = counter("confocal.chat.deliveries", "Lines of chat, times their recipients");
    gauge("confocal.conferences", "Conferences that run on this node", Map::size);
    gauge(
        "confocal.legs",
        "Legs of the conferences that run on this node",
        all -> all.values().stream().mapToInt(Integer::intValue).sum());
    Gauge.builder("confocal.info", () -> 1)
        .description("Always 1; the version is a label")
        .tag("version", version)
        .register(registry);
    machine();
  }

  /** The media plane is watched as well. */
  public void media(Supplier<MediaCounters> counters) {
    Gauge.builder(
            "confocal.media.frames.max.lateness.seconds",
            () -> counters.get().frames().maxLatenessNs() / NANOS)
        .description("The latest frame so far")
        .register(registry);
    new Totals(
            registry, counters, Set.of("conferences", "sessions", "open"), Set.of("maxLatenessNs"))
        .register("confocal.media", MediaCounters.class);
  }

  /** And how the sound of each leg does. */
  public void legs(Supplier<List<SessionRecord>> inventory) {
    new LegMetrics(registry, inventory).register();
  }

  /** The SIP stack is watched as well. */
  public void sip(Supplier<SipStackCounters> counters) {
    Set<String> levels =
        Set.of("inFlight", "mostInFlight", "serverTransactions", "clientTransactions");
    new Totals(registry, counters, levels, Set.of())
        .register("confocal.sip", SipStackCounters.class);
  }

  /** All metrics, in the text format of Prometheus. */
  public String text() {
    return registry.scrape();
  }

  @Override
  public void joined() {
    joinsDone.increment();
  }

  @Override
  public void refused(Rejection.Reason reason) {
    joinsRefused.increment();
    Counter counter = refusals.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }

  @Override
  public void running(FocusKey conference, int now) {
    legs.put(conference, now);
  }

  @Override
  public void stopped(FocusKey conference) {
    legs.remove(conference);
  }

  @Override
  public void stored(Duration latency) {
    writes.record(latency);
  }

  @Override
  public void notified(int subscribers) {
    documents.increment();
    notifications.increment(subscribers);
  }

  @Override
  public void said(int recipients) {
    lines.increment();
    deliveries.increment(recipients);
  }

  @Override
  public void unreported(int missed) {
    unreported.increment(missed);
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  private Counter joins(String result) {
    return Counter.builder("confocal.joins")
        .description("Legs that wanted to join, by result")
        .tag("result", result)
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private void gauge(
      String name, String description, ToDoubleFunction<Map<FocusKey, Integer>> value) {
    Gauge.builder(name, legs, value).description(description).register(registry);
  }

  private void machine() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    collections.bindTo(registry);
  }
}
