package org.confocal.media.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.confocal.media.codec.OpusCodecs;
import org.confocal.media.codec.OpusTuning;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one recording: files that are named after the moment at which they begin. So it is
 * known of each when it should have ended, and a recording that was interrupted for a short while
 * goes on in the same file, behind as much silence as is missing.
 *
 * <p>A new part begins instead when the last one is not here, is shorter than what was told as
 * durable, is written by somebody else, is of another rate, or ended more than a minute ago.
 */
final class RecordingParts {
  /** A longer pause is not filled. */
  static final long LONGEST_GAP_MS = 60_000;

  private static final int COMPLEXITY = 5;
  private static final int FRAME_MS = 20;
  private static final int FRAMES_PER_SECOND = 50;
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** A part that can be written. */
  record Part(String name, RecordingFile file) {}

  private final RecordingParameters parameters;
  private final OpusCodecs opus;

  RecordingParts(RecordingParameters parameters, OpusCodecs opus) {
    this.parameters = parameters;
    this.opus = opus;
  }

  /** Opens the part to go on in, filled with silence up to now. */
  Part open(long nowMillis) throws IOException {
    Files.createDirectories(parameters.directory());
    String newest = newest();
    String known = parameters.known().name();
    if (newest != null && newest.compareTo(known) >= 0) {
      Part part = goOn(newest, nowMillis);
      if (part != null) {
        return part;
      }
    }
    return begin(nowMillis, newest == null || newest.compareTo(known) < 0 ? known : newest);
  }

  private @Nullable String newest() throws IOException {
    String newest = null;
    String glob = "*." + parameters.format().suffix();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(parameters.directory(), glob)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (began(name) >= 0 && (newest == null || name.compareTo(newest) > 0)) {
          newest = name;
        }
      }
    }
    return newest;
  }

  /** Milliseconds since 1970; -1 if that is no name of a part. */
  @SuppressWarnings("UnusedException") // a file of somebody else: it is left alone
  private long began(String name) {
    int dot = name.length() - parameters.format().suffix().length() - 1;
    try {
      return Instant.from(NAME.parse(name.substring(0, dot))).toEpochMilli();
    } catch (DateTimeException notOurs) {
      return -1;
    }
  }

  @SuppressWarnings("UnusedException") // whatever is wrong with it: it stays as it is
  private @Nullable Part goOn(String name, long nowMillis) throws IOException {
    RecordingFile file;
    try {
      file = file(parameters.directory().resolve(name));
    } catch (IOException cannotGoOn) {
      return null;
    }
    DurablePart known = parameters.known();
    long gapMs = Math.max(0, nowMillis - began(name) - file.millis());
    boolean shorter = known.name().equals(name) && file.millis() < known.millis();
    if (shorter || gapMs > LONGEST_GAP_MS) {
      file.close();
      return null;
    }
    try {
      short[] silence = new short[parameters.rateHz() / FRAMES_PER_SECOND];
      for (long i = gapMs / FRAME_MS; i > 0; i--) {
        file.append(silence);
      }
    } catch (IOException | RuntimeException e) {
      letGo(file, e);
      throw e;
    }
    return new Part(name, file);
  }

  /** Lets go of a file that cannot be written, for nobody else knows of it. */
  private static void letGo(RecordingFile file, Exception why) {
    try {
      file.close();
    } catch (IOException again) {
      why.addSuppressed(again);
    }
  }

  /**
   * Begins a part.
   *
   * @param after its name comes behind this one, also when the clock was set back
   */
  private Part begin(long nowMillis, String after) throws IOException {
    long from = after.isEmpty() ? nowMillis : Math.max(nowMillis, began(after) + 1);
    String name = NAME.format(Instant.ofEpochMilli(from)) + "." + parameters.format().suffix();
    RecordingFile file = file(parameters.directory().resolve(name));
    try {
      syncDirectory();
    } catch (IOException e) {
      letGo(file, e);
      throw e;
    }
    return new Part(name, file);
  }

  private RecordingFile file(Path path) throws IOException {
    return switch (parameters.format()) {
      case WAV -> LinearPart.open(path, parameters.rateHz());
      case OPUS ->
          OpusPart.open(
              path,
              opus.encoder(
                  parameters.rateHz(),
                  new OpusTuning(parameters.bitrate(), COMPLEXITY, false, 0, false)));
    };
  }

  /** That there is a new file is a fact of its directory. */
  private void syncDirectory() throws IOException {
    try (FileChannel channel = FileChannel.open(parameters.directory(), StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
