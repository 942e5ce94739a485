package org.confocal.engine.focus;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.confocal.engine.dialog.RequestKey;

/**
 * Counts wrong keys and passcodes by the address that they come from. After some free ones the
 * source waits, longer with each further one; who waits is not even looked at. Soft state of one
 * conference: a restart forgives. Bounded: when too many sources are remembered the oldest is
 * forgotten.
 */
final class WrongTries {
  private static final int LONGEST_SHIFT = 30;

  /** What is known of one source. */
  private static final class Source {
    private final Set<RequestKey> counted = new HashSet<>();
    private int wrong;
    private Instant until = Instant.EPOCH;
  }

  private final GateSettings settings;
  private final Map<String, Source> sources = new LinkedHashMap<>();

  WrongTries(GateSettings settings) {
    this.settings = settings;
  }

  /** How long the source still has to wait; empty when it may try. */
  Optional<Duration> waits(String source, Instant now) {
    return Optional.ofNullable(sources.get(source))
        .filter(s -> now.isBefore(s.until))
        .map(s -> Duration.between(now, s.until));
  }

  /** A wrong try; the same request counts once, however often an edge asks. */
  void wrong(String source, RequestKey request, Instant now) {
    Source s = sources.computeIfAbsent(source, any -> new Source());
    if (s.counted.size() >= settings.freeTries()) {
      s.counted.clear();
    }
    if (!s.counted.add(request)) {
      return;
    }
    s.wrong++;
    int over = s.wrong - settings.freeTries();
    if (over >= 0) {
      s.until = now.plus(pause(over));
    }
    if (sources.size() > settings.mostSources()) {
      Iterator<String> oldest = sources.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** The source knows what it says. */
  void right(String source) {
    sources.remove(source);
  }

  private Duration pause(int over) {
    long most = settings.longestPause().toMillis();
    long first = settings.pause().toMillis();
    boolean beyond = over >= LONGEST_SHIFT || first > most >> over;
    return Duration.ofMillis(beyond ? most : first << over);
  }
}
