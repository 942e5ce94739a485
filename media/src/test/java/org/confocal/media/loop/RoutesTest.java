package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.confocal.media.SessionId;
import org.junit.jupiter.api.Test;

/** Which loop a leg is given to. */
class RoutesTest {

  private static final long SECOND_NS = 1_000_000_000L;

  private final LoopLoad[] loads = new LoopLoad[4];
  private final Routes routes;

  RoutesTest() {
    Arrays.setAll(loads, i -> new LoopLoad());
    routes = new Routes(loads, 10);
  }

  private static SessionId id(int conference, int leg) {
    return new SessionId("conference-" + conference, "leg-" + leg);
  }

  /** Ten seconds of a loop that works for this share of each millisecond. */
  private static void work(LoopLoad load, double share) {
    for (long ns = 0; ns < 10 * SECOND_NS; ns += 1_000_000) {
      load.worked(ns, ns + (long) (share * 1_000_000));
    }
  }

  private int[] join(int conferences, int legs) {
    int[] given = new int[loads.length];
    for (int conference = 0; conference < conferences; conference++) {
      for (int leg = 0; leg < legs; leg++) {
        given[routes.reserve(id(conference, leg))]++;
      }
    }
    return given;
  }

  @Test
  void aBurstOfNewConferencesIsSpreadEvenly() {
    assertThat(join(100, 5)).containsOnly(125);
  }

  @Test
  void conferencesThatGrowAtTheSameTimeAreSpreadEvenly() {
    int[] given = new int[loads.length];
    for (int leg = 0; leg < 5; leg++) {
      for (int conference = 0; conference < 100; conference++) {
        given[routes.reserve(id(conference, leg))]++;
      }
    }

    assertThat(given).containsOnly(125);
  }

  @Test
  void aBusyLoopIsGivenLess() {
    work(loads[0], 0.3);
    work(loads[1], 0.02);
    work(loads[2], 0.02);
    work(loads[3], 0.02);

    int[] given = join(120, 5);

    assertThat(given[0]).isBetween(1, 60);
    assertThat(given[1]).isBetween(170, 200);
    assertThat(given[2]).isBetween(170, 200);
    assertThat(given[3]).isBetween(170, 200);
  }

  @Test
  void legsOfOneConferenceStayTogetherUntilTheirLoopHasItsShare() {
    int[] given = join(1, 35);

    assertThat(given).containsExactlyInAnyOrder(10, 10, 10, 5);
  }

  @Test
  void whoHasGoneMakesRoomAtHome() {
    join(1, 11);
    int home = routes.home("conference-0");
    for (int leg = 0; leg < 11; leg++) {
      routes.settled(id(0, leg), routes.loopOf(id(0, leg)), true);
    }

    routes.left(id(0, 3));

    assertThat(routes.reserve(id(0, 11))).isEqualTo(home);
    assertThat(routes.reserve(id(0, 12))).isEqualTo(routes.loopOf(id(0, 10))).isNotEqualTo(home);
  }

  @Test
  void aCommandThatIsRepeatedGoesTheSameWay() {
    join(1, 11);
    int loop = routes.loopOf(id(0, 10));

    assertThat(routes.reserve(id(0, 10))).isEqualTo(loop);
    routes.settled(id(0, 10), loop, true);
    routes.left(id(0, 10));
    assertThat(routes.loopOf(id(0, 10))).as("one reserve is still under way").isEqualTo(loop);
    routes.settled(id(0, 10), loop, false);
    assertThat(routes.loopOf(id(0, 10))).isEqualTo(routes.home("conference-0"));
  }

  @Test
  void nothingIsKeptOfAConferenceThatHasEnded() {
    join(1, 1);
    int loop = routes.home("conference-0");
    Branch branch = routes.begin("conference-0", loop, 0);
    routes.settled(id(0, 0), loop, true);

    routes.left(id(0, 0));

    assertThat(routes.end(branch)).isTrue();
    assertThat(routes.reserve(id(0, 0))).isEqualTo(routes.home("conference-0"));
    assertThat(routes.distanceNs("conference-0", 0)).isEqualTo(LoopContext.FRAME_NS);
  }

  @Test
  void aRefusedCommandLeavesNothingBehind() {
    routes.reserve(id(0, 0));

    routes.refused(id(0, 0));

    assertThat(loads).extracting(load -> load.expected(1)).containsOnly(0f);
  }

  @Test
  void theFenceOutlivesConferencesAndForgetsTheOldestFirst() {
    Fences fences = new Fences();
    fences.hold("runs");
    fences.raise("runs", 9);
    fences.raise("old", 9);
    for (int i = 0; i < Fences.REMEMBERED; i++) {
      fences.raise("other-" + i, 3);
    }

    assertThat(fences.raise("other-0", 1)).isEqualTo(3);
    assertThat(fences.raise("runs", 1)).isEqualTo(9);
    assertThat(fences.raise("old", 1)).isEqualTo(1);
  }
}
