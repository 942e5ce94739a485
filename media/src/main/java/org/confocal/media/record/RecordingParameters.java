package org.confocal.media.record;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a recording is to be.
 *
 * @param id its name among all of a conference
 * @param directory where its parts are and nothing else; made when it is not there
 * @param format of its parts
 * @param rateHz samples a second: 8000, 16000 or 48000, whatever the conference mixes at
 * @param bitrate of Opus, bits a second
 * @param chunk after so much sound everything is made durable and told, 100 ms to 5 s
 * @param stall how long the disk may keep us waiting before sound is lost, 1 to 60 s
 * @param known what an earlier life has told of it
 */
public record RecordingParameters(
    String id,
    Path directory,
    RecordingFormat format,
    int rateHz,
    int bitrate,
    Duration chunk,
    Duration stall,
    DurablePart known) {

  /** The longest chunk: what may be lost when the machine fails. */
  public static final Duration LONGEST_CHUNK = Duration.ofSeconds(5);

  private static final Duration SHORTEST_CHUNK = Duration.ofMillis(100);
  private static final Duration LONGEST_STALL = Duration.ofMinutes(1);

  public RecordingParameters {
    require(!id.isEmpty(), "id", id, "a name");
    require(
        rateHz == 8000 || rateHz == 16_000 || rateHz == 48_000,
        "rate",
        rateHz,
        "8000, 16000 or 48000");
    require(
        chunk.compareTo(SHORTEST_CHUNK) >= 0 && chunk.compareTo(LONGEST_CHUNK) <= 0,
        "chunk",
        chunk,
        "100 ms to 5 s");
    require(
        stall.toSeconds() >= 1 && stall.compareTo(LONGEST_STALL) <= 0, "stall", stall, "1 to 60 s");
  }

  private static void require(boolean holds, String what, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "recording " + what + ": " + value + " (expected: " + expected + ")");
    }
  }
}
