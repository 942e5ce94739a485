package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.confocal.it.c3p.C3pLane;
import org.confocal.it.c3p.C3pLanes;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.Memory;
import org.confocal.it.kit.NodeConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What it costs the heap that conferences, dialogs and subscriptions are there and do nothing. */
@Tag("long")
class RestingMemoryIT {
  private static final String DANA = "dana";
  private static final int CONFERENCES = 2000;
  private static final int PARTICIPANTS = 200;

  /**
   * So many conferences have participants: with fewer the figures drown in what else comes and
   * goes.
   */
  private static final int HALLS = 5;

  /** More than twice what was measured; a copy of something large in each shows. */
  private static final int MOST_KIB = 100;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private final NodeConfig config =
      NodeConfig.onFreePorts().with("confocal.sip.domain", C3pUser.DOMAIN);

  private static String id(int number) {
    return "M%07d".formatted(number);
  }

  private static String conference(int number) {
    return C3pLane.conference(DANA, id(number));
  }

  private static String user(int number) {
    return "user%03d".formatted(number);
  }

  @Test
  void whatRestsIsCheap() {
    try (ConfocalProcess node = ConfocalProcess.start(directory.resolve("data"), config);
        C3pLanes lanes = C3pLanes.to(config.sip(), 4)) {
      Management management = Management.of(node);
      management.addUser(DANA, "correct horse");
      for (int i = 0; i < PARTICIPANTS; i++) {
        management.addUser(user(i), "correct horse");
      }
      lanes.all(100, (lane, i) -> lane.schedules(DANA, id(9000 + i)));
      lanes.all(100, (lane, i) -> lane.leaves(lane.joins(DANA, conference(9000 + i))));
      Memory empty = resting(node, management);

      lanes.all(CONFERENCES, (lane, i) -> lane.schedules(DANA, id(i)));
      Memory scheduled = resting(node, management);
      told("scheduled meeting", scheduled, empty, CONFERENCES);

      lanes.all(CONFERENCES, (lane, i) -> lane.joins(DANA, conference(i)));
      Memory running = resting(node, management);
      told("conference with one dialog", running, scheduled, CONFERENCES);

      int people = HALLS * PARTICIPANTS;
      lanes.all(people, (lane, i) -> lane.joins(user(i / HALLS), conference(i % HALLS)));
      Memory full = resting(node, management);
      told("dialog more, 200 in a conference", full, running, people);

      lanes.all(people, (lane, i) -> lane.watches(user(i / HALLS), conference(i % HALLS)));
      Memory watched = resting(node, management);
      told("subscription, 200 of a conference", watched, full, people);
      System.out.println(Memory.histogram(directory, node.pid(), 25));
      assertThat(management.get("/metrics").body())
          .containsPattern("(?m)^confocal_conferences(\\{.*\\})? " + CONFERENCES + "(\\.0)?$");
    }
  }

  private static void told(String what, Memory now, Memory before, int count) {
    System.out.println("resting: one " + what + ": " + now.perCaller(before, count));
    assertThat((now.heapKib() - before.heapKib()) / count).as("KiB").isLessThan(MOST_KIB);
  }

  /** As much as can be forgotten is forgotten. */
  private Memory resting(ConfocalProcess node, Management management) {
    management.awaitNoRequestRemembered();
    Eventually.pass(Duration.ofSeconds(15));
    Memory.of(directory, node.pid()); // what waits to be finalized is gone with the next one
    return Memory.of(directory, node.pid());
  }
}
