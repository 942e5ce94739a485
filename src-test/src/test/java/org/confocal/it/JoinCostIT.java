package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.it.kit.Eventually.eventually;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.confocal.it.c3p.C3pJoins;
import org.confocal.it.c3p.C3pLane;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.kit.ClusterProcess;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.JavaProcess;
import org.confocal.it.kit.Load;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.SippJoins;
import org.confocal.it.kit.Timings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a join costs, with its leave half a second later: processor time of the node, and how many a
 * second it answers in time. The figures are printed; what is asserted is that people come in and
 * that nobody is left behind. The node is warm first, since a running node is. More by {@code
 * -Djoin.cost.rates=100,200,400} and {@code -Djoin.cost.warm=60}.
 */
@Tag("long")
class JoinCostIT {
  private static final int ROOMS = 20;
  private static final int FIRST_ROOM = 9000;
  private static final int USERS = 200;
  private static final int CONNECTIONS = 24;
  private static final Duration STAY = Duration.ofMillis(500);
  private static final int WARM_RATE = 100;
  private static final int WARM_SECONDS = Integer.getInteger("join.cost.warm", 30);
  private static final int WINDOW_SECONDS = 8;
  private static final List<Integer> RATES =
      Arrays.stream(System.getProperty("join.cost.rates", "100,200,300,400").split(","))
          .map(Integer::valueOf)
          .toList();

  /** In time: 99 of 100 within half a second, and no more than 1 of 100 refused. */
  private static final double LONGEST_MS = 500;

  private static final double FEWEST = 0.99;
  private static final String ORGANIZER = "dana";
  private static final Pattern NOBODY =
      Pattern.compile("(?m)^confocal_conferences(\\{.*})? 0(\\.0)?$");

  /**
   * The same for all tests, one after the other. A port of media rests for 5 s after a call, so 400
   * joins a second want 2200 pairs.
   */
  private static final NodeConfig CONFIG =
      NodeConfig.onFreePorts().withMediaPorts(5_000).with("confocal.sip.domain", C3pUser.DOMAIN);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  /** Some who join: with that rate, so many of them; how long each took who came in. */
  @FunctionalInterface
  private interface Joiners {
    Timings join(int perSecond, int calls);
  }

  @Test
  void phonesInTwentyConferences() {
    try (ConfocalProcess node = start(CONFIG)) {
      measure("phones, 20 conferences, H2", node, phones(node, ROOMS));
    }
  }

  @Test
  void phonesInOneConference() {
    try (ConfocalProcess node = start(CONFIG)) {
      measure("phones, one conference, H2", node, phones(node, 1));
    }
  }

  @Test
  void usersByC3p() {
    try (ConfocalProcess node = start(CONFIG)) {
      byC3p("C3P, 20 conferences, H2", node);
    }
  }

  @Test
  void phonesOnPostgres() throws IOException {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        ConfocalProcess node = start(on(postgres))) {
      measure("phones, 20 conferences, PostgreSQL", node, phones(node, ROOMS));
    }
  }

  @Test
  void usersByC3pOnPostgres() throws IOException {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        ConfocalProcess node = start(on(postgres))) {
      byC3p("C3P, 20 conferences, PostgreSQL", node);
    }
  }

  /** All call at the first node; about half of the conferences live at the second one. */
  @Test
  void phonesAtOneOfTwoNodes() {
    List<NodeConfig> configs =
        ClusterProcess.configs(2).stream().map(config -> config.withMediaPorts(2_500)).toList();
    try (ClusterProcess cluster = ClusterProcess.start(directory, configs)) {
      List<ConfocalProcess> nodes = List.of(cluster.node(1), cluster.node(2));
      measure("phones, 20 conferences, two nodes", nodes, phones(cluster.node(1), ROOMS));
    }
  }

  private static NodeConfig on(EmbeddedPostgres postgres) {
    return CONFIG
        .with("confocal.persistence.url", postgres.getJdbcUrl("postgres", "postgres"))
        .with("confocal.persistence.user", "postgres");
  }

  private ConfocalProcess start(NodeConfig config) {
    return ConfocalProcess.start(directory.resolve("data"), config);
  }

  private Joiners phones(ConfocalProcess node, int rooms) {
    String first = Integer.toString(FIRST_ROOM);
    node.cliDone(
        "meeting", "create", "--number", first, "--count", Integer.toString(rooms), "--open");
    List<String> numbers =
        IntStream.range(FIRST_ROOM, FIRST_ROOM + rooms).mapToObj(Integer::toString).toList();
    String target = "127.0.0.1:" + node.config().sipPort();
    return (perSecond, calls) -> SippJoins.run(folder(), target, numbers, perSecond, calls, STAY);
  }

  private Path folder() {
    try {
      return Files.createTempDirectory(directory, "sipp");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void byC3p(String what, ConfocalProcess node) {
    Management management = Management.of(node);
    List<String> users = IntStream.range(0, USERS).mapToObj("user%03d"::formatted).toList();
    users.forEach(user -> management.addUser(user, "correct horse"));
    management.addUser(ORGANIZER, "correct horse");
    try (C3pLane dana = C3pLane.to(node.config().sip(), "correct horse")) {
      IntStream.range(0, ROOMS).forEach(i -> dana.schedules(ORGANIZER, id(i)));
    }
    try (C3pJoins joins = C3pJoins.to(node.config().sip(), CONNECTIONS, users)) {
      measure(
          what,
          node,
          (perSecond, calls) ->
              joins.run(i -> C3pLane.conference(ORGANIZER, id(i % ROOMS)), perSecond, calls, STAY));
    }
  }

  private static String id(int number) {
    return "M%07d".formatted(number);
  }

  private void measure(String what, ConfocalProcess node, Joiners joiners) {
    measure(what, List.of(node), joiners);
  }

  private void measure(String what, List<ConfocalProcess> nodes, Joiners joiners) {
    Timings warm = joiners.join(WARM_RATE, WARM_RATE * WARM_SECONDS);
    System.out.printf("join cost: %s: warm-up %s%n", what, warm);
    int highest = 0;
    int failed = 0;
    for (int rate : RATES) {
      if (failed < 2) {
        boolean inTime = window(what, nodes, joiners, rate);
        highest = inTime ? rate : highest;
        failed = inTime ? 0 : failed + 1;
      }
    }
    System.out.printf("join cost: %s: in time up to %d/s%n", what, highest);
    nodes.forEach(JoinCostIT::nobodyIsLeft);
  }

  private boolean window(String what, List<ConfocalProcess> nodes, Joiners joiners, int rate) {
    int calls = rate * WINDOW_SECONDS;
    List<JavaProcess> before = processes(nodes);
    Timings timings = joiners.join(rate, calls);
    List<JavaProcess> after = processes(nodes);
    int joined = timings.samples().size();
    String used =
        IntStream.range(0, nodes.size())
            .mapToObj(i -> after.get(i).since(before.get(i)).each(joined))
            .collect(Collectors.joining(" and "));
    assertThat(joined).as("joined at %d/s", rate).isPositive();
    boolean inTime = joined >= FEWEST * calls && timings.ms(0.99) < LONGEST_MS;
    System.out.printf(
        Locale.ROOT,
        "join cost: %s: %d/s %s: %d of %d joined, p50 %.0f ms, p99 %.0f ms; %s; rss %d MiB, %s%n",
        what,
        rate,
        inTime ? "in time" : "NOT in time",
        joined,
        calls,
        timings.ms(0.5),
        timings.ms(0.99),
        used,
        Load.rssMib(nodes.get(0).pid()),
        Load.average());
    return inTime;
  }

  private List<JavaProcess> processes(List<ConfocalProcess> nodes) {
    return nodes.stream().map(node -> JavaProcess.of(directory, node.pid())).toList();
  }

  private static void nobodyIsLeft(ConfocalProcess node) {
    Management management = Management.of(node);
    eventually(
        "all conferences have ended",
        Duration.ofMinutes(1),
        () -> NOBODY.matcher(management.get("/metrics").body()).find());
  }
}
