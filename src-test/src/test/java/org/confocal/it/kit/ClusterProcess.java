package org.confocal.it.kit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Several real nodes on one PostgreSQL, each with its own data, ports and process; their numbers
 * begin with 1. All are on 127.0.0.1 and each is a seed.
 */
public final class ClusterProcess implements AutoCloseable {
  private static final Duration TOGETHER = Duration.ofSeconds(60);
  private static final String HEAP = "-Xms96m -Xmx320m";
  private static final Pattern STATUS = Pattern.compile("\"status\"\\s*:\\s*\"(\\w+)\"");
  private static final Pattern UNREACHABLE =
      Pattern.compile("\"unreachable\"\\s*:\\s*\\[(.*?)]", Pattern.DOTALL);

  private final Path directory;
  private final Postgres database;
  private final List<NodeConfig> configs;
  private final List<@Nullable ConfocalProcess> nodes = new ArrayList<>();

  private ClusterProcess(Path directory, Postgres database, List<NodeConfig> configs) {
    this.directory = directory;
    this.database = database;
    this.configs = List.copyOf(configs);
    configs.forEach(each -> nodes.add(null));
  }

  /** Settings for this many nodes on free ports, each node with a small range for media. */
  public static List<NodeConfig> configs(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> NodeConfig.onFreePorts())
        .map(config -> config.with("confocal.demo.enabled", "false"))
        .toList();
  }

  /** Starts this many nodes at once and waits until all are ready and Up. */
  public static ClusterProcess start(Path directory, int count) {
    return start(directory, configs(count));
  }

  /** The same with settings of the test's own, one for each node. */
  public static ClusterProcess start(Path directory, List<NodeConfig> configs) {
    ClusterProcess cluster = prepare(directory, configs);
    try {
      IntStream.rangeClosed(1, configs.size()).forEach(cluster::launch);
      IntStream.rangeClosed(1, configs.size()).forEach(n -> cluster.node(n).awaitReady());
      cluster.awaitAllUp();
    } catch (AssertionError e) {
      cluster.close();
      throw e;
    }
    return cluster;
  }

  /** No node runs yet; {@link #restart} starts one. */
  public static ClusterProcess prepare(Path directory, List<NodeConfig> configs) {
    Postgres database = Postgres.empty();
    String seeds =
        configs.stream()
            .map(
                config ->
                    config.settings().get("confocal.cluster.host") + ":" + config.clusterPort())
            .collect(Collectors.joining(","));
    return new ClusterProcess(
        directory,
        database,
        configs.stream()
            .map(database::of)
            .map(config -> config.with("confocal.cluster.seed-nodes", seeds))
            .toList());
  }

  /** Starts a node without waiting for it. */
  public void launch(int number) {
    Path data = directory.resolve("node-" + number);
    nodes.set(number - 1, ConfocalProcess.launch(data, configs.get(number - 1), HEAP));
  }

  /** Starts a node that has ended, and waits until it is ready: then it is Up too. */
  public ConfocalProcess restart(int number) {
    launch(number);
    node(number).awaitReady();
    return node(number);
  }

  public ConfocalProcess node(int number) {
    ConfocalProcess node = nodes.get(number - 1);
    if (node == null) {
      throw new AssertionError("node " + number + " was not started");
    }
    return node;
  }

  public int size() {
    return configs.size();
  }

  public Postgres database() {
    return database;
  }

  /** Waits until each node sees all others Up and reachable. */
  public void awaitAllUp() {
    IntStream.rangeClosed(1, size()).forEach(number -> awaitMembers(number, size(), TOGETHER));
  }

  /** Waits until this node sees so many members, itself included, all of them Up and reachable. */
  public void awaitMembers(int seenBy, int count, Duration limit) {
    Eventually.eventually(
        "node " + seenBy + " sees " + count + " members Up",
        limit,
        () -> {
          Members members = members(seenBy);
          return members.unreachable() == 0
              && members.statuses().size() == count
              && members.statuses().stream().allMatch("Up"::equals);
        });
  }

  /**
   * The members as a node sees them.
   *
   * @param statuses such as {@code Up}, one for each
   * @param unreachable how many it cannot reach
   */
  public record Members(List<String> statuses, int unreachable) {
    public Members {
      statuses = List.copyOf(statuses);
    }
  }

  /** What {@code GET /cluster/members} of this node tells; nobody while it does not answer. */
  public Members members(int seenBy) {
    String body;
    try {
      body = Management.of(node(seenBy)).get("/cluster/members").body();
    } catch (java.io.UncheckedIOException notNow) {
      return new Members(List.of(), 0);
    }
    List<String> statuses = STATUS.matcher(body).results().map(found -> found.group(1)).toList();
    Matcher unreachable = UNREACHABLE.matcher(body);
    int missing = unreachable.find() ? unreachable.group(1).split("\"node\"", -1).length - 1 : 0;
    return new Members(statuses, missing);
  }

  @Override
  public void close() {
    for (ConfocalProcess node : nodes) {
      if (node != null) {
        node.resume();
        node.kill9();
        node.close();
      }
    }
  }
}
