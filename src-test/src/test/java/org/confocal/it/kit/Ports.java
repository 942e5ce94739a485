package org.confocal.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** Free ports on 127.0.0.1, found by binding port 0; none is given out twice by one test run. */
public final class Ports {
  private static final Set<Integer> GIVEN = new HashSet<>();

  private static final int HIGH = 61_000;
  private static final int HIGHS = 4_500;
  private static final AtomicInteger NEXT_HIGH =
      new AtomicInteger((int) (ProcessHandle.current().pid() % 45) * 100);

  private Ports() {}

  /**
   * A port that is free for UDP and TCP, above those that the system gives to whoever connects: it
   * may be bound much later, and again and again.
   */
  public static int free() {
    return freeRange(1, () -> HIGH + NEXT_HIGH.getAndAdd(2) % HIGHS, 65_536);
  }

  /** The first of {@code count} neighbouring ports, free for UDP and TCP; it is an even one. */
  public static int freeRange(int count) {
    return freeRange(count, Ports::anyFreePort, 61_000);
  }

  /**
   * The same below the ephemeral ports of the system, where a server keeps its media. Begun at a
   * place of this process's own, so that two runs on one machine seldom meet.
   */
  static int freeMediaRange(int count) {
    AtomicInteger next = new AtomicInteger((int) (ProcessHandle.current().pid() % 40) * 500);
    return freeRange(count, () -> 10_000 + next.getAndAdd(count) % 22_000, 32_768);
  }

  private static synchronized int freeRange(int count, IntSupplier candidates, int limit) {
    for (int attempt = 0; attempt < 1000; attempt++) {
      int first = (candidates.getAsInt() + 1) & ~1;
      if (first + count <= limit && isFree(first, count)) {
        for (int i = 0; i < count; i++) {
          GIVEN.add(first + i);
        }
        return first;
      }
    }
    throw new AssertionError("no " + count + " neighbouring ports are free");
  }

  private static boolean isFree(int first, int count) {
    for (int port = first; port < first + count; port++) {
      if (GIVEN.contains(port) || !isFree(port)) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("try") // opened to see whether it can be
  private static boolean isFree(int port) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket udp = new DatagramSocket(port, loopback);
        ServerSocket tcp = new ServerSocket(port, 1, loopback)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int anyFreePort() {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
