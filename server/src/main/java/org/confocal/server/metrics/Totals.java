package org.confocal.server.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Metrics made of a record of numbers: each component of type long is a counter, unless it is named
 * as a level; records inside are sections. So a total that a room adds is seen without a change
 * here.
 */
final class Totals {
  private final MeterRegistry registry;
  private final Supplier<? extends Record> latest;
  private final Set<String> levels;
  private final Set<String> without;

  /**
   * @param levels components that go up and down
   * @param without components that are left out
   */
  Totals(
      MeterRegistry registry,
      Supplier<? extends Record> latest,
      Set<String> levels,
      Set<String> without) {
    this.registry = registry;
    this.latest = latest;
    this.levels = levels;
    this.without = without;
  }

  /** Registers {@code prefix.component} for each component of {@code type}. */
  void register(String prefix, Class<? extends Record> type) {
    register(prefix, type, record -> record);
  }

  private void register(
      String prefix, Class<? extends Record> type, Function<Record, Record> section) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = prefix + "." + words(component.getName());
      if (component.getType().isRecord()) {
        register(
            name,
            component.getType().asSubclass(Record.class),
            all -> (Record) read(section.apply(all), component));
      } else if (component.getType() == long.class && !without.contains(component.getName())) {
        number(name, component, section);
      }
    }
  }

  private void number(String name, RecordComponent component, Function<Record, Record> section) {
    String description =
        component.getName() + " of " + component.getAccessor().getDeclaringClass().getSimpleName();
    if (levels.contains(component.getName())) {
      Gauge.builder(name, () -> (Number) read(section.apply(latest.get()), component))
          .description(description)
          .register(registry);
    } else {
      FunctionCounter.builder(
              name,
              latest,
              now -> ((Number) read(section.apply(now.get()), component)).doubleValue())
          .description(description)
          .register(registry);
    }
  }

  private static Object read(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException publicRecordsAnswer) {
      throw new LinkageError(component.getName(), publicRecordsAnswer);
    }
  }

  /** {@code sendFailed} is {@code send.failed}. */
  private static String words(String component) {
    return component.replaceAll("([A-Z])", ".$1").toLowerCase(Locale.ROOT);
  }
}
