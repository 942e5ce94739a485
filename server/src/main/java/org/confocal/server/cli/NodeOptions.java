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
    return Layers.read(file(), sets);
  }

  /** The settings of this site; empty when there are none. */
  Optional<Path> file() {
    Path beside = home().resolve("application.conf");
    return config.or(() -> Files.exists(beside) ? Optional.of(beside) : Optional.empty());
  }

  /** Each key of {@code --set} with its value. */
  Map<String, String> sets() {
    return Map.copyOf(sets);
  }

  /** The data directory: the option as the shell means it, the key relative to the program. */
  Path data(Config basic) {
    return data.map(Path::toAbsolutePath)
        .orElseGet(() -> home().resolve(ServerSettings.from(basic).data()));
  }

  /** The same for a command whose data lie in a folder below that of the key. */
  Path data(Config basic, String folder) {
    return data.map(Path::toAbsolutePath).orElseGet(() -> data(basic).resolve(folder));
  }

  boolean debug() {
    return debug;
  }

  /** The directory of the program. */
  static Path home() {
    return Path.of(System.getProperty(HOME, "")).toAbsolutePath();
  }
}
