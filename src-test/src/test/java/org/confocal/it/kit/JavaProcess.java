package org.confocal.it.kit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a Java process has used since its start.
 *
 * @param cpuMs processor time, its kernel's part included
 * @param collections of the garbage, of any kind
 * @param collectedMs how long everything stood still for them
 * @param allocatedMib by the threads that are alive
 */
public record JavaProcess(long cpuMs, long collections, long collectedMs, long allocatedMib) {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Asks a process of this JDK; the question costs it some 10 ms. */
  public static JavaProcess of(Path directory, long pid) {
    String counters = jcmd(directory, pid, "PerfCounter.print");
    String threads = jcmd(directory, pid, "Thread.print", "-e");
    double ticks = sum("sun\\.gc\\.collector\\.\\d\\.time=(\\d+)", counters);
    double perSecond = sum("sun\\.os\\.hrt\\.frequency=(\\d+)", counters);
    double bytes =
        sum("allocated=([0-9.]+)[BKMG]", threads, "B", 1)
            + sum("allocated=([0-9.]+)[BKMG]", threads, "K", 1 << 10)
            + sum("allocated=([0-9.]+)[BKMG]", threads, "M", 1 << 20)
            + sum("allocated=([0-9.]+)[BKMG]", threads, "G", 1 << 30);
    return new JavaProcess(
        Load.cpuMs(pid),
        (long) sum("sun\\.gc\\.collector\\.\\d\\.invocations=(\\d+)", counters),
        (long) (1000 * ticks / perSecond),
        (long) (bytes / (1 << 20)));
  }

  public JavaProcess since(JavaProcess before) {
    return new JavaProcess(
        cpuMs - before.cpuMs,
        collections - before.collections,
        collectedMs - before.collectedMs,
        allocatedMib - before.allocatedMib);
  }

  /** The same divided by a number, as a line for a reader. */
  public String each(int count) {
    return String.format(
        Locale.ROOT,
        "%.2f ms of processor time and %.0f KiB of garbage each, %d collections of %d ms in all",
        cpuMs / (double) count,
        allocatedMib * 1024.0 / count,
        collections,
        collectedMs);
  }

  private static double sum(String pattern, String text, String unit, long factor) {
    return factor * sum(pattern.replace("[BKMG]", unit), text);
  }

  private static double sum(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .mapToDouble(m -> Double.parseDouble(m.group(1)))
        .sum();
  }

  private static String jcmd(Path directory, long pid, String... what) {
    List<String> command = new ArrayList<>();
    command.add(Project.java().resolveSibling("jcmd").toString());
    command.add(Long.toString(pid));
    command.addAll(List.of(what));
    Path log = directory.resolve("jcmd.log");
    try (ExternalProcess jcmd = ExternalProcess.start("jcmd", directory, log, Map.of(), command)) {
      jcmd.awaitExit(LIMIT);
      return jcmd.output();
    }
  }
}
