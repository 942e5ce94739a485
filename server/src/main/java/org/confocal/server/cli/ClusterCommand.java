package org.confocal.server.cli;

import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.confocal.server.data.DataDirectory;
import org.confocal.server.local.LocalCluster;
import org.confocal.server.local.LocalPlan;
import org.confocal.server.local.LocalPostgres;
import org.confocal.server.node.StartFailure;
import org.confocal.server.settings.Layers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs several nodes on this machine until a signal ends them. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    description = {
      "Starts several nodes on this machine, on one PostgreSQL, until Ctrl-C or SIGTERM.",
      "Without --database a PostgreSQL of its own is started (and fetched the first time)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  confocal cluster",
      "  confocal cluster 2 --database jdbc:postgresql://db.example.org/confocal --database-user"
          + " ada",
      "  confocal meeting list --data data/cluster/node-2"
    })
final class ClusterCommand implements Callable<Integer> {
  /** System property in which the launcher names the packed PostgreSQL. */
  private static final String ARCHIVE = "confocal-postgres";

  private static final int LEAST = 2;
  private static final int MOST = 9;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many nodes, 2 to 9. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--database",
      paramLabel = "URL",
      description = "A PostgreSQL that is there: jdbc:postgresql://host:port/name.")
  private Optional<String> database = Optional.empty();

  @Option(
      names = "--database-user",
      paramLabel = "NAME",
      description = "Account in it. Default: the key confocal.persistence.user.")
  private Optional<String> user = Optional.empty();

  @Option(
      names = "--database-password-file",
      paramLabel = "FILE",
      description = "Its password. Default: the key confocal.persistence.password.")
  private Optional<Path> passwordFile = Optional.empty();

  @Option(
      names = "--sip-port",
      paramLabel = "PORT",
      defaultValue = "5060",
      description = "SIP port of node 1; the next ones add 10. Default: ${DEFAULT-VALUE}.")
  private int sip;

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      defaultValue = "7626",
      description = "The same for operators' routes. Default: ${DEFAULT-VALUE}.")
  private int management;

  @Option(
      names = "--cluster-port",
      paramLabel = "PORT",
      defaultValue = "7355",
      description = "The same for the nodes among themselves. Default: ${DEFAULT-VALUE}.")
  private int cluster;

  @Option(
      names = "--media-ports",
      paramLabel = "FIRST-LAST",
      defaultValue = "20000-31999",
      description = "RTP ports, divided among the nodes. Default: ${DEFAULT-VALUE}.")
  private String media = "";

  @Mixin private NodeOptions options = new NodeOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  private @Nullable LocalPostgres postgres;
  private @Nullable LocalCluster nodes;
  private boolean stopping;

  @Override
  public Integer call() throws InterruptedException {
    LocalPlan.Ports ports = new LocalPlan.Ports(sip, management, cluster, media());
    if (count < LEAST || count > MOST) {
      throw wrong("N: " + count + " (expected: " + LEAST + " to " + MOST + ")");
    }
    Layers layers = options.layers();
    Path home = folder(options.data(layers.basic(), "cluster"));
    DataDirectory held = DataDirectory.open(home); // one cluster at a time lives there
    Runtime.getRuntime().addShutdownHook(new Thread(this::atSignal, "shutdown"));
    try (held) {
      run(ports, home);
      return 1;
    } catch (RuntimeException failed) {
      if (stopping()) {
        return 0; // the hook ends the process
      }
      throw failed;
    } finally {
      stop();
    }
  }

  private void run(LocalPlan.Ports ports, Path home) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    String url = database.orElse("");
    List<String> words = new ArrayList<>();
    if (url.isEmpty()) {
      LocalPostgres own = ownPostgres(home);
      url = own.url();
      words.add("persistence.user = " + LocalPostgres.USER);
      words.add("persistence.password = " + ConfigUtil.quoteString(own.password()));
    }
    words.add("persistence.url = " + ConfigUtil.quoteString(url));
    user.ifPresent(name -> words.add("persistence.user = " + ConfigUtil.quoteString(name)));
    passwordFile.ifPresent(
        file -> words.add("persistence.password = " + ConfigUtil.quoteString(read(file))));
    LocalCluster.Setting setting =
        new LocalCluster.Setting(
            NodeOptions.home().resolve("confocal"),
            Stream.concat(
                    Stream.of("--config", siteFile(home, words).toString()),
                    options.sets().entrySet().stream()
                        .flatMap(set -> Stream.of("--set", set.getKey() + "=" + set.getValue())))
                .toList(),
            javaOptions());
    LocalCluster all = LocalCluster.of(count, ports, home, setting, out);
    keep(all);
    out.println("Starting " + count + " nodes on " + url.replaceFirst("\\?.*", "") + " ...");
    out.flush();
    all.start();
    print(all, out);
    all.awaitEnd();
    if (!stopping()) {
      throw new StartFailure("no node is left");
    }
  }

  private LocalPostgres ownPostgres(Path home) {
    String archive = System.getProperty(ARCHIVE, "");
    if (archive.isEmpty()) {
      throw new StartFailure(
          "no PostgreSQL (expected: --database URL, or a start by the launcher ./confocal)");
    }
    LocalPostgres own = LocalPostgres.start(Path.of(archive), home);
    synchronized (this) {
      postgres = own;
    }
    return own;
  }

  private synchronized void keep(LocalCluster all) {
    nodes = all;
    if (stopping) {
      throw new StartFailure("stopped while starting");
    }
  }

  private void print(LocalCluster all, PrintWriter out) {
    Table table = new Table("NODE", "SIP", "MANAGEMENT", "PID", "LOG");
    for (LocalPlan plan : all.plans()) {
      table.row(
          Integer.toString(plan.number()),
          "127.0.0.1:" + plan.sip(),
          "http://127.0.0.1:" + plan.management(),
          Long.toString(all.pid(plan)),
          plan.log().toString());
    }
    out.println(table.text());
    out.println("Commands: confocal meeting list --data " + all.plans().get(1).data());
    out.println("The cluster is up: " + count + " nodes");
    out.flush();
  }

  /** The site's settings, and on top the database, in a file that only its owner may read. */
  private Path siteFile(Path home, List<String> words) {
    Path file = home.resolve("cluster.conf");
    List<String> lines = new ArrayList<>();
    lines.add("# Made by `confocal cluster` at each start.");
    options
        .file()
        .map(
            site ->
                "include file(" + ConfigUtil.quoteString(site.toAbsolutePath().toString()) + ")")
        .ifPresent(lines::add);
    words.forEach(word -> lines.add("confocal." + word));
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Files.write(file, lines);
    } catch (IOException failed) {
      throw new StartFailure(file + ": " + failed.getMessage(), failed);
    }
  }

  /** The machine's memory is for all of them; what the user says comes last. */
  private String javaOptions() {
    String own = System.getenv().getOrDefault("CONFOCAL_JAVA_OPTS", "");
    return "-Xms128m -XX:MaxRAMPercentage=" + 60 / count + " " + own;
  }

  private LocalPlan.Media media() {
    String[] ends = media.split("-", -1);
    try {
      if (ends.length == 2) {
        return new LocalPlan.Media(Integer.parseInt(ends[0]) & ~1, Integer.parseInt(ends[1]));
      }
    } catch (NumberFormatException notPorts) {
      // told below
    }
    throw wrong("--media-ports: " + media + " (expected: such as 20000-31999)");
  }

  private ParameterException wrong(String line) {
    return new ParameterException(spec.commandLine(), line);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException failed) {
      throw new StartFailure("--database-password-file: " + file + " cannot be read", failed);
    }
  }

  private static Path folder(Path home) {
    try {
      return Files.createDirectories(
          home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException failed) {
      throw new StartFailure("data directory " + home + ": " + failed.getMessage(), failed);
    }
  }

  private synchronized boolean stopping() {
    return stopping;
  }

  /** A signal alone would make the exit code 143, although everything ended in order. */
  private void atSignal() {
    synchronized (this) {
      if (stopping) {
        return; // the command ends by itself
      }
      stopping = true;
    }
    stop();
    Runtime.getRuntime().halt(0);
  }

  /** The nodes first, since they write while they end. */
  private void stop() {
    LocalCluster all;
    LocalPostgres own;
    synchronized (this) {
      stopping = true;
      all = nodes;
      own = postgres;
      postgres = null;
    }
    if (all != null) {
      all.close();
    }
    if (own != null) {
      own.close();
    }
  }
}
