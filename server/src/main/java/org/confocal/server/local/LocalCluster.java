package org.confocal.server.local;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.confocal.server.node.StartFailure;
import org.confocal.server.node.Waiting;

/**
 * Nodes that are started together and ended one after the other. A node that dies is started again,
 * as the service manager of a machine would do it.
 */
public final class LocalCluster implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration STOP = Duration.ofSeconds(50);
  private static final long PAUSE_SECONDS = 2;

  /** So often a node that has run is started in vain before it is given up. */
  private static final int MOST_STARTS = 5;

  private final Setting setting;
  private final List<LocalPlan> plans;
  private final PrintWriter out;
  private final List<LocalNode> nodes = new ArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Executor later = CompletableFuture.delayedExecutor(PAUSE_SECONDS, TimeUnit.SECONDS);
  private boolean stopping;
  private int down;

  /**
   * What all nodes have in common.
   *
   * @param program the launcher
   * @param options of {@code serve}, such as {@code --config FILE}; a node's own settings follow
   * @param javaOptions of each node's virtual machine
   */
  public record Setting(Path program, List<String> options, String javaOptions) {
    public Setting {
      options = List.copyOf(options);
    }
  }

  private LocalCluster(Setting setting, List<LocalPlan> plans, PrintWriter out) {
    this.setting = setting;
    this.plans = plans;
    this.out = out;
  }

  /** Prepares so many nodes; none is started. */
  public static LocalCluster of(
      int count, LocalPlan.Ports ports, Path home, Setting setting, PrintWriter out) {
    return new LocalCluster(setting, LocalPlan.of(count, ports, home), out);
  }

  public List<LocalPlan> plans() {
    return plans;
  }

  /**
   * Starts all nodes and returns when each is ready, and so Up.
   *
   * @throws StartFailure when one of them refuses, with its line
   */
  public void start() {
    synchronized (nodes) {
      plans.forEach(plan -> nodes.add(launched(plan)));
    }
    for (int i = 0; i < plans.size(); i++) {
      LocalNode node = node(i);
      if (!Waiting.until(node.ready(), START, "node " + plans.get(i).number())) {
        throw new StartFailure("node " + plans.get(i).number() + ": " + node.lastWords());
      }
    }
    plans.forEach(this::watch);
  }

  /** The process of a node at this moment. */
  public long pid(LocalPlan plan) {
    return node(plan.number() - 1).pid();
  }

  /** Waits until {@link #close} is done, or no node is left. */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /** Ends the nodes, the last one first; a second call waits for the first. */
  @Override
  public void close() {
    synchronized (nodes) {
      stopping = true;
      for (int i = nodes.size() - 1; i >= 0; i--) {
        nodes.get(i).stop(STOP);
      }
      nodes.clear();
    }
    ended.countDown();
  }

  private LocalNode node(int index) {
    synchronized (nodes) {
      if (stopping) {
        throw new StartFailure("stopped while starting");
      }
      return nodes.get(index);
    }
  }

  private LocalNode launched(LocalPlan plan) {
    List<String> words = new ArrayList<>(List.of("serve", "--data", plan.data().toString()));
    words.addAll(setting.options());
    plan.settings(plans).forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
    return LocalNode.start(plan, setting.program(), words, setting.javaOptions());
  }

  private void watch(LocalPlan plan) {
    watch(plan, node(plan.number() - 1), 0);
  }

  private void watch(LocalPlan plan, LocalNode node, int starts) {
    CompletionStage<Void> unused =
        node.ended().thenAccept(exitCode -> hasEnded(plan, node, exitCode, starts));
  }

  private void hasEnded(LocalPlan plan, LocalNode node, int exitCode, int starts) {
    int vain = node.wasReady() ? 0 : starts;
    synchronized (nodes) {
      if (stopping) {
        return;
      }
      if (vain == MOST_STARTS) {
        tell("node " + plan.number() + " does not start: " + node.lastWords());
        down++;
        if (down == plans.size()) {
          ended.countDown();
        }
        return;
      }
    }
    tell("node " + plan.number() + " has ended (exit code " + exitCode + "), starting it again");
    later.execute(() -> again(plan, vain + 1));
  }

  private void again(LocalPlan plan, int starts) {
    LocalNode node;
    synchronized (nodes) {
      if (stopping) {
        return;
      }
      node = launched(plan);
      nodes.set(plan.number() - 1, node);
    }
    watch(plan, node, starts);
    CompletionStage<Void> unused =
        node.ready()
            .thenAccept(
                ready -> {
                  if (ready) {
                    tell("node " + plan.number() + " is ready again, pid " + node.pid());
                  }
                });
  }

  private void tell(String line) {
    out.println(line);
    out.flush();
  }
}
