package org.confocal.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a Java process holds.
 *
 * @param rssKib resident memory of the process
 * @param heapKib used heap after a full collection
 */
public record Memory(long rssKib, long heapKib) {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Collects the garbage of a process of this JDK and measures. */
  public static Memory of(Path directory, long pid) {
    jcmd(directory, pid, "GC.run");
    String heap = jcmd(directory, pid, "GC.heap_info");
    return new Memory(
        find("VmRSS:\\s+(\\d+) kB", status(pid)), find("heap\\s+total \\d+K, used (\\d+)K", heap));
  }

  /** How much more this is, divided by {@code count}, in bytes, as a line for a reader. */
  public String perCaller(Memory before, int count) {
    return "rss %d KiB, heap after collection %.1f KiB (from %d and %d KiB to %d and %d KiB)"
        .formatted(
            (rssKib - before.rssKib) / count,
            (heapKib - before.heapKib) / (double) count,
            before.rssKib,
            before.heapKib,
            rssKib,
            heapKib);
  }

  /** The classes that fill the heap most, after a collection. */
  public static String histogram(Path directory, long pid, int lines) {
    return jcmd(directory, pid, "GC.class_histogram")
        .lines()
        .limit(lines)
        .collect(Collectors.joining("\n"));
  }

  private static String status(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/status"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String jcmd(Path directory, long pid, String what) {
    List<String> command =
        List.of(Project.java().resolveSibling("jcmd").toString(), Long.toString(pid), what);
    Path log = directory.resolve("jcmd.log");
    try (ExternalProcess jcmd = ExternalProcess.start("jcmd", directory, log, Map.of(), command)) {
      jcmd.awaitExit(LIMIT);
      return jcmd.output();
    }
  }

  private static long find(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in " + text);
    }
    return Long.parseLong(matcher.group(1));
  }
}
