package org.confocal.engine.mcu;

import java.util.Optional;
import org.confocal.engine.id.UserUri;

/**
 * How loud one hears another. What is said of two goes before what is said of one and all; of two
 * that each say something of all, the gains are added, and silence in one is silence.
 *
 * @param listener empty = everybody
 * @param talker empty = everybody
 * @param gainDb {@value #LEAST_DB} to {@value #MOST_DB} dB; empty = he is not heard
 */
public record Relation(
    Optional<UserUri> listener, Optional<UserUri> talker, Optional<Integer> gainDb) {
  public static final int LEAST_DB = -40;
  public static final int MOST_DB = 12;

  public Relation {
    if (listener.isEmpty() && talker.isEmpty()) {
      throw new IllegalArgumentException("relation of all to all (expected: a listener or talker)");
    }
    if (listener.isPresent() && listener.equals(talker)) {
      throw new IllegalArgumentException(
          "relation of " + listener.get() + " to himself (expected: two users)");
    }
    gainDb.ifPresent(Relation::require);
  }

  private static void require(int db) {
    if (db < LEAST_DB || db > MOST_DB) {
      throw new IllegalArgumentException(
          "gain: " + db + " (expected: " + LEAST_DB + " to " + MOST_DB + " dB, or none)");
    }
  }

  /** The one hears the other at this gain. */
  public static Relation hears(UserUri listener, UserUri talker, int gainDb) {
    return new Relation(Optional.of(listener), Optional.of(talker), Optional.of(gainDb));
  }

  /** Nobody hears him of whom nothing else is said. */
  public static Relation unheard(UserUri talker) {
    return new Relation(Optional.empty(), Optional.of(talker), Optional.empty());
  }

  /** He hears nobody of whom nothing else is said. */
  public static Relation apart(UserUri listener) {
    return new Relation(Optional.of(listener), Optional.empty(), Optional.empty());
  }
}
