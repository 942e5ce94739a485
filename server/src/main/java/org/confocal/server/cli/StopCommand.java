package org.confocal.server.cli;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.confocal.server.control.StopDoor;
import org.confocal.server.data.DataDirectory;
import org.confocal.server.node.Waiting;
import org.confocal.server.settings.Parting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Ends the running node and waits until it is gone. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = {
      "Ends the node that runs on the data directory, and waits until it is gone.",
      "Its conferences end with a BYE to everybody. In a cluster the other nodes take them over."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  confocal stop                    conferences end, everybody gets a BYE",
      "  confocal stop --keep             conferences wait; the next start goes on with them",
      "  confocal stop --wait 5m --data /srv/confocal"
    })
final class StopCommand implements Runnable {
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration MOST = Duration.ofHours(1);
  private static final Duration PROCESS = Duration.ofSeconds(5);
  private static final Duration TOLD_EVERY = Duration.ofSeconds(5);
  private static final long LOOK_MS = 50;

  @Option(
      names = "--keep",
      description =
          "Ends no conference and sends no BYE: the callers stay, and hear each other again when the"
              + " node is started on the same data.")
  private boolean keep;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      description = "Longest wait for the end of the node, such as 30s or 5m. Default: 60s.")
  private String wait = "60s";

  @Mixin private NodeOptions options = new NodeOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    Duration limit = limit();
    PrintWriter out = spec.commandLine().getOut();
    DoorOpener.Found node = DoorOpener.running(options);
    Optional<ProcessHandle> process = ProcessHandle.of(node.pid());
    StopDoor.Leaving leaving = Waiting.until(node.door().stop(keep), ANSWER, "the node");
    out.println("process " + node.pid() + " stops: " + told(leaving.parting()));
    out.flush();
    long began = System.nanoTime();
    awaitEnd(node, limit);
    process.ifPresent(StopCommand::awaitEnd);
    out.printf(java.util.Locale.ROOT, "stopped after %.1f s%n", (System.nanoTime() - began) / 1e9);
    out.flush();
  }

  /** The lock of the directory tells: it is the last thing that a node lets go of. */
  private void awaitEnd(DoorOpener.Found node, Duration limit) {
    long began = System.nanoTime();
    long tell = TOLD_EVERY.toNanos();
    while (DataDirectory.isHeld(node.data())) {
      long passed = System.nanoTime() - began;
      if (passed >= limit.toNanos()) {
        throw new Refusal(
            "process "
                + node.pid()
                + " still stops after "
                + limit.toSeconds()
                + " s (--wait waits longer)");
      }
      if (passed >= tell) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("still stopping, " + TimeUnit.NANOSECONDS.toSeconds(passed) + " s");
        err.flush();
        tell += TOLD_EVERY.toNanos();
      }
      Waiting.forMillis(LOOK_MS);
    }
  }

  /** What is left to do without the lock is nothing; a process that nobody reaps stays longer. */
  private static void awaitEnd(ProcessHandle process) {
    try {
      Waiting.until(process.onExit(), PROCESS, "the end of the process");
    } catch (Waiting.TimedOut notReaped) {
      // Its data is free all the same.
    }
  }

  private static String told(Parting parting) {
    return switch (parting) {
      case BYE -> "conferences end, everybody gets a BYE";
      case KEEP -> "conferences wait for the next start on this data";
      case HAND_OVER -> "the other nodes of the cluster take its conferences over";
    };
  }

  private Duration limit() {
    try {
      Duration limit = ConfigFactory.parseMap(Map.of("wait", wait)).getDuration("wait");
      if (!limit.isNegative() && limit.compareTo(MOST) <= 0) {
        return limit;
      }
    } catch (ConfigException notADuration) {
      // Told below.
    }
    throw new ParameterException(
        spec.commandLine(), "--wait: " + wait + " (expected: a duration such as 30s, 0s to 1h)");
  }
}
