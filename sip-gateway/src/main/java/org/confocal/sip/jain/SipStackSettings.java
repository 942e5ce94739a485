package org.confocal.sip.jain;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.confocal.sip.message.HostPort;

/**
 * Settings of the transports and transactions, under {@code confocal.sip.stack}. Each key is
 * described in this room's {@code reference.conf}.
 *
 * @param listen at least one
 * @param advertisedHost empty: the local address towards each peer
 * @param advertisedPort 0: the port of the listener
 */
public record SipStackSettings(
    List<Bind> listen,
    String advertisedHost,
    int advertisedPort,
    Load load,
    Admission admission,
    Timers timers,
    Tcp tcp) {
  public static final String PATH = "confocal.sip.stack";

  /**
   * One socket to listen on.
   *
   * @param transport {@code udp}, {@code tcp} or {@code tls}
   * @param host an address without brackets; 0.0.0.0 and :: are all addresses of the machine
   * @param port 0 lets the system choose (tests)
   */
  public record Bind(String transport, String host, int port) {
    public String write() {
      return transport + ":" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /**
   * Threads, and sizes of what they are given.
   *
   * @param workers lanes that parse and run transactions
   * @param queue messages that wait for a lane, all lanes together
   * @param maxMessageBytes of one message, body included
   * @param udpBufferBytes of the socket, each way
   */
  public record Load(
      int workers,
      int queue,
      int maxMessageBytes,
      int maxClientTransactions,
      int udpBufferBytes,
      int resolvers) {}

  /**
   * How many requests may be under way, and what becomes of the others.
   *
   * @param maxInFlight requests without a final answer, from where on new ones are refused
   * @param maxServerTransactions remembered requests, from where on new ones are refused
   * @param reservePercent on top of both for requests within calls, and of each lane's queue
   * @param answerLimit after once to twice this, a request that nobody answers is answered 500
   * @param reject true: new requests get 503 and Retry-After; false: silence
   * @param retryAfter whole seconds
   */
  public record Admission(
      int maxInFlight,
      int maxServerTransactions,
      int reservePercent,
      Duration answerLimit,
      boolean reject,
      Duration retryAfter) {
    private static final int LEAST_RESERVE = 8;

    /** A bound for all requests from one for new requests; at least a few more. */
    int withReserve(int bound) {
      return bound + Math.max(LEAST_RESERVE, (int) ((long) bound * reservePercent / 100));
    }
  }

  /**
   * Times and sizes of requests of ours.
   *
   * @param t1 of client transactions; RFC 3261 section 17.1.1.1
   * @param largeRequestBytes from this size on a request to a UDP address is tried over TCP first
   * @param udpAfterFailedTcp how long a peer that took no TCP connection is not tried again
   */
  public record Timers(Duration t1, int largeRequestBytes, Duration udpAfterFailedTcp) {}

  /**
   * Limits of TCP connections.
   *
   * @param connectLimit for a connection of ours
   * @param sendQueueBytes that may wait behind the message that a slow peer is being sent
   * @param messageTime from the first to the last byte of one message
   * @param idleTime without any byte from the peer
   */
  public record Tcp(
      Duration connectLimit,
      int maxConnections,
      int sendQueueBytes,
      Duration messageTime,
      Duration idleTime) {}

  public SipStackSettings {
    listen = List.copyOf(listen);
  }

  /**
   * Reads and checks the keys.
   *
   * @param config the whole configuration
   */
  public static SipStackSettings from(Config config) {
    Config c = config.getConfig(PATH);
    List<Bind> listen = new ArrayList<>();
    c.getStringList("listen").forEach(text -> listen.add(bind(text)));
    require(!listen.isEmpty(), "listen", "[]", "at least one of udp:, tcp:, tls:ADDRESS:PORT");
    String advertised = c.getString("advertised-host").strip();
    require(
        !advertised.equals("0.0.0.0") && !advertised.equals("::"),
        "advertised-host",
        advertised,
        "an address that peers can reach, or empty");
    return new SipStackSettings(
        listen,
        advertised,
        whole(c, "advertised-port", 0, 65535),
        load(c),
        admission(c),
        timers(c),
        tcp(c));
  }

  private static Load load(Config c) {
    return new Load(
        whole(c, "workers", 1, 64),
        whole(c, "queue", 16, 1_000_000),
        bytes(c, "max-message", 2048, 1 << 20),
        whole(c, "max-client-transactions", 1, 1_000_000),
        bytes(c, "udp-buffer", 8192, 1 << 28),
        whole(c, "resolvers", 1, 64));
  }

  private static Admission admission(Config c) {
    String overload = c.getString("admission.overload");
    require(
        overload.equals("reject") || overload.equals("drop"),
        "admission.overload",
        overload,
        "reject or drop");
    return new Admission(
        whole(c, "admission.max-in-flight", 1, 1_000_000),
        whole(c, "admission.max-server-transactions", 1, 1_000_000),
        whole(c, "admission.reserve", 1, 90),
        time(c, "admission.answer-limit", 100, 3_600_000),
        overload.equals("reject"),
        time(c, "admission.retry-after", 1_000, 3_600_000));
  }

  private static Timers timers(Config c) {
    return new Timers(
        time(c, "t1", 10, 5_000),
        bytes(c, "large-request", 576, 65_535),
        time(c, "udp-after-failed-tcp", 0, 86_400_000));
  }

  private static Tcp tcp(Config c) {
    return new Tcp(
        time(c, "tcp.connect-limit", 10, 30_000),
        whole(c, "tcp.max-connections", 1, 1_000_000),
        bytes(c, "tcp.send-queue", 4096, 1 << 26),
        time(c, "tcp.message-time", 100, 600_000),
        time(c, "tcp.idle-time", 1_000, 604_800_000));
  }

  /** Reads {@code udp:192.0.2.1:5060} or {@code tls:[::1]:5061}. */
  static Bind bind(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    String transport =
        SipPorts.TRANSPORTS.stream().filter(t -> lower.startsWith(t + ":")).findFirst().orElse("");
    int colon = lower.lastIndexOf(':');
    boolean whole = !transport.isEmpty() && colon > 4;
    String host = whole ? lower.substring(4, colon) : "";
    require(
        whole && lower.substring(colon + 1).matches("[0-9]{1,5}"),
        "listen",
        text,
        "udp:ADDRESS:PORT, tcp:ADDRESS:PORT or tls:ADDRESS:PORT");
    int port = Integer.parseInt(lower.substring(colon + 1));
    require(
        port <= 65535 && !host.isEmpty(), "listen", text, "an address, and a port of 0 to 65535");
    return new Bind(transport, HostPort.of(host, -1).plainHost(), port);
  }

  private static int whole(Config c, String key, int least, int most) {
    int value = c.getInt(key);
    require(value >= least && value <= most, key, value, least + " to " + most);
    return value;
  }

  private static int bytes(Config c, String key, int least, int most) {
    long value = c.getBytes(key);
    require(value >= least && value <= most, key, value, least + " to " + most + " bytes");
    return (int) value;
  }

  private static Duration time(Config c, String key, long leastMs, long mostMs) {
    Duration value = c.getDuration(key);
    require(
        value.toMillis() >= leastMs && value.toMillis() <= mostMs,
        key,
        value,
        leastMs + " ms to " + mostMs + " ms");
    return value;
  }

  private static void require(boolean right, String key, Object value, String expected) {
    if (!right) {
      throw new IllegalArgumentException(
          PATH + "." + key + ": " + value + " (expected: " + expected + ")");
    }
  }
}
