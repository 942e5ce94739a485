package org.confocal.media.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RelationsTest {

  private static final List<String> LEGS = List.of("ada", "bob", "cid", "dan", "eva");

  private static Set<String> heardBy(Relations relations, String listener) {
    Set<String> heard = new HashSet<>();
    for (String talker : LEGS) {
      if (relations.gain(listener, talker) > 0) {
        heard.add(talker);
      }
    }
    return heard;
  }

  @Test
  void everybodyHearsEverybodyButHimself() {
    for (String leg : LEGS) {
      Set<String> others = new HashSet<>(LEGS);
      others.remove(leg);

      assertThat(heardBy(Relations.NONE, leg)).isEqualTo(others);
    }
    assertThat(Relations.NONE.gain("ada", "bob")).isEqualTo(1);
    assertThat(Relations.NONE.isNone()).isTrue();
  }

  @Test
  void aWhisperIsHeardByTheChosenOnly() {
    Relations relations = Relations.NONE.whisper("ada", Set.of("bob", "eva"));

    assertThat(heardBy(relations, "bob")).containsExactlyInAnyOrder("ada", "cid", "dan", "eva");
    assertThat(heardBy(relations, "eva")).contains("ada");
    assertThat(heardBy(relations, "cid")).containsExactlyInAnyOrder("bob", "dan", "eva");
    assertThat(heardBy(relations, "ada")).containsExactlyInAnyOrder("bob", "cid", "dan", "eva");
  }

  @Test
  void aCoachHearsAllAndIsHeardByTheAgentOnly() {
    Relations relations = Relations.NONE.sidebar(Set.of("ada", "eva")).coach("ada", "bob");

    assertThat(heardBy(relations, "ada")).containsExactlyInAnyOrder("bob", "cid", "dan");
    assertThat(heardBy(relations, "bob")).containsExactlyInAnyOrder("ada", "cid", "dan");
    assertThat(heardBy(relations, "cid")).containsExactlyInAnyOrder("bob", "dan");
  }

  @Test
  void aSidebarIsApartFromTheOthersAndFromOtherSidebars() {
    Relations relations =
        Relations.NONE.sidebar(Set.of("ada", "bob")).sidebar(Set.of("cid", "dan"));

    assertThat(heardBy(relations, "ada")).containsExactly("bob");
    assertThat(heardBy(relations, "cid")).containsExactly("dan");
    assertThat(heardBy(relations, "eva")).isEmpty();
    assertThat(relations.gain("late comer", "ada")).isZero();
    assertThat(relations.gain("ada", "late comer")).isZero();
    assertThat(relations.gain("eva", "late comer")).isEqualTo(1);
  }

  @Test
  void whoIsForgottenIsLikeTheOthers() {
    Relations relations = Relations.NONE.sidebar(Set.of("ada", "bob")).hears("cid", "ada", 3);

    assertThat(relations.forgetting("ada").forgetting("bob")).isEqualTo(Relations.NONE);
  }

  @Test
  void aPairComesBeforeWhatIsSaidOfBoth() {
    Relations relations =
        new Relations(Map.of("ada", -6), Map.of("bob", -20), Map.of("bob", Map.of("cid", 12)));

    assertThat(relations.gain("bob", "ada")).isEqualTo(Gain.factor(-6) * Gain.factor(-20));
    assertThat(relations.gain("bob", "cid")).isEqualTo(Gain.factor(12));
    assertThat(relations.gain("cid", "ada")).isEqualTo(Gain.factor(-6));
    assertThat(relations.gain("eva", "dan")).isEqualTo(1);
  }

  @Test
  void noOrderOfCommandsLetsAnybodyIntoASidebar() {
    long seed = 21;
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      Relations relations = Relations.NONE;
      for (int i = 0; i < 6; i++) {
        String leg = LEGS.get(random.nextInt(3));
        String other = LEGS.get((LEGS.indexOf(leg) + 1) % 3);
        relations =
            switch (random.nextInt(3)) {
              case 0 -> relations.whisper(leg, Set.of(other));
              case 1 -> relations.coach(leg, other);
              default -> relations.hears(leg, other, random.nextInt(12));
            };
      }

      relations = relations.sidebar(Set.of("ada", "eva"));

      for (String other : List.of("bob", "cid", "dan")) {
        for (String member : List.of("ada", "eva")) {
          assertThat(relations.gain(other, member)).as("seed " + seed).isZero();
          assertThat(relations.gain(member, other)).as("seed " + seed).isZero();
        }
      }
      assertThat(relations.gain("ada", "eva")).isEqualTo(1);
    }
  }

  @Test
  void wrongRelationsAreRefused() {
    assertThatThrownBy(() -> Relations.NONE.hears("ada", "bob", 13))
        .hasMessage("relation to 'bob': 13 dB (expected: -40 to 12)");
    assertThatThrownBy(() -> Relations.NONE.hears("ada", "ada", 0))
        .hasMessage("relation of a leg to itself: 'ada' (expected: two legs)");
    Map<String, Integer> many = new HashMap<>();
    for (int i = 0; i <= Relations.MOST_PAIRS; i++) {
      many.put("leg-" + i, 0);
    }
    assertThatThrownBy(() -> new Relations(many, Map.of(), Map.of()))
        .hasMessageContaining("at most 16384");
  }
}
