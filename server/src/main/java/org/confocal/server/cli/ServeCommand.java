package org.confocal.server.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.confocal.server.node.Node;
import org.confocal.server.node.Wiring;
import org.confocal.server.settings.Layers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs a node until a signal or an operator ends it. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Starts a node and runs it until Ctrl-C, SIGTERM or confocal stop.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  confocal serve",
      "  confocal serve --data /srv/confocal --config /etc/confocal.conf",
      "  confocal serve --set confocal.sip.domain=example.org --set confocal.management.port=0"
    })
final class ServeCommand implements Callable<Integer> {
  private static final int ENDED_BY_ITSELF = 1;

  /** The others go on without this node: whoever watches over it should start it again. */
  private static final int LEFT_OUT = 3;

  private final Wiring.Maker maker;

  @Mixin private NodeOptions options = new NodeOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  ServeCommand(Wiring.Maker maker) {
    this.maker = maker;
  }

  @Override
  public Integer call() throws InterruptedException {
    Layers layers = options.layers();
    Node node = Node.of(layers, maker);
    Ending ending = new Ending(node);
    Runtime.getRuntime().addShutdownHook(new Thread(ending::atSignal, "shutdown"));
    try {
      node.start(options.data(layers.basic()), System.out);
      node.awaitEnd();
    } catch (RuntimeException failed) {
      if (ending.byItself()) {
        throw failed;
      }
      return 0;
    }
    if (ending.byItself() && node.leftOut()) {
      spec.commandLine()
          .getErr()
          .println("confocal: left out of the cluster, start again; the log tells when");
      return LEFT_OUT;
    }
    if (ending.byItself()) {
      spec.commandLine().getErr().println("confocal: the node has ended; the log tells why");
      return ENDED_BY_ITSELF;
    }
    return 0;
  }

  /** Which came first: a signal or an order, or an end that nobody asked for. */
  private static final class Ending {
    private static final int UNDECIDED = -1;

    private final Node node;
    private final AtomicInteger exitCode = new AtomicInteger(UNDECIDED);

    Ending(Node node) {
      this.node = node;
    }

    boolean byItself() {
      exitCode.compareAndSet(UNDECIDED, node.wasToldToStop() ? 0 : ENDED_BY_ITSELF);
      return exitCode.get() == ENDED_BY_ITSELF;
    }

    /** A signal alone would make the exit code 143, although everything ended in order. */
    void atSignal() {
      exitCode.compareAndSet(UNDECIDED, 0);
      node.stop();
      boolean leftOut = exitCode.get() == ENDED_BY_ITSELF && node.leftOut();
      Runtime.getRuntime().halt(leftOut ? LEFT_OUT : exitCode.get());
    }
  }
}
