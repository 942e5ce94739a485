package org.confocal.mcu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.Relation;
import org.confocal.media.mix.Gain;
import org.confocal.media.mix.Relations;
import org.junit.jupiter.api.Test;

class LegRelationsTest {
  private static final UserUri ADA = new UserUri("sip:ada@example.test");
  private static final UserUri BEN = new UserUri("sip:ben@example.test");
  private static final UserUri EVE = new UserUri("sip:eve@example.test");

  /** Ada has two legs, Ben one, and Eve is not there. */
  private static final Map<Integer, UserUri> USERS = Map.of(1, ADA, 2, ADA, 3, BEN);

  private static Relations of(ControlOrder.Relate order) {
    return LegRelations.of(order.relations(), USERS).orElseThrow();
  }

  @Test
  void whatIsSaidOfAUserHoldsForAllHisLegs() {
    Relations relations = of(ControlOrder.Relate.whisper(ADA, List.of(BEN, EVE)));

    assertThat(relations.talkers()).isEqualTo(Map.of("1", Gain.SILENT, "2", Gain.SILENT));
    assertThat(relations.pairs()).isEqualTo(Map.of("3", Map.of("1", 0, "2", 0)));
  }

  @Test
  void aPatternOfUsersIsThePatternOfTheirLegs() {
    Map<Integer, UserUri> users = Map.of(1, ADA, 2, BEN, 3, EVE);

    assertThat(LegRelations.of(ControlOrder.Relate.sidebar(List.of(ADA, BEN)).relations(), users))
        .contains(Relations.NONE.sidebar(java.util.Set.of("1", "2")));
    assertThat(LegRelations.of(ControlOrder.Relate.coach(ADA, BEN).relations(), users))
        .contains(Relations.NONE.coach("1", "2"));
  }

  @Test
  void ofTwoThatSayTheSameTheLastCounts() {
    Relations relations =
        of(
            new ControlOrder.Relate(
                List.of(Relation.hears(BEN, ADA, -3), Relation.hears(BEN, ADA, 6))));

    assertThat(relations.gain("3", "1")).isEqualTo(Gain.factor(6));
  }

  @Test
  void moreThanThePlaneTakesIsNothing() {
    Map<Integer, UserUri> legs = new HashMap<>();
    List<Relation> all = new ArrayList<>();
    for (int leg = 1; leg <= 300; leg++) {
      legs.put(leg, leg <= 150 ? ADA : BEN);
    }
    all.add(Relation.hears(ADA, BEN, 0));

    assertThat(LegRelations.of(all, legs)).isEmpty();
  }
}
