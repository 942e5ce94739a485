package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.confocal.media.CommandResult;
import org.confocal.media.mix.Gain;
import org.confocal.media.mix.Relations;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random conferences on some loops: legs come, go, are muted, get louder and are related to each
 * other; what each hears is compared with what one loop without any shortcut would give it.
 */
class CascadeChurnTest {

  private static final int MOST_LEGS = 9;
  private static final int TALKERS = 3;

  /** Levels that no noise and no hysteresis brings into another order. */
  private static final double STEP = 1.7;

  private final List<Double> frequencies = new ArrayList<>();
  private final Set<String> muted = new HashSet<>();
  private Map<String, Integer> talkers = Map.of();
  private Map<String, Integer> listeners = Map.of();
  private Map<String, Map<String, Integer>> pairs = Map.of();

  private void shake(Campus campus, Random random, boolean relate) {
    for (int i = 0; i < 3; i++) {
      List<Phone> phones = campus.phones;
      switch (random.nextInt(3)) {
        case 0 -> {
          if (phones.size() < MOST_LEGS) {
            String name = "leg-" + random.nextInt(12);
            if (phones.stream().noneMatch(phone -> phone.name.equals(name))) {
              campus.join(name, frequencies.remove(random.nextInt(frequencies.size())));
            }
          }
        }
        case 1 -> {
          if (phones.size() > 3) {
            Phone phone = phones.get(random.nextInt(phones.size()));
            muted.remove(phone.name);
            frequencies.add(phone.hz);
            campus.leave(phone);
          }
        }
        default -> {
          if (!phones.isEmpty()) {
            mute(campus, phones.get(random.nextInt(phones.size())).name);
          }
        }
      }
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < campus.phones.size(); i++) {
      order.add(random.nextInt(order.size() + 1), i);
    }
    for (int i = 0; i < order.size(); i++) {
      campus.phones.get(order.get(i)).amplitude = 10_000 / Math.pow(STEP, i);
    }
    if (relate) {
      relate(campus, random);
    }
  }

  private void mute(Campus campus, String name) {
    boolean now = muted.remove(name) ? false : muted.add(name);
    campus.<CommandResult>ask(done -> campus.plane.mute(Campus.id(name), 1, now, done));
  }

  private void relate(Campus campus, Random random) {
    talkers = new HashMap<>();
    listeners = new HashMap<>();
    pairs = new HashMap<>();
    for (int i = 0; i < 12; i++) {
      if (random.nextInt(3) == 0) {
        talkers.put("leg-" + i, random.nextBoolean() ? Gain.SILENT : -6);
      }
      if (random.nextInt(5) == 0) {
        listeners.put("leg-" + i, random.nextBoolean() ? Gain.SILENT : -6);
      }
      for (int j = 0; j < 12; j++) {
        if (i != j && random.nextInt(4) == 0) {
          pairs
              .computeIfAbsent("leg-" + i, none -> new HashMap<>())
              .put("leg-" + j, random.nextInt(3) == 0 ? Gain.SILENT : -6);
        }
      }
    }
    Relations relations = new Relations(talkers, listeners, pairs);
    campus.<CommandResult>ask(done -> campus.plane.relate(Campus.ROOM, 1, relations, done));
  }

  private static double factor(int db) {
    return db == Gain.SILENT ? 0 : Math.pow(10, db / 20.0);
  }

  /** What the relations mean, without asking them. */
  private double gain(String listener, String talker) {
    if (listener.equals(talker)) {
      return 0;
    }
    Integer pair = pairs.getOrDefault(listener, Map.of()).get(talker);
    return pair != null
        ? factor(pair)
        : factor(listeners.getOrDefault(listener, 0)) * factor(talkers.getOrDefault(talker, 0));
  }

  private boolean apart(Phone phone) {
    return talkers.getOrDefault(phone.name, 0) == Gain.SILENT;
  }

  /** The loudest of those whom all may hear, and all who talk to some only. */
  private Set<Phone> mixed(List<Phone> phones) {
    Set<Phone> mixed = new HashSet<>();
    phones.stream()
        .filter(phone -> !muted.contains(phone.name) && !apart(phone))
        .sorted(Comparator.comparingDouble(phone -> -phone.amplitude))
        .limit(TALKERS)
        .forEach(mixed::add);
    phones.stream()
        .filter(phone -> !muted.contains(phone.name) && apart(phone))
        .forEach(mixed::add);
    return mixed;
  }

  private List<String> wrong(Campus campus) {
    List<String> wrong = new ArrayList<>();
    Set<Phone> mixed = mixed(campus.phones);
    for (Phone listener : campus.phones) {
      double sum = 0;
      for (Phone talker : mixed) {
        sum += gain(listener.name, talker.name) * talker.amplitude;
      }
      for (Phone talker : campus.phones) {
        double share = mixed.contains(talker) ? gain(listener.name, talker.name) : 0;
        double wanted = share * talker.amplitude;
        double tolerance = 0.05 * sum + 0.1 * wanted + 30;
        double heard = listener.hears(talker.hz);
        if (Math.abs(heard - wanted) > tolerance) {
          wrong.add(listener.name + " hears " + talker.name + ": " + heard + ", not " + wanted);
        }
      }
    }
    return wrong;
  }

  private void play(long seed, int loops, boolean relate) {
    Random random = new Random(seed);
    Campus campus = new Campus(loops, 2);
    for (double hz = 300; hz < 3500; hz += 200) {
      frequencies.add(hz);
    }
    for (int change = 0; change < 12; change++) {
      shake(campus, random, relate);
      campus.listen(1800); // the last turn fades from the levels
      campus.listen(400);
      assertThat(wrong(campus)).as("seed " + seed + ", change " + change).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void allHearTheLoudestOfAllLoops(long seed) {
    play(seed, 2 + (int) seed % 3, false);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void allHearWhatTheRelationsSay(long seed) {
    play(seed, 2 + (int) seed % 3, true);
  }
}
