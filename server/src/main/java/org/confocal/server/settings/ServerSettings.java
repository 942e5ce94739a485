package org.confocal.server.settings;

import com.typesafe.config.Config;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.confocal.engine.SectionSettings;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;

/**
 * The settings of the node itself; {@code reference.conf} of this room tells what each one means.
 *
 * @param data the data directory as it was written
 */
public record ServerSettings(
    String data, Sip sip, Management management, Cluster cluster, Demo demo, Shutdown shutdown) {
  private static final Pattern SEED = Pattern.compile("(\\[[0-9a-fA-F:]+\\]|[^:\\s]+):[0-9]{1,5}");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~-]{16,256}");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Names of this installation. */
  public record Sip(String domain, String realm) {}

  /**
   * Where operators reach the node by HTTP. Port 0 = any.
   *
   * @param token what a request must bring; empty: another one after each start
   */
  public record Management(
      String host, int port, String token, Duration requestTimeout, Duration readyTimeout) {
    /** True when other machines can reach it: then it takes TLS and a token. */
    public boolean beyondLoopback() {
      return ServerSettings.beyondLoopback(host);
    }

    /** {@code http} or {@code https}. */
    public String scheme() {
      return beyondLoopback() ? "https" : "http";
    }

    @Override
    public String toString() {
      return "Management[" + host + ":" + port + "]";
    }
  }

  /**
   * Where the other nodes reach this one. No seeds = a cluster of its own.
   *
   * @param stableAfter as it is for this detection
   */
  public record Cluster(
      Address address,
      Tls tls,
      List<String> seedNodes,
      Detection detection,
      Duration stableAfter,
      Lease lease) {
    public Cluster {
      seedNodes = List.copyOf(seedNodes);
    }

    public String host() {
      return address.host();
    }

    public int port() {
      return address.port();
    }

    /** Whether the nodes talk by TLS with each other. */
    public boolean byTls() {
      return switch (tls.mode()) {
        case AUTO -> address.beyondLoopback();
        case REQUIRED -> true;
        case OFF -> false;
      };
    }
  }

  /** When nodes talk by TLS. */
  public enum TlsMode {
    /** When other machines can reach them. */
    AUTO,
    REQUIRED,
    OFF
  }

  /**
   * How nodes know each other: PEM files, empty = none.
   *
   * @param ca who has signed the certificate of each node
   */
  public record Tls(TlsMode mode, String key, String certificate, String ca) {}

  /**
   * How others reach a node, and where it listens.
   *
   * @param bindHost empty: the host
   * @param bindPort 0: the port
   */
  public record Address(String host, int port, String bindHost, int bindPort) {
    /** Where it listens. */
    public String boundHost() {
      return bindHost.isEmpty() ? host : bindHost;
    }

    /** Where it listens; 0 = any free port. */
    public int boundPort() {
      return bindPort == 0 ? port : bindPort;
    }

    /** True when other machines can reach it. */
    public boolean beyondLoopback() {
      return ServerSettings.beyondLoopback(host) || ServerSettings.beyondLoopback(boundHost());
    }
  }

  /** How soon a node that says nothing is believed to be gone. */
  public enum Detection {
    /** Pekko's defaults: for networks that others use too. */
    STEADY(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(7)),
    /** For machines in one rack. */
    FAST(Duration.ofMillis(250), Duration.ofMillis(1500), Duration.ofSeconds(2));

    private final Duration heartbeat;
    private final Duration pause;
    private final Duration stableAfter;

    Detection(Duration heartbeat, Duration pause, Duration stableAfter) {
      this.heartbeat = heartbeat;
      this.pause = pause;
      this.stableAfter = stableAfter;
    }

    /** How often nodes tell each other that they live. */
    public Duration heartbeat() {
      return heartbeat;
    }

    /** How long a node may be silent without being suspected. */
    public Duration pause() {
      return pause;
    }

    /** How long the picture must be stable before a side of a split decides. */
    public Duration stableAfter() {
      return stableAfter;
    }
  }

  /** The row in PostgreSQL that decides which side of a split goes on. */
  public record Lease(Duration ttl, Duration heartbeat, Duration timeout) {}

  /** The meeting that a first start makes. */
  public record Demo(boolean enabled, MeetingNumber number) {}

  /**
   * How a node ends.
   *
   * @param onSignal what a lone node does with its conferences at SIGTERM or Ctrl-C
   * @param goodbyeTimeout longest time for the BYEs
   * @param timeout longest time for everything
   */
  public record Shutdown(Parting onSignal, Duration goodbyeTimeout, Duration timeout) {}

  /**
   * Reads the settings from the whole configuration.
   *
   * @throws IllegalArgumentException {@code key: value (expected: ...)} for the first wrong value
   */
  public static ServerSettings from(Config root) {
    SectionSettings all = SectionSettings.of(root, "confocal");
    return new ServerSettings(
        all.text("data"),
        sip(all.below("sip")),
        management(all.below("management")),
        cluster(all.below("cluster")),
        demo(all.below("demo")),
        shutdown(all.below("shutdown")));
  }

  private static Sip sip(SectionSettings sip) {
    String domain = sip.text("domain");
    try {
      domain = UserUri.of("user", domain).domain();
    } catch (IllegalArgumentException notDomain) {
      throw sip.wrong("domain", domain, "a host name or an address");
    }
    String realm = sip.text("realm");
    if (realm.isBlank() || realm.length() > 255 || realm.indexOf('"') >= 0) {
      throw sip.wrong("realm", realm, "1 to 255 characters without quotes");
    }
    return new Sip(domain, realm);
  }

  private static Management management(SectionSettings management) {
    String token = management.text("token");
    if (!token.isEmpty() && !TOKEN.matcher(token).matches()) {
      throw management.wrong("token", "(not shown)", "16 to 256 letters, digits, -, ., _, ~");
    }
    String host = management.text("host");
    if (host.isBlank()) { // the resolver takes it for loopback, and the server for all addresses
      throw management.wrong("host", host, "an address or a name");
    }
    return new Management(
        host,
        management.whole("port", 0, 65535),
        token,
        management.duration("request-timeout", Duration.ofSeconds(1), MINUTE),
        management.duration("ready-timeout", Duration.ofMillis(100), MINUTE));
  }

  private static Cluster cluster(SectionSettings cluster) {
    List<String> seeds = cluster.texts("seed-nodes");
    for (String seed : seeds) {
      if (!SEED.matcher(seed).matches()) {
        throw cluster.wrong("seed-nodes", seed, "host:port");
      }
    }
    Detection detection = detection(cluster);
    Duration stableAfter = cluster.duration("stable-after", Duration.ZERO, Duration.ofMinutes(5));
    if (!stableAfter.isZero() && stableAfter.compareTo(Duration.ofSeconds(1)) < 0) {
      throw cluster.wrong("stable-after", stableAfter, "0 or 1000 ms to 300000 ms");
    }
    return new Cluster(
        new Address(
            cluster.text("host"),
            cluster.whole("port", 0, 65535),
            cluster.text("bind-host"),
            cluster.whole("bind-port", 0, 65535)),
        tls(cluster.below("tls")),
        seeds,
        detection,
        stableAfter.isZero() ? detection.stableAfter() : stableAfter,
        lease(cluster.below("lease")));
  }

  private static Tls tls(SectionSettings tls) {
    String word = tls.text("mode");
    TlsMode mode =
        switch (word) {
          case "auto" -> TlsMode.AUTO;
          case "required" -> TlsMode.REQUIRED;
          case "off" -> TlsMode.OFF;
          default -> throw tls.wrong("mode", word, "auto, required or off");
        };
    return new Tls(mode, tls.text("key"), tls.text("certificate"), tls.text("ca"));
  }

  private static boolean beyondLoopback(String host) {
    try {
      return !InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException notAnAddress) {
      return true;
    }
  }

  private static Detection detection(SectionSettings cluster) {
    String word = cluster.text("detection");
    return switch (word) {
      case "steady" -> Detection.STEADY;
      case "fast" -> Detection.FAST;
      default -> throw cluster.wrong("detection", word, "steady or fast");
    };
  }

  private static Lease lease(SectionSettings lease) {
    Duration ttl = lease.duration("ttl", Duration.ofSeconds(5), Duration.ofMinutes(10));
    Lease times =
        new Lease(
            ttl,
            lease.duration("heartbeat", Duration.ofMillis(500), Duration.ofMinutes(1)),
            lease.duration("timeout", Duration.ofSeconds(3), Duration.ofSeconds(30)));
    if (ttl.compareTo(times.heartbeat().multipliedBy(2).plus(times.timeout())) < 0) {
      throw lease.wrong("ttl", ttl, "at least two heartbeats and a timeout");
    }
    return times;
  }

  private static Demo demo(SectionSettings demo) {
    String number = demo.text("number");
    return new Demo(
        demo.flag("enabled"),
        MeetingNumber.parse(number)
            .orElseThrow(() -> demo.wrong("number", number, "3 to 15 digits")));
  }

  private static Shutdown shutdown(SectionSettings shutdown) {
    String onSignal = shutdown.text("on-signal");
    return new Shutdown(
        switch (onSignal) {
          case "bye" -> Parting.BYE;
          case "keep" -> Parting.KEEP;
          default -> throw shutdown.wrong("on-signal", onSignal, "bye or keep");
        },
        shutdown.duration("goodbye-timeout", Duration.ofSeconds(1), Duration.ofMinutes(5)),
        shutdown.duration("timeout", Duration.ofSeconds(5), Duration.ofMinutes(10)));
  }
}
