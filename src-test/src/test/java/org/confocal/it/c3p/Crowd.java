package org.confocal.it.c3p;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.SipMessage;

/**
 * Many C3P clients, each with a socket of its own, on one thread: what {@link C3pUser} is for a
 * few. What is not answered is sent again over UDP (RFC 3261 section 17.1) and given up after 32 s.
 */
public final class Crowd implements AutoCloseable {
  static final String PASSWORD = "correct horse";
  private static final int READ_AT_ONCE = 256 * 1024;
  private static final long T1_MS = 500;
  private static final long T2_MS = 4000;
  private static final long GIVE_UP_MS = 64 * T1_MS;

  private final Selector selector;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "crowd-timer");
            thread.setDaemon(true);
            return thread;
          });
  private final List<CrowdMember> members = new ArrayList<>();

  private Crowd() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Adds so many users to the node and connects them.
   *
   * @param udp false: each has a TCP connection
   */
  public static Crowd on(ConfocalProcess node, int count, boolean udp) {
    Crowd crowd = new Crowd();
    Management management = Management.of(node);
    String serial = UUID.randomUUID().toString().substring(0, 4);
    for (int i = 0; i < count; i++) {
      String name = "c" + i + "-" + serial;
      management.addUser(name, PASSWORD);
      var sip = node.config().sip();
      CrowdWire wire = udp ? CrowdWire.udp(sip) : CrowdWire.tcp(sip);
      CrowdMember member = new CrowdMember(crowd, name, wire);
      crowd.members.add(member);
      try {
        wire.channel().register(crowd.selector, SelectionKey.OP_READ, member);
      } catch (ClosedChannelException e) {
        throw new UncheckedIOException(e);
      }
    }
    Thread reader = new Thread(crowd::read, "crowd");
    reader.setDaemon(true);
    reader.start();
    return crowd;
  }

  public List<CrowdMember> members() {
    return List.copyOf(members);
  }

  /**
   * Everybody does something, one after the other begun at this rate, and all have done it.
   *
   * @param perSecond how many begin in a second
   */
  public <T> List<T> all(int perSecond, Function<CrowdMember, CompletableFuture<T>> what) {
    return some(members, perSecond, what);
  }

  /** The same with some of them. */
  public <T> List<T> some(
      List<CrowdMember> whom, int perSecond, Function<CrowdMember, CompletableFuture<T>> what) {
    List<CompletableFuture<T>> done = new ArrayList<>();
    long due = System.nanoTime();
    for (CrowdMember member : whom) {
      done.add(what.apply(member));
      due += TimeUnit.SECONDS.toNanos(1) / perSecond;
      LockSupport.parkNanos(due - System.nanoTime());
    }
    return done.stream().map(CompletableFuture::join).toList();
  }

  void repeats(CrowdMember member, String text, CompletableFuture<SipMessage> answer) {
    boolean udp = member.wire().transport().equals("UDP");
    repeats(member, text, answer, udp ? T1_MS : GIVE_UP_MS, 0);
  }

  private void repeats(
      CrowdMember member,
      String text,
      CompletableFuture<SipMessage> answer,
      long pauseMs,
      long passedMs) {
    var unused =
        timer.schedule(
            () -> {
              if (answer.isDone()) {
                return;
              }
              if (passedMs + pauseMs >= GIVE_UP_MS) {
                boolean first =
                    answer.completeExceptionally(
                        new AssertionError("no answer within 32 s to\n" + text));
                assert first || answer.isDone();
                return;
              }
              member.send(text);
              repeats(member, text, answer, Math.min(T2_MS, 2 * pauseMs), passedMs + pauseMs);
            },
            pauseMs,
            TimeUnit.MILLISECONDS);
  }

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocate(READ_AT_ONCE);
    while (selector.isOpen()) {
      try {
        selector.select(Duration.ofSeconds(1).toMillis());
        Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
        while (ready.hasNext()) {
          SelectionKey key = ready.next();
          ready.remove();
          read(key, (CrowdMember) key.attachment(), buffer);
        }
      } catch (IOException | java.nio.channels.ClosedSelectorException e) {
        return; // closed by the test
      }
    }
  }

  private static void read(SelectionKey key, CrowdMember member, ByteBuffer buffer) {
    try {
      if (key.isValid() && !member.wire().read(buffer, member)) {
        key.cancel();
        System.out.println("crowd: " + member.name() + " has lost the connection");
      }
    } catch (IOException e) {
      if (member.wire().transport().equals("TCP")) {
        key.cancel();
        System.out.println("crowd: " + member.name() + " has lost the connection: " + e);
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    members.forEach(m -> m.wire().close());
  }
}
