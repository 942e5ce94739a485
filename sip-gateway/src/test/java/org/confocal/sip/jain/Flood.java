package org.confocal.sip.jain;

import static org.confocal.sip.kit.SipTexts.request;
import static org.confocal.sip.kit.SipTexts.viaUdp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A socket with a thread that reads and counts what comes, and one that sends new requests as fast
 * as it can. The system may lose datagrams under this load, so single requests are repeated.
 */
final class Flood implements AutoCloseable {
  private static final String[] METHODS = {
    "INVITE", "OPTIONS", "SERVICE", "REGISTER", "SUBSCRIBE", "MESSAGE"
  };
  private static final int REPETITIONS = 200;
  private static final int REPEAT_AFTER_MS = 100;
  private static final int DEADLINE_S = 300;

  private final DatagramSocket socket;
  private final Map<Integer, Integer> answers = new ConcurrentHashMap<>();
  private final AtomicInteger withoutRetryAfter = new AtomicInteger();
  private final Semaphore refusals = new Semaphore(0);
  private final CountDownLatch sent = new CountDownLatch(1);
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>(1000);

  Flood(int targetPort) {
    try {
      socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      socket.connect(InetAddress.getLoopbackAddress(), targetPort);
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
    run("flood-reader", this::read);
  }

  int port() {
    return socket.getLocalPort();
  }

  /**
   * Sends new requests from a thread of its own.
   *
   * @param everyTenth runs once for ten requests
   */
  void begin(int count, Runnable everyTenth) {
    run(
        "flood-sender",
        () -> {
          for (int i = 0; i < count && !socket.isClosed(); i++) {
            String callId = "f" + i;
            send(request(METHODS[i % METHODS.length], callId, 1, viaUdp(port(), callId), ""));
            if (i % 10 == 9) {
              everyTenth.run();
            }
          }
          sent.countDown();
        });
  }

  void awaitRefusals(int count) {
    await(() -> refusals.tryAcquire(count, DEADLINE_S, TimeUnit.SECONDS));
  }

  void awaitSent() {
    await(() -> sent.await(DEADLINE_S, TimeUnit.SECONDS));
  }

  /** The status of the final answer to one request; 0 if none comes for all its repetitions. */
  int status(String request) {
    String callId = request.lines().filter(l -> l.startsWith("Call-ID: ")).findFirst().orElse("");
    for (int i = 0; i < REPETITIONS; i++) {
      send(request);
      String answer = next();
      while (!answer.isEmpty() && (!answer.contains(callId + "\r\n") || status1xx(answer))) {
        answer = next();
      }
      if (!answer.isEmpty()) {
        return Integer.parseInt(answer.substring(8, 11));
      }
    }
    return 0;
  }

  /** Sends new requests, one after the other, until one is not refused. */
  int statusOfFirstServed(String name) {
    int status = 503;
    for (int i = 0; i < REPETITIONS && status == 503; i++) {
      status = status(request("OPTIONS", name + i, 1, viaUdp(port(), name + i), ""));
    }
    return status;
  }

  Map<Integer, Integer> answers() {
    return Map.copyOf(answers);
  }

  int refusalsWithoutRetryAfter() {
    return withoutRetryAfter.get();
  }

  private static boolean status1xx(String answer) {
    return answer.startsWith("SIP/2.0 1");
  }

  private String next() {
    try {
      String text = received.poll(REPEAT_AFTER_MS, TimeUnit.MILLISECONDS);
      return text == null ? "" : text;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void send(String text) {
    byte[] bytes = text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    try {
      socket.send(new DatagramPacket(bytes, bytes.length));
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void read() {
    DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
    while (!socket.isClosed()) {
      try {
        socket.receive(packet);
        String text =
            new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
        answers.merge(Integer.valueOf(text.substring(8, 11)), 1, Integer::sum);
        boolean unused = received.offer(text);
        if (text.startsWith("SIP/2.0 503")) {
          withoutRetryAfter.addAndGet(text.contains("\r\nRetry-After: 5\r\n") ? 0 : 1);
          refusals.release();
        }
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Something that may or may not happen in time. */
  private interface Wait {
    boolean happened() throws InterruptedException;
  }

  private static void await(Wait wait) {
    try {
      if (!wait.happened()) {
        throw new AssertionError("not within " + DEADLINE_S + " s");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void run(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    socket.close();
  }
}
