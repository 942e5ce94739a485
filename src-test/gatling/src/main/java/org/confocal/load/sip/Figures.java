package org.confocal.load.sip;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a run has measured, by the name of the request: counts and response times. */
public final class Figures {
  /** Response times above are counted as this: more than a minute is too long anyway. */
  private static final int MOST_MS = 60_000;

  private static final int MOST_NAMES = 1000;

  private final Map<String, One> all = new TreeMap<>();

  /** One request name. Times are those of the requests that went well. */
  private static final class One {
    final int[] byMs = new int[MOST_MS + 1];
    long ok;
    long ko;
    long firstMs = Long.MAX_VALUE;
    long lastMs = Long.MIN_VALUE;

    void add(long startMs, long endMs, boolean well) {
      firstMs = Math.min(firstMs, startMs);
      lastMs = Math.max(lastMs, startMs);
      if (well) {
        ok++;
        byMs[(int) Math.max(0, Math.min(MOST_MS, endMs - startMs))]++;
      } else {
        ko++;
      }
    }

    int percentile(double percent) {
      long rank = (long) Math.ceil(ok * percent / 100);
      long passed = 0;
      for (int ms = 0; ms <= MOST_MS; ms++) {
        passed += byMs[ms];
        if (passed >= rank && passed > 0) {
          return ms;
        }
      }
      return 0;
    }
  }

  synchronized void add(String name, long startMs, long endMs, boolean well) {
    if (all.size() < MOST_NAMES || all.containsKey(name)) {
      all.computeIfAbsent(name, n -> new One()).add(startMs, endMs, well);
    }
  }

  /** How many of this name went well. */
  public synchronized long ok(String name) {
    One one = all.get(name);
    return one == null ? 0 : one.ok;
  }

  /** How many of this name did not. */
  public synchronized long ko(String name) {
    One one = all.get(name);
    return one == null ? 0 : one.ko;
  }

  /** One line for each name. */
  public synchronized String text() {
    StringBuilder text = new StringBuilder();
    all.forEach(
        (name, one) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%-16s %d OK, %d KO, %.1f/s, p50 %d ms, p99 %d ms, slowest %d ms%n",
                    name,
                    one.ok,
                    one.ko,
                    one.ok * 1000.0 / Math.max(1000, one.lastMs - one.firstMs),
                    one.percentile(50),
                    one.percentile(99),
                    one.percentile(100))));
    return text.toString();
  }
}
