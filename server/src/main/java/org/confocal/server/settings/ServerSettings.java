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
      try {
        return !InetAddress.getByName(host).isLoopbackAddress();
      } catch (UnknownHostException notAnAddress) {
        return true;
      }
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

  /** Where the other nodes reach this one. No seeds = a cluster of its own. */
  public record Cluster(String host, int port, List<String> seedNodes, Duration stableAfter) {
    public Cluster {
      seedNodes = List.copyOf(seedNodes);
    }
  }

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
    return new Cluster(
        cluster.text("host"),
        cluster.whole("port", 0, 65535),
        seeds,
        cluster.duration("stable-after", Duration.ofSeconds(1), Duration.ofMinutes(5)));
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
