package org.confocal.server.cli;

import com.typesafe.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.confocal.server.settings.Layers;
import org.confocal.server.settings.ServerSettings;
import picocli.CommandLine.Option;

/** The options that every command understands: where settings and data are. */
final class NodeOptions {
  /** System property in which the launcher names the directory of the program. */
  static final String HOME = "confocal-home";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data directory. Default: the key confocal.data, which is ./data.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The settings of this site. Default: application.conf beside the program.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets one key for this run; may be given again. Lists: a,b,c.")
  private Map<String, String> sets = new LinkedHashMap<>();

  @Option(names = "--debug", description = "Says more: log level DEBUG, stack traces.")
  private boolean debug;

  /** The layers of settings; throws {@link IllegalArgumentException} with one line. */
  Layers layers() {
    Path beside = home().resolve("application.conf");
    Optional<Path> file =
        config.or(() -> Files.exists(beside) ? Optional.of(beside) : Optional.empty());
    return Layers.read(file, sets);
  }

  /** The data directory: the option as the shell means it, the key relative to the program. */
  Path data(Config basic) {
    return data.map(Path::toAbsolutePath)
        .orElseGet(() -> home().resolve(ServerSettings.from(basic).data()));
  }

  boolean debug() {
    return debug;
  }

  private static Path home() {
    return Path.of(System.getProperty(HOME, "")).toAbsolutePath();
  }
}
