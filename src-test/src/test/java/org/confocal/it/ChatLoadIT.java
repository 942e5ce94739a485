package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.it.kit.Eventually.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.c3p.Crowd;
import org.confocal.it.c3p.CrowdDialog;
import org.confocal.it.c3p.CrowdMember;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.Load;
import org.confocal.it.kit.NodeConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Many who write at once, each as fast as he is answered: all hear all, once, in one order. */
@Tag("long")
class ChatLoadIT {
  private static final int AUTHORS = 20; // each has one line on its way (RFC 3428 section 8)
  private static final int WARM_UP_LINES = 200;
  private static final int JOINS_PER_SECOND = 50;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  void aHundredOverTcpHearEveryLineOnceInOneOrder() {
    chat(100, 1000, false);
  }

  @Test
  void aHundredOverUdpHearEveryLineOnceInOneOrder() {
    chat(100, 1000, true);
  }

  @Test
  void fiveHundredOverTcpHearEveryLineOnceInOneOrder() {
    chat(500, 200, false);
  }

  @Test
  void fiveHundredOverUdpHearEveryLineOnceInOneOrder() {
    chat(500, 200, true);
  }

  private static NodeConfig config(int people) {
    return NodeConfig.onFreePorts()
        .with("confocal.sip.domain", C3pUser.DOMAIN)
        .with("confocal.engine.focus.max-legs", "2000")
        .with("confocal.mcu.chat.most-participants", Integer.toString(people))
        .with("confocal.mcu.chat.most-waiting", "10000");
  }

  private void chat(int people, int lines, boolean udp) {
    Path data = directory.resolve("data-" + people + udp);
    try (ConfocalProcess node = ConfocalProcess.start(data, config(people));
        Crowd crowd = Crowd.on(node, people, udp)) {
      C3pUser dana = C3pUser.on(node, "dana");
      String conference = dana.schedules("7F3A9C20B1D84E6F", "");
      List<CrowdDialog> dialogs =
          crowd.all(
              JOINS_PER_SECOND,
              m -> m.joins(conference).thenCompose(control -> m.chats(conference)));
      Said warm = new Said(crowd, dialogs, 1, WARM_UP_LINES);
      warm.done.join();
      warm.everybodyHas(WARM_UP_LINES);

      long cpu = Load.cpuMs(node.pid());
      long begun = System.nanoTime();
      Said said = new Said(crowd, dialogs, WARM_UP_LINES + 1, WARM_UP_LINES + lines);
      said.done.join();
      double answered = (System.nanoTime() - begun) / 1e9;
      said.everybodyHas(WARM_UP_LINES + lines);
      double heard = (System.nanoTime() - begun) / 1e9;

      System.out.printf(
          Locale.ROOT,
          "chat %s: %d members, %d authors: %d lines answered in %.1f s = %.0f lines/s, %.0f"
              + " deliveries/s until all were heard, %.3f ms of processor time for a delivery,"
              + " %d repetitions, %s%n",
          udp ? "UDP" : "TCP",
          people,
          AUTHORS,
          lines,
          answered,
          lines / answered,
          lines * (people - 1) / heard,
          (Load.cpuMs(node.pid()) - cpu) / (double) (lines * (people - 1)),
          crowd.members().stream().mapToInt(CrowdMember::repetitions).sum(),
          Load.average());
      assertThat(warm.failures).isEmpty();
      assertThat(said.failures).isEmpty();
      oneOrder(crowd, List.of(warm, said));
      dana.close();
    }
  }

  /** The last member has written nothing: he knows the whole order. */
  private static void oneOrder(Crowd crowd, List<Said> parts) {
    List<CrowdMember> members = crowd.members();
    int[] order = members.get(members.size() - 1).lines();
    assertThat(Arrays.stream(order).distinct().count()).isEqualTo(order.length);
    for (int i = 0; i < members.size(); i++) {
      int author = i;
      int[] expected =
          Arrays.stream(order)
              .filter(line -> parts.stream().noneMatch(p -> p.wrote(author, line)))
              .toArray();
      assertThat(members.get(i).lines()).as(members.get(i).name()).isEqualTo(expected);
    }
  }

  /** Lines that are being said; each begins with its number. */
  private static final class Said {
    final CompletableFuture<Boolean> done = new CompletableFuture<>();
    final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Crowd crowd;
    private final List<CrowdDialog> dialogs;
    private final List<Set<Integer>> own;
    private final AtomicInteger next;
    private final int last;
    private final AtomicInteger speaking = new AtomicInteger(AUTHORS);

    Said(Crowd crowd, List<CrowdDialog> dialogs, int first, int last) {
      this.crowd = crowd;
      this.dialogs = dialogs;
      this.next = new AtomicInteger(first);
      this.last = last;
      this.own =
          java.util.stream.IntStream.range(0, AUTHORS)
              .<Set<Integer>>mapToObj(i -> ConcurrentHashMap.newKeySet())
              .toList();
      for (int i = 0; i < AUTHORS; i++) {
        speaks(i);
      }
    }

    private void speaks(int author) {
      int line = next.getAndIncrement();
      if (line > last) {
        if (speaking.decrementAndGet() == 0) {
          done.complete(true);
        }
        return;
      }
      own.get(author).add(line);
      var unused =
          crowd
              .members()
              .get(author)
              .says(dialogs.get(author), line + " is what author " + author + " has to say")
              .whenComplete(
                  (answer, failure) -> {
                    if (failure != null || answer.status() != 200) {
                      failures.add(failure == null ? answer.startLine() : failure.toString());
                    }
                    speaks(author);
                  });
    }

    boolean wrote(int member, int line) {
      return member < AUTHORS && own.get(member).contains(line);
    }

    /** Of all lines so far; those who wrote some of them have fewer. */
    void everybodyHas(int lines) {
      List<CrowdMember> listeners = crowd.members().subList(AUTHORS, crowd.members().size());
      try {
        eventually(
            "all have heard " + lines,
            LIMIT,
            () -> listeners.stream().allMatch(m -> m.lineCount() >= lines));
      } catch (AssertionError e) {
        var counts = listeners.stream().mapToInt(CrowdMember::lineCount).summaryStatistics();
        throw new AssertionError("lines heard " + counts + ", not said " + failures, e);
      }
    }
  }
}
