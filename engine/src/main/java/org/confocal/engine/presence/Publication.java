package org.confocal.engine.presence;

import java.time.Instant;
import java.util.Optional;

/**
 * One thing that a client tells of its user. Category, instance and container name it. MS-PRES
 * 2.2.2.2.
 *
 * @param version grows by one with each publication; in what a client wants to publish it is the
 *     one that the client knows
 * @param state what the category {@code state} says
 * @param content the element of the category as XML text that binds its own prefixes; the engine
 *     does not look into it
 */
public record Publication(
    Key key,
    long version,
    Expiry expiry,
    Instant published,
    Optional<StateValue> state,
    String content) {
  /** The category that tells how far the user is there. */
  public static final String STATE = "state";

  /**
   * The name of a publication.
   *
   * @param container who may see it; a higher number means fewer
   */
  public record Key(String category, long instance, int container) {}

  /** How long a publication lives. */
  public enum Expiry {
    /** Until it is taken away. */
    STATIC,
    /** As long as the user is reachable anywhere. */
    USER,
    /** As long as the connection is there over which it came. */
    ENDPOINT,
    /** A while. */
    TIME
  }

  /** Who says how far the user is there. */
  public enum Source {
    /** A machine: somebody types there. */
    MACHINE,
    /** The user himself. */
    USER,
    /** A phone, a calendar and whatever else. */
    OTHER
  }

  /**
   * How far the user is there.
   *
   * @param availability the higher, the less; MS-PRES 2.2.2.7.1
   * @param activity token, empty for none
   */
  public record StateValue(Source source, int availability, String activity) {}

  /** The same at another version and time. */
  public Publication as(long newVersion, Instant at) {
    return new Publication(key, newVersion, expiry, at, state, content);
  }
}
