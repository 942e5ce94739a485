package org.confocal.engine.focus;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.meeting.Proof;

/**
 * Counts wrong keys and passcodes by the address that they come from, and those of all addresses
 * together. After some free ones the source waits, or everybody, longer with each further one; who
 * waits is not even looked at. What is counted is forgotten when no wrong one came for some time,
 * not when a right one comes: whoever knows the conference passcode may guess the leader's. Soft
 * state of one conference: a restart forgives. Bounded: when too many sources are remembered the
 * oldest is forgotten.
 */
final class WrongTries {
  private static final int LONGEST_SHIFT = 30;

  /** What is known of one source, or of all together. */
  private static final class Source {
    private final Set<RequestKey> counted = new HashSet<>();
    private int keys;
    private int passcodes;
    private Instant last = Instant.EPOCH;
    private Instant until = Instant.EPOCH;

    int wrong() {
      return keys + passcodes;
    }
  }

  private final GateSettings settings;
  private final Map<String, Source> sources = new LinkedHashMap<>();
  private Source all = new Source();

  WrongTries(GateSettings settings) {
    this.settings = settings;
  }

  /** How long the source still has to wait; empty when it may try. */
  Optional<Duration> waits(String source, Instant now) {
    return Stream.of(Optional.ofNullable(sources.get(source)), Optional.of(all))
        .flatMap(Optional::stream)
        .map(s -> s.until)
        .filter(now::isBefore)
        .map(until -> Duration.between(now, until))
        .max(Duration::compareTo);
  }

  /** A wrong try; the same request counts once, however often an edge asks. */
  void wrong(String source, Proof proof, RequestKey request, Instant now) {
    forget(now);
    Source s = sources.computeIfAbsent(source, any -> new Source());
    if (s.counted.size() >= settings.freeTries()) {
      s.counted.clear();
    }
    if (!s.counted.add(request)) {
      return;
    }
    count(s, proof, settings.freeTries(), now);
    count(all, proof, settings.conferenceTries(), now);
    if (sources.size() > settings.mostSources()) {
      Iterator<String> oldest = sources.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private void count(Source s, Proof proof, int free, Instant now) {
    if (proof == Proof.WRONG_KEY) {
      s.keys++;
    } else {
      s.passcodes++;
    }
    s.last = now;
    int over = s.wrong() - free;
    if (over >= 0) {
      s.until = now.plus(pause(over));
    }
  }

  /**
   * The source knows what it says: a key clears what was wrong about keys, the leader's passcode
   * all. The conference passcode clears nothing, for a wrong one may have been meant as the
   * leader's. What all have done together stays.
   */
  void right(String source, Proof proof) {
    Source s = sources.get(source);
    if (s == null) {
      return;
    }
    if (proof == Proof.KEY || proof == Proof.LEADER) {
      s.keys = 0;
    }
    if (proof == Proof.LEADER) {
      s.passcodes = 0;
    }
    if (s.wrong() == 0) {
      sources.remove(source);
    }
  }

  /** When nothing of what is known now is known any more; empty when there is nothing. */
  Optional<Instant> until(Instant now) {
    forget(now);
    return all.wrong() == 0 ? Optional.empty() : Optional.of(end(all));
  }

  private void forget(Instant now) {
    sources.values().removeIf(s -> !now.isBefore(end(s)));
    if (!now.isBefore(end(all))) {
      all = new Source();
    }
  }

  private Instant end(Source s) {
    Instant forgotten = s.last.plus(settings.forgetAfter());
    return s.until.isAfter(forgotten) ? s.until : forgotten;
  }

  private Duration pause(int over) {
    long most = settings.longestPause().toMillis();
    long first = settings.pause().toMillis();
    boolean beyond = over >= LONGEST_SHIFT || first > most >> over;
    return Duration.ofMillis(beyond ? most : first << over);
  }
}
