package org.confocal.engine;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.List;

/**
 * One section of the configuration, read with checks. The message of every error names the whole
 * key, the value and what was expected; the start of the program stops with it.
 *
 * @param path where the section is, for instance {@code confocal.engine.focus}
 */
public record SectionSettings(String path, Config section) {
  /** Takes the section at {@code path} out of the whole configuration. */
  public static SectionSettings of(Config root, String path) {
    return new SectionSettings(path, root.getConfig(path));
  }

  /** A section below this one. */
  public SectionSettings below(String name) {
    return new SectionSettings(path + "." + name, section.getConfig(name));
  }

  /** A whole number from {@code least} to {@code most}. */
  public int whole(String key, int least, int most) {
    int value = read(key, "a whole number from " + least + " to " + most, section::getInt);
    if (value < least || value > most) {
      throw wrong(key, value, least + " to " + most);
    }
    return value;
  }

  /** A duration from {@code least} to {@code most}. */
  public Duration duration(String key, Duration least, Duration most) {
    Duration value = read(key, "a duration such as 5s", section::getDuration);
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw wrong(
          key, section.getString(key), least.toMillis() + " ms to " + most.toMillis() + " ms");
    }
    return value;
  }

  /** A text, may be empty. */
  public String text(String key) {
    return read(key, "a text", section::getString);
  }

  /** Texts, may be none. */
  public List<String> texts(String key) {
    return read(key, "a list of texts", section::getStringList);
  }

  /** True or false. */
  public boolean flag(String key) {
    return read(key, "true or false", section::getBoolean);
  }

  /** The error for a value that is not what was expected. */
  public IllegalArgumentException wrong(String key, Object value, String expected) {
    return new IllegalArgumentException(
        path + "." + key + ": " + value + " (expected: " + expected + ")");
  }

  private <T> T read(String key, String expected, java.util.function.Function<String, T> reader) {
    try {
      return reader.apply(key);
    } catch (ConfigException notReadable) {
      Object value = section.hasPath(key) ? section.getValue(key).unwrapped() : "not set";
      throw wrong(key, value, expected);
    }
  }
}
