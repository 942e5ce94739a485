package org.confocal.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Callers without number over UDP, as many in a second as the test says, whatever the server
 * answers: each asks for OPTIONS, joins and leaves at once, schedules (SERVICE) and subscribes
 * without proof. Nothing is sent again but the ACK of a repeated 200.
 */
public final class Storm implements AutoCloseable {
  private static final Duration STRAGGLERS = Duration.ofSeconds(2);

  private final InetSocketAddress server;
  private final IntFunction<String> rooms;
  private final List<DatagramSocket> sockets = new ArrayList<>();
  private final AtomicInteger serial = new AtomicInteger();
  private volatile Tally tally = new Tally();
  private volatile CompletableFuture<Long> ended = new CompletableFuture<>();

  /**
   * What came of one blow.
   *
   * @param callers begun
   * @param perSecond really begun
   * @param joined with a 200 for their INVITE
   * @param refused 503s for any request
   * @param withoutRetryAfter of these
   * @param answers final answers to INVITEs by status
   * @param medianMs time from INVITE to 200
   */
  public record Figures(
      int callers,
      double perSecond,
      int joined,
      int refused,
      int withoutRetryAfter,
      Map<Integer, Integer> answers,
      double medianMs,
      double p95Ms) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d callers, %.1f/s, %d joined, INVITEs by status %s, %d x 503 (%d without Retry-After),"
              + " join median %.0f ms, 95 %% %.0f ms",
          callers,
          perSecond,
          joined,
          answers,
          refused,
          withoutRetryAfter,
          medianMs,
          p95Ms);
    }
  }

  private static final class Tally {
    final Map<String, Long> begunNs = new ConcurrentHashMap<>();
    final Map<Integer, Integer> answers = new ConcurrentHashMap<>();
    final List<Long> joinedNs = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger withoutRetryAfter = new AtomicInteger();

    double quantileMs(double share) {
      List<Long> sorted = new ArrayList<>(joinedNs);
      sorted.sort(null);
      return sorted.isEmpty() ? -1 : sorted.get((int) (share * (sorted.size() - 1))) / 1e6;
    }
  }

  /**
   * A storm that has not begun.
   *
   * @param rooms what the caller with this number dials
   */
  public Storm(InetSocketAddress server, int sockets, IntFunction<String> rooms) {
    this.server = server;
    this.rooms = rooms;
    for (int i = 0; i < sockets; i++) {
      try {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(server.getAddress(), 0));
        socket.setReceiveBufferSize(4 << 20);
        this.sockets.add(socket);
        start("storm-in-" + i, () -> read(socket));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Begins to blow; the figures are there two seconds after the last request. */
  public CompletableFuture<Figures> begin(double perSecond, Duration time) {
    ended = new CompletableFuture<>();
    return CompletableFuture.supplyAsync(() -> blow(perSecond, time));
  }

  /** Waits for the end of what was begun; when the last request was sent, on the nano clock. */
  public long awaitEnd() {
    return ended.join();
  }

  /** Blows, and waits two seconds for what is still on its way. */
  public Figures blow(double perSecond, Duration time) {
    Tally mine = new Tally();
    tally = mine;
    long begun = System.nanoTime();
    AtomicInteger callers = new AtomicInteger();
    List<Thread> senders = new ArrayList<>();
    for (DatagramSocket socket : sockets) {
      double each = perSecond / sockets.size();
      senders.add(start("storm-out", () -> callers.addAndGet(blow(socket, mine, each, time))));
    }
    for (Thread sender : senders) {
      try {
        sender.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    boolean unused = ended.complete(System.nanoTime());
    Eventually.pass(STRAGGLERS);
    return new Figures(
        callers.get(),
        callers.get() / seconds,
        mine.joinedNs.size(),
        mine.refused.get(),
        mine.withoutRetryAfter.get(),
        new TreeMap<>(mine.answers),
        mine.quantileMs(0.5),
        mine.quantileMs(0.95));
  }

  private int blow(DatagramSocket socket, Tally mine, double perSecond, Duration time) {
    long due = System.nanoTime();
    long end = due + time.toNanos();
    int count = 0;
    while (System.nanoTime() < end && !socket.isClosed()) {
      int number = serial.incrementAndGet();
      String room = rooms.apply(number);
      send(socket, request(socket, "OPTIONS", room, "o" + number, "", ""));
      mine.begunNs.put("i" + number, System.nanoTime());
      send(socket, invite(socket, number, room));
      String factory = "sip:dana@example.test;gruu;opaque=app:conf:focusfactory";
      send(socket, request(socket, "SERVICE", factory, "s" + number, "", ""));
      String event = "Event: conference\r\nExpires: 600\r\n";
      send(socket, request(socket, "SUBSCRIBE", room, "n" + number, event, ""));
      count++;
      due += (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
      LockSupport.parkNanos(due - System.nanoTime());
    }
    return count;
  }

  private static String invite(DatagramSocket socket, int number, String room) {
    String more = "Content-Type: application/sdp\r\n";
    return request(socket, "INVITE", room, "i" + number, more, Sdp.audio(40_000).text());
  }

  private static String request(
      DatagramSocket socket, String method, String uri, String callId, String more, String body) {
    return within(socket, method, 1, uri, "<" + uri + ">", callId, callId + method, more, body);
  }

  private static String within(
      DatagramSocket socket,
      String method,
      int cseq,
      String uri,
      String to,
      String callId,
      String branch,
      String more,
      String body) {
    String at = "127.0.0.1:" + socket.getLocalPort();
    return String.join(
        "\r\n",
        method + " " + uri + " SIP/2.0",
        "Via: SIP/2.0/UDP " + at + ";branch=z9hG4bK" + branch,
        "Max-Forwards: 70",
        "From: <sip:storm@" + at + ">;tag=1",
        "To: " + to,
        "Call-ID: " + callId + "@" + at,
        "CSeq: " + cseq + " " + method,
        "Contact: <sip:storm@" + at + ">",
        more + "Content-Length: " + body.length(),
        "",
        body);
  }

  private void send(DatagramSocket socket, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    try {
      socket.send(new DatagramPacket(bytes, bytes.length, server));
    } catch (IOException e) {
      // Lost, as datagrams are.
    }
  }

  private void read(DatagramSocket socket) {
    DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
    while (!socket.isClosed()) {
      try {
        socket.receive(packet);
      } catch (IOException e) {
        continue; // closed
      }
      String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
      if (text.startsWith("SIP/2.0 ")) {
        answered(socket, text, Integer.parseInt(text.substring(8, 11)));
      } else if (!text.isBlank() && !text.startsWith("ACK")) {
        int status = text.startsWith("BYE") ? 200 : 481; // he is gone, or wants to be
        send(socket, Answers.to(SipMessage.parse(text), status, "127.0.0.1:5060", ""));
      }
    }
  }

  private void answered(DatagramSocket socket, String text, int status) {
    Tally mine = tally;
    if (status < 200) {
      return;
    }
    if (status == 503) {
      mine.refused.incrementAndGet();
      mine.withoutRetryAfter.addAndGet(text.contains("\r\nRetry-After: ") ? 0 : 1);
    }
    if (!text.contains(" INVITE\r\n")) {
      return;
    }
    SipMessage answer = SipMessage.parse(text);
    String callId = answer.header("Call-ID").replaceAll("@.*", "");
    String to = answer.header("To");
    Long begun = mine.begunNs.remove(callId);
    if (begun != null) {
      mine.answers.merge(status, 1, Integer::sum);
    }
    if (status >= 300) {
      String uri = answer.uriIn("To");
      send(socket, within(socket, "ACK", 1, uri, to, callId, callId + "INVITE", "", ""));
      return;
    }
    if (begun != null) {
      mine.joinedNs.add(System.nanoTime() - begun);
    }
    String contact = answer.uriIn("Contact");
    send(socket, within(socket, "ACK", 1, contact, to, callId, callId + "ACK", "", ""));
    send(socket, within(socket, "BYE", 2, contact, to, callId, callId + "BYE", "", ""));
  }

  @Override
  public void close() {
    sockets.forEach(DatagramSocket::close);
  }
}
