package org.confocal.media.mix;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who hears whom in a conference, and how loud. By default everybody hears everybody as he is. What
 * a listener hears of a talker is what {@link #pairs} says of the two; if it says nothing, the sum
 * in dB of what {@link #talkers} says of the one and {@link #listeners} of the other, where {@link
 * Gain#SILENT} in one is silence. Nobody hears himself.
 *
 * <p>Listeners of whom neither {@code listeners} nor {@code pairs} says anything all hear the same,
 * so they can be sent the same packets. Therefore say what most hear of a talker in {@code
 * talkers}.
 *
 * <p>Legs that are named need not be there; whoever comes under such a name has these relations
 * from the first moment. Immutable.
 *
 * @param talkers by talker: how all hear him, in dB
 * @param listeners by listener: how he hears all, in dB
 * @param pairs by listener and then talker: how the one hears the other, in dB
 */
public record Relations(
    Map<String, Integer> talkers,
    Map<String, Integer> listeners,
    Map<String, Map<String, Integer>> pairs) {

  /** A factor of 4. */
  public static final int MOST_DB = 12;

  /** How many pairs are allowed: 128 legs apart from the others hear each other. */
  public static final int MOST_PAIRS = 16_384;

  /** Everybody hears everybody. */
  public static final Relations NONE = new Relations(Map.of(), Map.of(), Map.of());

  public Relations {
    talkers = checked(talkers);
    listeners = checked(listeners);
    Map<String, Map<String, Integer>> copies = new HashMap<>();
    int count = talkers.size() + listeners.size();
    for (Map.Entry<String, Map<String, Integer>> row : pairs.entrySet()) {
      if (row.getValue().containsKey(row.getKey())) {
        throw new IllegalArgumentException(
            "relation of a leg to itself: '" + row.getKey() + "' (expected: two legs)");
      }
      if (!row.getValue().isEmpty()) {
        copies.put(row.getKey(), checked(row.getValue()));
        count += row.getValue().size();
      }
    }
    if (count > MOST_PAIRS) {
      throw new IllegalArgumentException(
          "relations: " + count + " (expected: at most " + MOST_PAIRS + ")");
    }
    pairs = Map.copyOf(copies);
  }

  private static Map<String, Integer> checked(Map<String, Integer> gains) {
    gains.forEach((leg, db) -> Gain.requireOrSilent("relation to '" + leg + "'", db, MOST_DB));
    return Map.copyOf(gains);
  }

  /** One talker is heard by these listeners only; he hears as before. */
  public Relations whisper(String talker, Set<String> listenersOnly) {
    Map<String, Map<String, Integer>> changed = rows();
    changed.values().forEach(row -> row.remove(talker));
    for (String listener : listenersOnly) {
      put(changed, listener, talker, 0);
    }
    return new Relations(with(talkers, talker, Gain.SILENT), listeners, changed);
  }

  /** A supervisor hears all and is heard by the agent only. */
  public Relations coach(String supervisor, String agent) {
    return forgetting(supervisor).whisper(supervisor, Set.of(agent));
  }

  /** A group apart: they hear each other, and nothing passes between them and the others. */
  public Relations sidebar(Set<String> members) {
    Relations from = this;
    for (String member : members) {
      from = from.forgetting(member);
    }
    Map<String, Integer> newTalkers = new HashMap<>(from.talkers);
    Map<String, Integer> newListeners = new HashMap<>(from.listeners);
    Map<String, Map<String, Integer>> changed = from.rows();
    for (String listener : members) {
      newTalkers.put(listener, Gain.SILENT);
      newListeners.put(listener, Gain.SILENT);
      for (String talker : members) {
        if (!talker.equals(listener)) {
          put(changed, listener, talker, 0);
        }
      }
    }
    return new Relations(newTalkers, newListeners, changed);
  }

  /** One listener hears one talker so, in dB up to {@link #MOST_DB} or {@link Gain#SILENT}. */
  public Relations hears(String listener, String talker, int db) {
    Map<String, Map<String, Integer>> changed = rows();
    put(changed, listener, talker, db);
    return new Relations(talkers, listeners, changed);
  }

  /** Nothing is said of a leg any more. */
  public Relations forgetting(String leg) {
    Map<String, Integer> newTalkers = new HashMap<>(talkers);
    newTalkers.remove(leg);
    Map<String, Integer> newListeners = new HashMap<>(listeners);
    newListeners.remove(leg);
    Map<String, Map<String, Integer>> changed = rows();
    changed.remove(leg);
    changed.values().forEach(row -> row.remove(leg));
    return new Relations(newTalkers, newListeners, changed);
  }

  private static Map<String, Integer> with(Map<String, Integer> gains, String leg, int db) {
    Map<String, Integer> changed = new HashMap<>(gains);
    changed.put(leg, db);
    return changed;
  }

  private Map<String, Map<String, Integer>> rows() {
    Map<String, Map<String, Integer>> copies = new HashMap<>();
    pairs.forEach((listener, row) -> copies.put(listener, new HashMap<>(row)));
    return copies;
  }

  private static void put(
      Map<String, Map<String, Integer>> rows, String listener, String talker, int db) {
    rows.computeIfAbsent(listener, none -> new HashMap<>()).put(talker, db);
  }

  /** Whether everybody hears everybody. */
  public boolean isNone() {
    return talkers.isEmpty() && listeners.isEmpty() && pairs.isEmpty();
  }

  /** The factor by which a talker is heard by all of whom nothing else is said. */
  public float toAll(String talker) {
    return Gain.factor(talkers.getOrDefault(talker, 0));
  }

  /** The factor by which a listener hears all of whom nothing else is said. */
  public float ofAll(String listener) {
    return Gain.factor(listeners.getOrDefault(listener, 0));
  }

  /** What is said of the talkers that one listener hears in another way, in dB. */
  public Map<String, Integer> of(String listener) {
    return pairs.getOrDefault(listener, Map.of());
  }

  /** The factor by which a listener hears a talker. */
  public float gain(String listener, String talker) {
    if (listener.equals(talker)) {
      return 0;
    }
    Integer db = of(listener).get(talker);
    return db == null ? ofAll(listener) * toAll(talker) : Gain.factor(db);
  }
}
