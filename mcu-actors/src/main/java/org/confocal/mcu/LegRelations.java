package org.confocal.mcu;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.Relation;
import org.confocal.media.mix.Gain;
import org.confocal.media.mix.Relations;

/** Translates who hears whom from users to their legs. Pure. */
final class LegRelations {
  private final Map<UserUri, List<String>> legs = new HashMap<>();
  private final Map<String, Integer> talkers = new HashMap<>();
  private final Map<String, Integer> listeners = new HashMap<>();
  private final Map<String, Map<String, Integer>> pairs = new HashMap<>();
  private int count;

  private LegRelations(Map<Integer, UserUri> users) {
    users.forEach(
        (leg, user) ->
            legs.merge(
                user,
                List.of(Integer.toString(leg)),
                (some, more) -> {
                  List<String> all = new java.util.ArrayList<>(some);
                  all.addAll(more);
                  return all;
                }));
  }

  /**
   * The relations of the legs that are there; of two that say something of the same the last
   * counts.
   *
   * @param users by leg
   * @return empty if they are more than the plane takes
   */
  static Optional<Relations> of(List<Relation> relations, Map<Integer, UserUri> users) {
    LegRelations translated = new LegRelations(users);
    relations.forEach(translated::add);
    return translated.count > Relations.MOST_PAIRS
        ? Optional.empty()
        : Optional.of(new Relations(translated.talkers, translated.listeners, translated.pairs));
  }

  private void add(Relation relation) {
    int db = relation.gainDb().orElse(Gain.SILENT);
    if (relation.listener().isEmpty()) {
      legs(relation.talker()).forEach(leg -> put(talkers, leg, db));
    } else if (relation.talker().isEmpty()) {
      legs(relation.listener()).forEach(leg -> put(listeners, leg, db));
    } else {
      for (String listener : legs(relation.listener())) {
        Map<String, Integer> row = pairs.computeIfAbsent(listener, none -> new HashMap<>());
        legs(relation.talker()).forEach(talker -> put(row, talker, db));
      }
    }
  }

  private void put(Map<String, Integer> gains, String leg, int db) {
    count += gains.put(leg, db) == null ? 1 : 0;
  }

  private List<String> legs(Optional<UserUri> user) {
    return user.map(u -> legs.getOrDefault(u, List.of())).orElse(List.of());
  }
}
