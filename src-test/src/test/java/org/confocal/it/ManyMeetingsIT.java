package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;
import org.confocal.it.c3p.C3pLane;
import org.confocal.it.c3p.C3pLanes;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.Memory;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.Timings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * 10,000 meetings of one organizer and 100,000 in all, scheduled, found and started by SIP on one
 * node with its embedded database. The figures are printed; what is asserted is that all is there,
 * and that the last meeting costs no multiple of the first.
 */
@Tag("long")
class ManyMeetingsIT {
  private static final String DANA = "dana";
  private static final int OF_DANA = Integer.getInteger("many.meetings", 10_000);
  private static final int ORGANIZERS = Integer.getInteger("many.organizers", 900);
  private static final int OF_EACH = 100;
  private static final int STARTS = 200;
  private static final int LANES = 8;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private final NodeConfig config =
      NodeConfig.onFreePorts()
          .with("confocal.sip.domain", C3pUser.DOMAIN)
          .with("confocal.engine.focus-factory.max-meetings", "10000");
  private final Random random = new Random(4711);

  private static void print(String what, Object figures) {
    System.out.println("meetings: " + what + ": " + figures);
  }

  private static String id(int number) {
    return "M%07d".formatted(number);
  }

  private static String organizer(int number) {
    return "user%03d".formatted(number);
  }

  private ConfocalProcess start() {
    return ConfocalProcess.start(directory.resolve("data"), config);
  }

  private Memory memory(ConfocalProcess node) {
    return Memory.of(directory, node.pid());
  }

  @Test
  void theLastOfAHundredThousandMeetingsCostsWhatTheFirstDid() {
    try (ConfocalProcess node = start();
        C3pLanes lanes = C3pLanes.to(config.sip(), LANES)) {
      addUsers(node);
      warmUp(lanes);
      Timings fewStarts = startsOfTen(lanes);

      Timings own = schedulesForOne(lanes);
      lookUps("of one organizer", lanes, OF_DANA, i -> DANA, i -> i);
      listsAll(lanes);
      schedulesForMany(lanes);
      lookUps("of one organizer, 100,000 in all", lanes, OF_DANA, i -> DANA, i -> i);
      lookUpsOfAny(lanes);
      Timings manyStarts = startsOfAny(lanes);

      print("start, 10 meetings", fewStarts);
      print("start, 100,000 meetings", manyStarts);
      assertThat(own.last(1000).ms(0.5)).isLessThan(10 * own.first(1000).ms(0.5));
      assertThat(manyStarts.ms(0.5)).isLessThan(10 * fewStarts.ms(0.5));
      restIsCheap(node);
      print("database before the stop", databaseMib() + " MiB");
      long began = System.nanoTime();
      assertThat(node.stop(LIMIT)).isZero();
      print("stop", (System.nanoTime() - began) / 1_000_000 + " ms");
      print("database after the stop", databaseMib() + " MiB");
      assertThat(databaseMib()).isLessThan(100);
    }
    restarts();
  }

  private static void addUsers(ConfocalProcess node) {
    Management management = Management.of(node);
    management.addUser(DANA, "correct horse");
    management.addUser("warm", "correct horse");
    for (int i = 0; i < ORGANIZERS; i++) {
      management.addUser(organizer(i), "correct horse");
    }
  }

  /** The code that is measured has been compiled. */
  private static void warmUp(C3pLanes lanes) {
    lanes.all(2000, (lane, i) -> lane.schedules("warm", id(i)));
    lanes.all(500, (lane, i) -> startAndLeave(lane, "warm", i));
    lanes.all(2000, (lane, i) -> lane.deletes("warm", id(i)));
  }

  private static void startAndLeave(C3pLane lane, String organizer, int number) {
    lane.leaves(lane.joins(organizer, C3pLane.conference(organizer, id(number))));
  }

  /** Ten meetings at a time are all that there are. */
  private Timings startsOfTen(C3pLanes lanes) {
    Timings all = new Timings(List.of());
    C3pLane lane = lanes.one();
    for (int round = 0; round < STARTS / 10; round++) {
      int first = 5_000_000 + 10 * round;
      lanes.all(first, first + 10, (l, i) -> l.schedules("warm", id(i)));
      for (int i = first; i < first + 10; i++) {
        all = all.and(startOf(lane, "warm", i));
      }
      lanes.all(first, first + 10, (l, i) -> l.deletes("warm", id(i)));
    }
    return all;
  }

  private static Timings startOf(C3pLane lane, String organizer, int number) {
    long began = System.nanoTime();
    C3pLane.Dialog dialog = lane.joins(organizer, C3pLane.conference(organizer, id(number)));
    long ended = System.nanoTime();
    lane.leaves(dialog);
    return new Timings(List.of(new Timings.Sample(began, ended)));
  }

  private static Timings schedulesForOne(C3pLanes lanes) {
    Timings all = lanes.all(OF_DANA, (lane, i) -> lane.schedules(DANA, id(i)));
    print("schedule, one organizer, all", all);
    print("schedule, one organizer, first 1000", all.first(1000));
    print("schedule, one organizer, last 1000", all.last(1000));
    return all;
  }

  private static void schedulesForMany(C3pLanes lanes) {
    int count = ORGANIZERS * OF_EACH;
    Timings all =
        lanes.all(
            count, (lane, i) -> lane.schedules(organizer(i % ORGANIZERS), id(i / ORGANIZERS)));
    print("schedule, many organizers, all", all);
    print("schedule, many organizers, first 1000", all.first(1000));
    print("schedule, many organizers, last 1000", all.last(1000));
  }

  private void lookUps(
      String what,
      C3pLanes lanes,
      int meetings,
      IntFunction<String> organizer,
      IntUnaryOperator number) {
    int[] which = random.ints(2000, 0, meetings).toArray();
    print(
        "getConference, " + what,
        lanes.all(
            which.length,
            (lane, i) -> lane.finds(organizer.apply(which[i]), id(number.applyAsInt(which[i])))));
  }

  private void lookUpsOfAny(C3pLanes lanes) {
    lookUps(
        "of any", lanes, ORGANIZERS * OF_EACH, i -> organizer(i % ORGANIZERS), i -> i / ORGANIZERS);
  }

  private static void listsAll(C3pLanes lanes) {
    for (int i = 0; i < 3; i++) {
      long began = System.nanoTime();
      String all = lanes.one().orders(DANA, "<getConferences/>");
      double ms = (System.nanoTime() - began) / 1e6;
      long count = Pattern.compile("conference-info[^>]* entity=").matcher(all).results().count();
      print(
          "getConferences",
          String.format(
              Locale.ROOT, "%d meetings, %d KiB, %.0f ms", count, all.length() / 1024, ms));
      assertThat(count).isEqualTo(OF_DANA);
    }
  }

  private Timings startsOfAny(C3pLanes lanes) {
    List<Timings> each = new ArrayList<>();
    for (int which : random.ints(STARTS, 0, ORGANIZERS * OF_EACH).toArray()) {
      each.add(startOf(lanes.one(), organizer(which % ORGANIZERS), which / ORGANIZERS));
    }
    return each.stream().reduce(new Timings(List.of()), Timings::and);
  }

  /** What the node uses while nobody asks anything of it. */
  private void restIsCheap(ConfocalProcess node) {
    Management.of(node).awaitNoRequestRemembered();
    Duration before = cpu(node);
    Eventually.pass(Duration.ofSeconds(10));
    print("CPU of the idle node, of one core", cpu(node).minus(before).toMillis() / 100 + " %");
    print("memory", memory(node));
  }

  private long databaseMib() {
    try {
      return Files.size(directory.resolve("data/db/confocal.mv.db")) >> 20;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Duration cpu(ConfocalProcess node) {
    return ProcessHandle.of(node.pid())
        .flatMap(p -> p.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  private void restarts() {
    long began = System.nanoTime();
    try (ConfocalProcess node = start();
        C3pLanes lanes = C3pLanes.to(config.sip(), LANES)) {
      long ready = System.nanoTime();
      print("restart until ready", (ready - began) / 1_000_000 + " ms");
      long asked = System.nanoTime();
      lanes.one().finds(DANA, id(0));
      print("getConference then", (System.nanoTime() - asked) / 1_000_000 + " ms");
      asked = System.nanoTime();
      lanes.one().schedules(DANA, id(OF_DANA));
      print("schedule then", (System.nanoTime() - asked) / 1_000_000 + " ms");
      assertThat(lanes.one().orders(DANA, "<getConferences/>")).contains(id(OF_DANA));
      Memory few = memory(node);
      print(
          "getConference, first of each organizer",
          lanes.all(ORGANIZERS, (lane, i) -> lane.finds(organizer(i), id(OF_EACH - 1))));
      Memory all = memory(node);
      print("one more meeting in memory", all.perCaller(few, ORGANIZERS * OF_EACH));
    }
  }
}
