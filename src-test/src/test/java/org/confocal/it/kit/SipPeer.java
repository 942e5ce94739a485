package org.confocal.it.kit;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * A scripted SIP peer on one socket: it sends what the test says and nothing else, and keeps all
 * that comes with its time. It answers and acknowledges nothing by itself, so that a test sees what
 * a server does when nobody answers. For a client that behaves there is {@link RtpClient}.
 */
public final class SipPeer implements AutoCloseable {
  /** Longest wait for what the server has to send at once. */
  public static final Duration SOON = Duration.ofSeconds(5);

  private final String name;
  private final SipWire wire;
  private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
  private volatile boolean ended;
  private volatile Predicate<SipMessage> agreeing = request -> false;

  /**
   * A message that came.
   *
   * @param atNs {@link System#nanoTime()} when it was read
   */
  public record Arrival(long atNs, String text, SipMessage message) {}

  private SipPeer(String name, SipWire wire) {
    this.name = name;
    this.wire = wire;
    Thread reader =
        new Thread(
            () -> {
              wire.read((from, text) -> take(text));
              ended = true;
            },
            "sip-peer-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  public static SipPeer udp(String name, InetSocketAddress server) {
    return new SipPeer(name, SipWire.udp(server));
  }

  public static SipPeer tcp(String name, InetSocketAddress server) {
    return new SipPeer(name, SipWire.tcp(server));
  }

  public static SipPeer tls(String name, InetSocketAddress server) {
    return new SipPeer(name, SipWire.tls(server));
  }

  /** The other end of a connection that the server made. */
  public static SipPeer accepted(String name, Socket socket) {
    return new SipPeer(name, SipWire.accepted(socket));
  }

  private void take(String text) {
    SipMessage message = SipMessage.parse(text);
    arrivals.add(new Arrival(System.nanoTime(), text, message));
    if (message.isRequest() && agreeing.test(message)) {
      answer(message, 200, "");
    }
  }

  /** From now on requests that fit get a 200 as soon as they come. */
  public SipPeer agreeingTo(Predicate<SipMessage> requests) {
    agreeing = requests;
    return this;
  }

  public String name() {
    return name;
  }

  /** Own address as {@code host:port}. */
  public String hostPort() {
    return wire.hostPort();
  }

  /** {@code UDP}, {@code TCP} or {@code TLS}. */
  public String transport() {
    return wire.transport();
  }

  /** A call that is not made yet. */
  public SipCall call(String uri) {
    return new SipCall(this, uri, UUID.randomUUID().toString());
  }

  /** Sends a text as it is. */
  public void send(String text) {
    wire.send(text);
  }

  /** All that came so far. */
  public List<Arrival> arrivals() {
    return List.copyOf(arrivals);
  }

  public List<Arrival> arrivals(Predicate<SipMessage> wanted) {
    return arrivals.stream().filter(arrival -> wanted.test(arrival.message())).toList();
  }

  /** Waits for a message; the first that fits, also one that is there already. */
  public SipMessage await(String what, Duration limit, Predicate<SipMessage> wanted) {
    try {
      return Eventually.eventually(
          name + " receives " + what,
          limit,
          () -> arrivals(wanted).stream().findFirst().map(Arrival::message));
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; it received " + heads(), e);
    }
  }

  /** Waits until the other side has closed the connection. */
  public void awaitEnd(Duration limit) {
    Eventually.eventually(name + "'s connection ends", limit, () -> ended);
  }

  /** Start lines of all that came, for messages. */
  public List<String> heads() {
    return arrivals.stream()
        .map(arrival -> arrival.message())
        .map(message -> message.startLine() + " (" + message.header("CSeq") + ")")
        .toList();
  }

  /** The answer with this status to a request of the server. */
  public void answer(SipMessage request, int status, String body, String... more) {
    wire.send(Answers.to(request, status, hostPort(), body, more));
  }

  /** Ends the connection in the middle of everything. */
  public void disconnect() {
    wire.close();
  }

  @Override
  public void close() {
    wire.close();
  }
}
