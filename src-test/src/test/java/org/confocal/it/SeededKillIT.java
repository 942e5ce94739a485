package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.kill.Chair;
import org.confocal.it.kill.Fuse;
import org.confocal.it.kill.Phones;
import org.confocal.it.kill.Scheduler;
import org.confocal.it.kill.Witness;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The node is killed while many orders are on their way, and is started again: what was answered is
 * so, and no dialog is lost. The seed decides who orders what and when the kill comes; {@code
 * -Dconfocal.kill.first=N -Dconfocal.kill.count=1} repeats one.
 */
class SeededKillIT {
  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(
          NodeConfig.onFreePorts()
              .shortLived()
              .withMediaPorts(2000) // a closed port rests for 5 s
              .with("confocal.sip.domain", C3pUser.DOMAIN)
              .with("confocal.engine.focus.roster.window", "50ms")
              .with("confocal.engine.focus.return-grace", "24h"));

  private static final int LATEST_US = 20_000;
  private static final int WITNESSES = 7;

  private final Map<String, Integer> doubts = new TreeMap<>();
  private int answered;

  @Test
  void whatWasAnsweredIsSoAfterTheKill() {
    repetitions(2);
  }

  @Test
  @Tag("long")
  void whatWasAnsweredIsSoAfterAHundredKills() {
    repetitions(100);
  }

  private void repetitions(int usually) {
    int first = Integer.getInteger("confocal.kill.first", 1);
    int count = Integer.getInteger("confocal.kill.count", usually);
    Map<Integer, String> failed = new TreeMap<>();
    for (int seed = first; seed < first + count; seed++) {
      try {
        repetition(seed);
      } catch (AssertionError e) {
        failed.put(seed, String.valueOf(e.getMessage()).lines().limit(12).toList().toString());
        System.out.println("seeded kill: seed " + seed + " FAILED " + e.getMessage());
      }
    }
    System.out.println(
        "seeded kills: " + count + ", answered " + answered + ", on their way " + doubts);
    assertThat(failed).as("failures by seed").isEmpty();
  }

  private void repetition(int seed) {
    Random random = new Random(seed);
    Fuse fuse = new Fuse(40 + random.nextInt(200));
    List<Witness> witnesses = witnesses(seed, random, fuse);
    ExecutorService threads = Executors.newFixedThreadPool(WITNESSES);
    try {
      List<Future<?>> work = new ArrayList<>();
      witnesses.forEach(w -> work.add(threads.submit(w::work)));
      fuse.await();
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(LATEST_US)));
      long killed = System.nanoTime();
      NODE.crash();
      long back = System.nanoTime();
      work.forEach(SeededKillIT::join);
      String about = "seed " + seed;
      all(threads, witnesses, Witness::resumes);
      all(threads, witnesses, w -> w.verifies(about));
      all(threads, witnesses, w -> w.ends(about));
      told(
          seed,
          witnesses,
          Duration.ofNanos(back - killed),
          Duration.ofNanos(System.nanoTime() - back));
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Witness> witnesses(int seed, Random random, Fuse fuse) {
    List<Witness> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(new Chair(NODE, new Random(random.nextLong()), fuse));
    }
    for (int i = 0; i < 2; i++) {
      all.add(new Phones(NODE, NODE.anyRoom(2 * seed + i), new Random(random.nextLong()), fuse));
      all.add(new Scheduler(NODE, new Random(random.nextLong()), fuse));
    }
    return all;
  }

  private void told(int seed, List<Witness> witnesses, Duration start, Duration look) {
    int count = witnesses.stream().mapToInt(Witness::answered).sum();
    List<String> open = witnesses.stream().map(Witness::doubt).filter(d -> !d.isEmpty()).toList();
    open.forEach(d -> doubts.merge(d.replaceAll(" .*", ""), 1, Integer::sum));
    answered += count;
    System.out.println(
        "seeded kill: seed %d, answered %d, on their way %s, killed to ready %d ms, looked %d ms"
            .formatted(seed, count, open, start.toMillis(), look.toMillis()));
  }

  private static void all(
      ExecutorService threads, List<Witness> witnesses, Consumer<Witness> what) {
    List<Future<?>> work = new ArrayList<>();
    witnesses.forEach(w -> work.add(threads.submit(() -> what.accept(w))));
    work.forEach(SeededKillIT::join);
  }

  private static void join(Future<?> work) {
    try {
      work.get(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof AssertionError failed
          ? failed
          : new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("a witness hangs", e);
    }
  }
}
