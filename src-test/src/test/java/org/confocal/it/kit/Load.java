package org.confocal.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the machine and a process have to do, by Linux's own account. */
public final class Load {
  private static final int TICK_MS = 10;

  private Load() {}

  /** The processor time that a process has taken so far, its kernel's part included. */
  public static long cpuMs(long pid) {
    String[] fields = read("/proc/" + pid + "/stat").replaceAll("(?s).*\\) ", "").split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MS;
  }

  /** Resident memory of a process. */
  public static long rssMib(long pid) {
    return Long.parseLong(
            read("/proc/" + pid + "/status").replaceAll("(?s).*VmRSS:\\s+(\\d+) kB.*", "$1"))
        / 1024;
  }

  /** The load average of the last minute: a figure is worth what the machine was free for. */
  public static String average() {
    return "load average " + read("/proc/loadavg").split(" ", 2)[0];
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
