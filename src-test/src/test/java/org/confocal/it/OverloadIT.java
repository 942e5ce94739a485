package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.it.kit.Eventually.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.c3p.FocusDialog;
import org.confocal.it.c3p.Roster;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.Load;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.Memory;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.Reception;
import org.confocal.it.kit.RtpClient;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipPeer;
import org.confocal.it.kit.Storm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Ten times what the node can serve: it refuses, and whoever is in a conference stays in it. */
@Tag("long")
class OverloadIT {
  private static final int ROOMS = 20;
  private static final int FIRST_ROOM = 9000;
  private static final int SOCKETS = 8;
  private static final Duration STEP = Duration.ofSeconds(4);
  private static final Duration STORM = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
  private static final double LONGEST_JOIN_MS = 1000;

  /** The sentence of the requirement. */
  private static final Duration JOINS_AGAIN = Duration.ofSeconds(5);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private static NodeConfig config() {
    return NodeConfig.onFreePorts()
        .withMediaPorts(4000)
        .with("confocal.sip.domain", C3pUser.DOMAIN);
  }

  @Test
  void tenTimesTheSustainableLoadHarmsNobodyWhoIsIn() {
    try (ConfocalProcess node = ConfocalProcess.start(directory.resolve("data"), config());
        SipPeer residents =
            SipPeer.udp("resident", node.config().sip())
                .agreeingTo(r -> !r.method().equals("ACK"))) {
      node.cliDone(
          "meeting",
          "create",
          "--number",
          Integer.toString(FIRST_ROOM),
          "--count",
          Integer.toString(ROOMS),
          "--open");
      for (int i = 0; i < ROOMS; i++) {
        SipCall call = residents.call(room(node, i));
        call.join(Sdp.audio(41_000).text());
      }
      try (Conference conference = new Conference(node);
          Storm storm = new Storm(node.config().sip(), SOCKETS, i -> room(node, i))) {
        double sustainable = ramp(node, storm);
        storm(node, storm, 10 * sustainable, conference);
      }
    }
  }

  private static String room(ConfocalProcess node, int number) {
    return node.uri(Integer.toString(FIRST_ROOM + Math.floorMod(number, ROOMS)));
  }

  /** The highest rate at which nearly everybody joins within a second. */
  private static double ramp(ConfocalProcess node, Storm storm) {
    System.out.println("overload warm: " + storm.blow(20, STEP.multipliedBy(2)));
    double sustainable = 0;
    int failed = 0;
    double rate = 20;
    while (failed < 2 && rate > 1 && rate < 10_000) {
      long cpu = Load.cpuMs(node.pid());
      Storm.Figures figures = storm.blow(rate, STEP);
      double each = (Load.cpuMs(node.pid()) - cpu) / (double) Math.max(1, figures.joined());
      boolean good =
          figures.joined() >= 0.95 * figures.callers() && figures.p95Ms() < LONGEST_JOIN_MS;
      System.out.printf(
          Locale.ROOT,
          "overload ramp %s: %.2f ms of processor time a caller (OPTIONS, INVITE, ACK, BYE, SERVICE,"
              + " SUBSCRIBE); %s; %s%n",
          good ? "sustained" : "NOT sustained",
          each,
          figures,
          Load.average());
      if (good) {
        failed = 0;
        sustainable = Math.max(sustainable, figures.perSecond());
        rate *= 1.5;
      } else if (sustainable > 0) {
        failed++;
      } else {
        rate /= 2; // a busy machine
      }
    }
    assertThat(sustainable).as("callers per second").isPositive();
    return sustainable;
  }

  private void storm(ConfocalProcess node, Storm storm, double perSecond, Conference conference) {
    Memory before = Memory.of(directory, node.pid());
    long refusedBefore = metric(node, "confocal_sip_refused_total");
    long begun = System.nanoTime();
    CompletableFuture<Storm.Figures> blowing = storm.begin(perSecond, STORM);
    for (int i = 0; i < STORM.dividedBy(LOOK_EVERY); i++) {
      Eventually.pass(LOOK_EVERY);
      System.out.printf(
          "overload storm: rss %d MiB after %d s, %s%n",
          Load.rssMib(node.pid()), (i + 1) * LOOK_EVERY.toSeconds(), Load.average());
    }
    long over = storm.awaitEnd();
    String joined = joinsAgain(node, over);
    Storm.Figures figures = blowing.join();
    long remembered = metric(node, "confocal_sip_server_transactions");
    long refused = metric(node, "confocal_sip_refused_total") - refusedBefore;
    System.out.printf(
        "overload storm of %.0f/s: %s; %d refused, %d dropped, %d unanswered, %d remembered"
            + " requests; %s%n",
        perSecond,
        figures,
        refused,
        metric(node, "confocal_sip_dropped_total"),
        metric(node, "confocal_sip_unanswered_total"),
        remembered,
        joined);
    assertThat(refused).isPositive();
    assertThat(figures.refused()).isPositive();
    assertThat(figures.withoutRetryAfter()).isZero();
    assertThat(metric(node, "confocal_sip_unanswered_total")).isZero();
    conference.goesOn(begun, over);
    forgets(node, before);
  }

  /** Whoever is refused tries again, sooner than he was told to. */
  private static String joinsAgain(ConfocalProcess node, long over) {
    for (int tries = 1; ; tries++) {
      try (RtpClient late = RtpClient.open("late" + tries, 700, G711.PCMU)) {
        long left = over + JOINS_AGAIN.toNanos() - System.nanoTime();
        int status =
            CompletableFuture.supplyAsync(() -> late.call(room(node, 0)).status())
                .completeOnTimeout(0, Math.max(0, left), TimeUnit.NANOSECONDS)
                .join();
        if (status == 200) {
          long ms = (System.nanoTime() - over) / 1_000_000;
          assertThat(late.hangUp().status()).isEqualTo(200);
          return "a join succeeded " + ms + " ms after the last request, try " + tries;
        }
        assertThat(status).as("answer to try %d, in time", tries).isEqualTo(503);
        Eventually.pass(Duration.ofMillis(50));
      }
    }
  }

  /** What was remembered for repetitions goes in its time, and the heap is what it was. */
  private void forgets(ConfocalProcess node, Memory before) {
    eventually(
        "requests are forgotten",
        Duration.ofMinutes(2),
        () -> metric(node, "confocal_sip_server_transactions") < 500);
    Memory after = Memory.of(directory, node.pid());
    System.out.printf(
        "overload: heap after collection %d KiB, %d KiB before; rss %d KiB, %d KiB before%n",
        after.heapKib(), before.heapKib(), after.rssKib(), before.rssKib());
    assertThat(after.heapKib()).isLessThan(2 * before.heapKib() + 100 * 1024);
  }

  private static long metric(ConfocalProcess node, String name) {
    String body = Management.of(node).get("/metrics").body();
    Matcher value = Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)$").matcher(body);
    if (!value.find()) {
      throw new AssertionError("no " + name + " in " + body);
    }
    return (long) Double.parseDouble(value.group(1));
  }

  /** Two phones that talk, and somebody who watches them. */
  private static final class Conference implements AutoCloseable {
    private final C3pUser dana;
    private final FocusDialog control;
    private final Roster roster;
    private final List<RtpClient> phones = new ArrayList<>();

    Conference(ConfocalProcess node) {
      dana = C3pUser.on(node, "dana");
      String uri = dana.schedules("7F3A9C20B1D84E6F", "anonymous", "");
      String key = dana.key(uri);
      control = dana.joins(uri);
      roster = control.watches(true);
      String number = roster.documents().get(0).textOf("conference-description/pstn-access/id");
      for (int i = 0; i < 2; i++) {
        RtpClient phone = RtpClient.open("phone" + i, 440 + 220 * i, G711.PCMU);
        assertThat(phone.call(node.uri(number) + ";conf-key=" + key).status()).isEqualTo(200);
        phones.add(phone);
      }
      eventually("both", Duration.ofSeconds(5), () -> roster.read().users().size() == 3);
    }

    /** Everybody is there, has heard the others meanwhile, and the watcher is told as before. */
    void goesOn(long begun, long over) {
      double seconds = (over - begun) / 1e9;
      for (RtpClient phone : phones) {
        Reception all = phone.reception();
        Reception heard = all.since(begun);
        System.out.printf(
            Locale.ROOT,
            "overload: a phone has heard %d packets in %.0f s, %d lost, %d gaps of 100 ms%n",
            heard.packets().size(),
            seconds,
            heard.lost(),
            heard.gaps(Duration.ofMillis(100)).size());
        assertThat(phone.wasHungUp()).isFalse();
        assertThat(phone.request("OPTIONS").status()).isEqualTo(200);
        assertThat(heard.packets().size()).isGreaterThan((int) (seconds * 25));
      }
      assertThat(control.outcome(control.setLock(true))).isEqualTo("success");
      eventually(
          "the watcher is told",
          Duration.ofSeconds(5),
          () -> roster.read().locks().values().contains("true"));
      assertThat(roster.users()).hasSize(3);
      assertThat(roster.gaps()).isZero();
    }

    @Override
    public void close() {
      phones.forEach(RtpClient::close);
      dana.close();
    }
  }
}
