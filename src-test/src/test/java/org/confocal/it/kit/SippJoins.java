package org.confocal.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Phones of sipp, over UDP: each joins one of some conferences, stays and leaves. */
public final class SippJoins {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private SippJoins() {}

  /**
   * Runs until all have left or were refused; how long each 200 took to come.
   *
   * @param directory empty, for what sipp writes
   * @param target host and port
   * @param numbers of the conferences, taken in turn
   * @param perSecond joins
   */
  public static Timings run(
      Path directory,
      String target,
      List<String> numbers,
      int perSecond,
      int calls,
      Duration stay) {
    List<String> options =
        List.of(
            target,
            "-inf",
            list(directory, numbers).toString(),
            "-m",
            Integer.toString(calls),
            "-r",
            Integer.toString(perSecond),
            "-l",
            Integer.toString(calls),
            "-d",
            Long.toString(stay.toMillis()),
            "-trace_rtt",
            "-rtt_freq",
            "1");
    try (Sipp sipp = Sipp.start(directory, "join-one-of-many.xml", options)) {
      boolean allWent = sipp.allWent(LIMIT);
      Timings timings = timings(directory);
      if (!allWent && timings.samples().size() == calls) {
        System.out.println("sipp: everybody joined, not everybody has left by the scenario");
      }
      return timings;
    }
  }

  private static Path list(Path directory, List<String> numbers) {
    List<String> lines = new ArrayList<>(List.of("SEQUENTIAL"));
    numbers.forEach(n -> lines.add(n + ";"));
    try {
      return Files.write(directory.resolve("conferences.csv"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lines such as {@code 5009.84;12.3;1}: ms since the start, ms of the answer, its number. */
  private static Timings timings(Path directory) {
    List<Timings.Sample> samples = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith("_rtt.csv")).toList()) {
        for (String line : Files.readAllLines(file)) {
          String[] fields = line.split(";", -1);
          if (fields.length >= 2
              && Character.isDigit(fields[0].isEmpty() ? 'x' : fields[0].charAt(0))) {
            double ended = Double.parseDouble(fields[0]);
            double took = Double.parseDouble(fields[1]);
            samples.add(new Timings.Sample((long) ((ended - took) * 1e6), (long) (ended * 1e6)));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Timings(samples);
  }
}
