package org.confocal.server.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The layers of configuration, the upper one wins: options {@code --set}, the deployer's file, what
 * the program derives for its libraries, every room's {@code reference.conf}.
 *
 * @param deployer what the deployer wrote, by option or in the file
 */
public record Layers(Config deployer) {
  private static final String OURS = "confocal";

  /**
   * Reads the deployer's layers and refuses keys that no room knows.
   *
   * @param file the deployer's file; may be missing when it is not {@code required}
   * @param sets {@code key} to value, as they were given by {@code --set}
   * @throws IllegalArgumentException one line for the operator
   */
  public static Layers read(Optional<Path> file, Map<String, String> sets) {
    Config reference = ConfigFactory.defaultReference();
    Config fromFile = file.map(Layers::parse).orElse(ConfigFactory.empty());
    refuseUnknown(fromFile, reference);
    Config fromOptions = ConfigFactory.empty();
    for (Map.Entry<String, String> set : sets.entrySet()) {
      fromOptions = option(set.getKey(), set.getValue(), reference).withFallback(fromOptions);
    }
    refuseUnknown(fromOptions, reference);
    return new Layers(fromOptions.withFallback(fromFile));
  }

  /** Everything, before the program derives settings for its libraries. */
  public Config basic() {
    return resolved(deployer);
  }

  /** Everything, with what the program derives put under the deployer's words. */
  public Config with(Config derived) {
    return resolved(deployer.withFallback(derived));
  }

  private static Config resolved(Config upper) {
    try {
      return ConfigFactory.load(upper);
    } catch (ConfigException unresolved) {
      throw new IllegalArgumentException(firstLine(unresolved), unresolved);
    }
  }

  private static Config parse(Path file) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException("--config: " + file + " (expected: a readable file)");
    }
    try {
      return ConfigFactory.parseFile(
          file.toFile(), ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF));
    } catch (ConfigException notHocon) {
      throw new IllegalArgumentException(firstLine(notHocon), notHocon);
    }
  }

  private static Config option(String key, String text, Config reference) {
    try {
      return ConfigFactory.empty().withValue(key, value(key, text, reference));
    } catch (ConfigException.BadPath notKey) {
      throw new IllegalArgumentException("--set: " + key + " (expected: key=value)", notKey);
    }
  }

  /** The text as it is, since in the file's syntax an URL holds a comment; lists by commas. */
  private static ConfigValue value(String key, String text, Config reference) {
    boolean list = reference.hasPath(key) && reference.getValue(key) instanceof ConfigList;
    if (!list) {
      return ConfigValueFactory.fromAnyRef(text, "--set");
    }
    if (text.startsWith("[")) {
      try {
        return ConfigFactory.parseString("list = " + text).getValue("list");
      } catch (ConfigException notList) {
        throw new IllegalArgumentException(
            key + ": " + text + " (expected: a list such as [a, b])", notList);
      }
    }
    List<String> items =
        Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
    return ConfigValueFactory.fromIterable(items, "--set");
  }

  private static void refuseUnknown(Config given, Config reference) {
    SortedSet<String> known = new TreeSet<>();
    reference.getConfig(OURS).entrySet().forEach(e -> known.add(OURS + "." + e.getKey()));
    for (Map.Entry<String, ConfigValue> root : given.root().entrySet()) {
      boolean foreign = !reference.root().containsKey(root.getKey());
      if (foreign || root.getKey().equals(OURS)) {
        for (String key : leaves(ConfigUtil.joinPath(root.getKey()), root.getValue())) {
          if (foreign || !known.contains(key)) {
            throw unknown(key, known);
          }
        }
      }
    }
  }

  private static SortedSet<String> leaves(String path, ConfigValue value) {
    SortedSet<String> leaves = new TreeSet<>();
    if (value instanceof com.typesafe.config.ConfigObject object) {
      object.forEach(
          (key, below) -> leaves.addAll(leaves(path + "." + ConfigUtil.joinPath(key), below)));
    } else {
      leaves.add(path);
    }
    return leaves;
  }

  private static IllegalArgumentException unknown(String key, SortedSet<String> known) {
    String nearest =
        known.stream()
            .min((a, b) -> Integer.compare(distance(key, a), distance(key, b)))
            .orElse(OURS);
    return new IllegalArgumentException(key + ": no such key (the nearest is: " + nearest + ")");
  }

  /** Letters to add, drop or change to make {@code b} of {@code a}. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  private static String firstLine(ConfigException problem) {
    return String.valueOf(problem.getMessage()).lines().findFirst().orElse("configuration");
  }
}
