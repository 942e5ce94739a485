package org.confocal.mcu;

import com.typesafe.config.Config;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import org.confocal.engine.SectionSettings;
import org.confocal.media.record.RecordingParameters;

/**
 * How conferences are recorded.
 *
 * @param directory where, an absolute path; empty = nothing can be recorded here
 * @param rateHz of the files
 * @param bitrate of Opus
 * @param chunk after so much sound it is on disk for good
 * @param stall how long the disk may keep us waiting before sound is lost
 * @param announceEvery how often all hear that they are recorded; zero = at the beginning and the
 *     end only
 */
public record RecordingSettings(
    String directory,
    int rateHz,
    int bitrate,
    Duration chunk,
    Duration stall,
    Duration announceEvery) {
  /** Nothing can be recorded. */
  static final RecordingSettings OFF =
      new RecordingSettings(
          "", 16_000, 24_000, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ZERO);

  private static final String PATH = "confocal.mcu.recording";
  private static final String DIRECTORY = "directory";
  private static final Duration SHORTEST_CHUNK = Duration.ofMillis(100);

  static RecordingSettings from(Config root) {
    SectionSettings s = SectionSettings.of(root, PATH);
    int rate = s.whole("rate", 8000, 48_000);
    if (rate != 8000 && rate != 16_000 && rate != 48_000) {
      throw s.wrong("rate", rate, "8000, 16000 or 48000");
    }
    return new RecordingSettings(
        directory(s),
        rate,
        s.whole("bitrate", 6000, 510_000),
        s.duration("chunk", SHORTEST_CHUNK, RecordingParameters.LONGEST_CHUNK),
        s.duration("stall", Duration.ofSeconds(1), Duration.ofMinutes(1)),
        s.duration("announce-every", Duration.ZERO, Duration.ofHours(1)));
  }

  private static String directory(SectionSettings s) {
    String text = s.text(DIRECTORY);
    try {
      if (text.isEmpty() || Path.of(text).isAbsolute()) {
        return text;
      }
    } catch (InvalidPathException notAPath) {
      throw s.wrong(DIRECTORY, text, "an absolute path, or nothing: no recordings");
    }
    throw s.wrong(DIRECTORY, text, "an absolute path, or nothing: no recordings");
  }

  /** Whether anything can be recorded here. */
  boolean on() {
    return !directory.isEmpty();
  }

  /** Why nothing can be recorded here, in words. */
  static String off() {
    return "This node records nothing: " + PATH + "." + DIRECTORY + " is not set";
  }
}
