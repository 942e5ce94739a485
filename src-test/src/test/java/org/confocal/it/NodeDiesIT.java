package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.it.kit.Eventually.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.c3p.FocusDialog;
import org.confocal.it.c3p.Roster;
import org.confocal.it.kit.Baresip;
import org.confocal.it.kit.ClusterProcess;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.RtpClient;
import org.confocal.it.kit.Sipp;
import org.confocal.it.tone.Pcm;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of three nodes one is stopped and another one dies, each time the one that the focus of a
 * conference lives on: the conference goes on at the next one, and nobody redials. At the node that
 * is stopped there are two phones over UDP, one of them a baresip; at each of the others somebody
 * has joined by C3P over TCP and watches, and there are a phone over TCP and a sipp.
 */
class NodeDiesIT {
  private static final List<Integer> TONES = ToneMap.TONES_HZ;
  private static final int ADA = TONES.get(0);
  private static final int GUS = TONES.get(4);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration TAKEN_OVER = Duration.ofSeconds(60);
  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final Duration SILENCE = Duration.ofMillis(100);
  private static final Duration BEFORE = Duration.ofSeconds(1);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private final List<AutoCloseable> all = new ArrayList<>();
  private final List<Guests> elsewhere = new ArrayList<>();
  private ClusterProcess cluster;
  private String conference;
  private String number;
  private String key;
  private int first;
  private RtpClient ada;
  private Baresip gus;

  /**
   * Who is at a node that the focus did not start on.
   *
   * @param tone what the phone says
   * @param sipp leaves after the focus has moved once
   */
  private record Guests(
      int node,
      C3pUser user,
      FocusDialog controls,
      Roster roster,
      RtpClient phone,
      int tone,
      Sipp sipp) {}

  @BeforeEach
  void everybodyIsIn() {
    cluster =
        keep(
            ClusterProcess.start(
                directory,
                ClusterProcess.configs(3).stream()
                    .map(config -> config.with("confocal.sip.domain", C3pUser.DOMAIN))
                    .map(config -> config.with("confocal.cluster.detection", "fast"))
                    .map(config -> config.with("confocal.media.mix.max-talkers", "4"))
                    .toList()));
    C3pUser dana = keep(C3pUser.on(cluster.node(1), "dana"));
    conference = dana.schedules("7F3A9C20B1D84E6F", "anonymous", "");
    key = dana.key(conference);
    number =
        dana.orders(
                "<getConference><conferenceKeys confEntity=\"%s\"/></getConference>"
                    .formatted(conference))
            .textOf("getConference/conference-info/conference-description/pstn-access/id");
    ada = keep(RtpClient.open("ada", ADA, G711.PCMU));
    gus = keep(Baresip.start(directory, Baresip.Account.direct("gus", GUS)));
    C3pUser mei = keep(C3pUser.on(cluster.node(2), "mei"));
    mei.joins(conference).leaves();
    first = whose("conference started uri=" + conference, n -> true);
    assertThat(ada.call(dialled(first)).status()).isEqualTo(200);
    gus.call(dialled(first));
    nodes().filter(n -> n != first).forEach(n -> elsewhere.add(guests(n)));
  }

  private <T extends AutoCloseable> T keep(T client) {
    all.add(0, client);
    return client;
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable client : all) {
      client.close();
    }
  }

  private IntStream nodes() {
    return IntStream.rangeClosed(1, cluster.size());
  }

  private String dialled(int node) {
    return cluster.node(node).uri(number) + ";conf-key=" + key;
  }

  /** The node whose log says so. */
  private int whose(String line, IntPredicate among) {
    return nodes()
        .filter(among)
        .filter(n -> cluster.node(n).log().contains(line))
        .findFirst()
        .orElseThrow();
  }

  private Guests guests(int number) {
    ConfocalProcess node = cluster.node(number);
    C3pUser user = keep(C3pUser.on(node, "user" + number));
    FocusDialog controls = user.joins(conference);
    int tone = TONES.get(number);
    RtpClient phone = keep(RtpClient.overTcp("tcp" + number, tone, G711.PCMU, node.config().sip()));
    assertThat(phone.call(dialled(number)).status()).isEqualTo(200);
    Sipp sipp = sipp(node);
    return new Guests(number, user, controls, controls.watches(false), phone, tone, sipp);
  }

  private Sipp sipp(ConfocalProcess node) {
    List<String> to =
        List.of("127.0.0.1:" + node.config().sipPort(), "-s", number, "-key", "key", key);
    return keep(
        Sipp.start(
            directory,
            "move-once.xml",
            Stream.concat(to.stream(), Stream.of("-aa", "-m", "1", "-d", "500")).toList()));
  }

  @Test
  void aConferenceOutlivesItsNodes() {
    everybodyHears("at the start", elsewhere, System.nanoTime());
    rostersShow(elsewhere, 2 + 3 * 2);

    goesOn("a stop", elsewhere, this::stops);
    sippsWent(elsewhere);
    rostersShow(elsewhere, 2 + 2 * 2);

    Guests left = elsewhere.get(second() == elsewhere.get(0).node() ? 1 : 0);
    Sipp late = sipp(cluster.node(left.node()));
    rostersShow(List.of(left), 2 + 2 * 2 + 1);
    goesOn("a kill", List.of(left), this::kills);

    assertThat(late.allWent(SOON)).as(late.output()).isTrue();
    assertThat(gus.log()).doesNotContain("BYE sip:");
    assertThat(Pattern.compile("(?m)^INVITE sip:" + number + "@").matcher(gus.log()).results())
        .as("INVITEs of gus")
        .hasSize(1);
    gus.hangUp();
    assertThat(ada.hangUp().status()).isEqualTo(200);
    assertThat(left.phone().hangUp().status()).isEqualTo(200);
    assertThat(left.controls().leaves().status()).isEqualTo(200);
  }

  @Test
  @Tag("long")
  void aBaresipHearsAgainWhatIsSaid() {
    gusHears("at the start");

    stops();
    gusHears("after a stop");

    kills();
    gusHears("after a kill");
  }

  private static void sippsWent(List<Guests> guests) {
    guests.forEach(g -> assertThat(g.sipp().allWent(SOON)).as(g.sipp().output()).isTrue());
  }

  /** The node that has got the focus when the first one had stopped. */
  private int second() {
    return whose("conference recovered", n -> n != first);
  }

  private void kills() {
    cluster.node(second()).kill9();
  }

  private void stops() {
    assertThat(cluster.node(first).stop(TAKEN_OVER)).isZero();
  }

  /** The focus moves: nobody is hung up, all hear each other and are told the whole roster. */
  private void goesOn(String what, List<Guests> guests, Runnable end) {
    List<Long> versions = guests.stream().map(g -> g.roster().read().version()).toList();
    long before = System.nanoTime();
    end.run();
    System.out.printf("%s took %d ms%n", what, millisSince(before));

    everybodyHears("after " + what, guests, before);
    for (int i = 0; i < guests.size(); i++) {
      toldAll(guests.get(i), versions.get(i));
    }
    assertThat(ada.wasHungUp()).isFalse();
    assertThat(guests).noneMatch(g -> g.phone().wasHungUp());
  }

  private static void toldAll(Guests guests, long before) {
    Roster roster = guests.roster();
    eventually(
        "the whole roster under a higher version",
        SOON,
        () ->
            roster.read().documents().stream()
                .filter(d -> Long.parseLong(d.attr("version")) > before)
                .anyMatch(d -> !d.attr("state").equals("partial")));
    assertThat(roster.gaps()).isZero();
    assertThat(roster.over()).isFalse();
    assertThat(guests.user().peer().arrivals(m -> m.method().equals("BYE"))).isEmpty();
  }

  private static void rostersShow(List<Guests> guests, int people) {
    for (Guests each : guests) {
      eventually(people + " people", SOON, () -> each.roster().read().users().size() == people);
    }
  }

  private void everybodyHears(String when, List<Guests> guests, long before) {
    long now = System.nanoTime();
    List<Integer> tones = new ArrayList<>(guests.stream().map(Guests::tone).toList());
    tones.addAll(List.of(ADA, GUS));
    hears(when, ada, now, others(tones, ADA));
    guests.forEach(g -> hears(when, g.phone(), now, others(tones, g.tone())));
    System.out.printf(
        "%s: all hear each other (for a second) after %d ms; silence of ada %s, over TCP %s%n",
        when,
        millisSince(now),
        silence(ada, before),
        guests.stream().map(g -> silence(g.phone(), before)).toList());
  }

  private static Integer[] others(List<Integer> tones, int own) {
    return tones.stream().filter(tone -> tone != own).toArray(Integer[]::new);
  }

  private static void hears(String when, RtpClient who, long since, Integer... tones) {
    eventually(List.of(tones) + " " + when, TAKEN_OVER, () -> who.hearsSince(since, tones));
  }

  /** A baresip writes what it hears and nothing else: its recording grows then. */
  private void gusHears(String when) {
    Duration before = gus.heard().duration();
    eventually(
        "gus hears " + when,
        TAKEN_OVER,
        () -> {
          Pcm heard = gus.heard();
          return heard.duration().compareTo(before.plus(A_SECOND)) > 0
              && ToneMap.standard().loudest(heard.last(A_SECOND)).heard().contains(ADA);
        });
  }

  private static String silence(RtpClient who, long since) {
    return who.reception().since(since - BEFORE.toNanos()).gaps(SILENCE).stream()
        .map(gap -> gap.length().toMillis() + " ms")
        .toList()
        .toString();
  }

  private static long millisSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1_000_000;
  }
}
