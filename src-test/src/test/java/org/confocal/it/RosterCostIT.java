package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.it.kit.Eventually.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.c3p.Crowd;
import org.confocal.it.c3p.CrowdDialog;
import org.confocal.it.c3p.CrowdMember;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.Load;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.NodeConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * What it costs to tell 250 people that 250 people come, against a server that tells everybody
 * everything each time.
 */
@Tag("long")
class RosterCostIT {
  private static final int PEOPLE = 250;
  private static final int PER_SECOND = 25;
  private static final int ALL_AT_ONCE = 100; // a second: more than are served in time
  private static final int WARM_UPS = 2; // until the compiler has done the most of its work
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String CROWDED = "crowded";
  private static final String NEVER_LARGE = "100000";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  /**
   * How the server tells.
   *
   * @param oneByOne the next joins when everybody has been told of the last: nothing can be
   *     gathered
   * @param watched false: nobody subscribes, which tells what a join costs by itself
   */
  private record Manner(
      String name,
      String documents,
      String window,
      String largeFrom,
      boolean udp,
      boolean oneByOne,
      boolean watched) {
    Manner warmingUp() {
      return new Manner(name + "-warming-up", documents, window, largeFrom, udp, false, watched);
    }

    int perSecond() {
      return name.startsWith(CROWDED) ? ALL_AT_ONCE : PER_SECOND;
    }

    NodeConfig config() {
      return NodeConfig.onFreePorts()
          .with("confocal.sip.domain", C3pUser.DOMAIN)
          .with("confocal.sip.stack.tcp.send-queue", "16 MiB")
          .with("confocal.engine.focus.roster.documents", documents)
          .with("confocal.engine.focus.roster.window", window)
          .with("confocal.engine.focus.roster.large-from", largeFrom);
    }
  }

  /** What came of 250 joins. */
  private record Cost(long messages, long bytes, long cpuMs, double seconds) {
    double per(Cost other, ToLongFunction<Cost> what) {
      return what.applyAsLong(other) / (double) Math.max(1, what.applyAsLong(this));
    }
  }

  @Test
  void partialDocumentsCostATenthOfFullOnes() {
    Cost bare =
        run(new Manner("nobody-watches", "partial", "200ms", NEVER_LARGE, false, false, false));
    Cost ours = run(new Manner("partial", "partial", "200ms", NEVER_LARGE, false, false, true));
    Cost large =
        run(new Manner("partial-large-meeting", "partial", "200ms", "250", false, false, true));
    Cost full = run(new Manner("full", "full", "200ms", NEVER_LARGE, false, false, true));
    Cost old = run(new Manner("full-no-gathering", "full", "1ms", NEVER_LARGE, false, true, true));

    tell("full, our window", bare, ours, full);
    tell("full, nothing gathered", bare, ours, old);
    tell("full, nothing gathered, against large meeting", bare, large, old);
    assertThat(old.bytes()).as("bytes, nothing gathered").isGreaterThan(10 * ours.bytes());
    assertThat(full.bytes()).as("bytes, our window").isGreaterThan(4 * ours.bytes());
  }

  @Test
  void whoeverComesWithACrowdHearsOfAll() {
    Cost cost = run(new Manner(CROWDED, "full", "1ms", NEVER_LARGE, false, false, true));

    assertThat(cost.messages()).isGreaterThan(PEOPLE);
  }

  @Test
  void behindDatagramsToo() {
    Cost bare =
        run(new Manner("udp-nobody-watches", "partial", "200ms", NEVER_LARGE, true, false, false));
    Cost ours = run(new Manner("udp-partial", "partial", "200ms", NEVER_LARGE, true, false, true));
    Cost full = run(new Manner("udp-full", "full", "200ms", NEVER_LARGE, true, false, true));

    tell("datagrams: full as far as they fit", bare, ours, full);
    assertThat(ours.messages()).isGreaterThan(PEOPLE);
  }

  private static void tell(String what, Cost bare, Cost ours, Cost other) {
    System.out.printf(
        Locale.ROOT,
        "roster cost: %s: %.1f times the bytes, %.1f times the processor time (%.1f without that"
            + " of the joins themselves), %s%n",
        what,
        ours.per(other, Cost::bytes),
        ours.per(other, Cost::cpuMs),
        (other.cpuMs() - bare.cpuMs()) / (double) Math.max(1, ours.cpuMs() - bare.cpuMs()),
        Load.average());
  }

  private Cost run(Manner manner) {
    try (ConfocalProcess node =
            ConfocalProcess.start(directory.resolve(manner.name()), manner.config());
        Crowd crowd = Crowd.on(node, PEOPLE, manner.udp())) {
      C3pUser dana = C3pUser.on(node, "dana");
      for (int i = 0; i < WARM_UPS; i++) {
        String conference = dana.schedules("A%dF3A9C20B1D84E6F".formatted(i), "");
        measure(node, crowd, manner.warmingUp(), conference);
      }
      Cost cost = measure(node, crowd, manner, dana.schedules("CF3A9C20B1D84E6F", ""));
      dana.close();
      return cost;
    }
  }

  private static Cost measure(ConfocalProcess node, Crowd crowd, Manner manner, String conference) {
    crowd.members().forEach(CrowdMember::forgets);
    long cpuBefore = Load.cpuMs(node.pid());
    double documents = metric(node, "confocal_notification_documents_total");
    long begun = System.nanoTime();
    List<CrowdDialog> dialogs = joins(crowd, manner, conference);
    if (manner.watched()) {
      everybodyKnows(crowd.members(), PEOPLE);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    long cpu = Load.cpuMs(node.pid()) - cpuBefore;
    List<CrowdMember.Notified> told = crowd.members().stream().map(CrowdMember::notified).toList();
    Cost cost =
        new Cost(
            told.stream().mapToLong(CrowdMember.Notified::messages).sum(),
            told.stream().mapToLong(CrowdMember.Notified::bytes).sum(),
            cpu,
            seconds);
    System.out.printf(
        Locale.ROOT,
        "roster %s: %d joins in %.1f s, %d notifications (%d full) of %.0f documents, %.1f MB,"
            + " largest %d bytes, %d first ones overtaken, %d ms of processor time, %s%n",
        manner.name(),
        PEOPLE,
        seconds,
        cost.messages(),
        told.stream().mapToInt(CrowdMember.Notified::full).sum(),
        metric(node, "confocal_notification_documents_total") - documents,
        cost.bytes() / 1e6,
        told.stream().mapToInt(CrowdMember.Notified::largest).max().orElse(0),
        told.stream().mapToInt(CrowdMember.Notified::overtaken).sum(),
        cpu,
        Load.average());
    assertThat(told).allMatch(t -> t.gaps() == 0);
    for (int i = 0; i < dialogs.size(); i++) {
      assertThat(crowd.members().get(i).ends(dialogs.get(i)).join().status()).isEqualTo(200);
    }
    return cost;
  }

  private static List<CrowdDialog> joins(Crowd crowd, Manner manner, String conference) {
    if (!manner.oneByOne()) {
      return crowd.all(
          manner.perSecond(),
          member ->
              member
                  .joins(conference)
                  .thenCompose(
                      dialog ->
                          manner.watched()
                              ? member.watches(conference, !manner.udp()).thenApply(w -> dialog)
                              : CompletableFuture.completedFuture(dialog)));
    }
    List<CrowdDialog> dialogs = new ArrayList<>();
    for (CrowdMember member : crowd.members()) {
      dialogs.add(member.joins(conference).join());
      var unused = member.watches(conference, !manner.udp()).join();
      everybodyKnows(crowd.members().subList(0, dialogs.size()), dialogs.size());
    }
    return dialogs;
  }

  private static void everybodyKnows(List<CrowdMember> members, int people) {
    try {
      eventually(
          "everybody knows of " + people,
          LIMIT,
          () -> members.stream().allMatch(m -> m.notified().users() == people));
    } catch (AssertionError e) {
      throw new AssertionError(
          members.stream()
              .map(CrowdMember::notified)
              .filter(n -> n.users() != people)
              .toList()
              .toString(),
          e);
    }
  }

  private static double metric(ConfocalProcess node, String name) {
    Matcher value =
        Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)$")
            .matcher(Management.of(node).get("/metrics").body());
    if (!value.find()) {
      throw new AssertionError("no " + name);
    }
    return Double.parseDouble(value.group(1));
  }
}
