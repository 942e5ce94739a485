package org.confocal.load.sip;

import io.gatling.javaapi.core.ProtocolBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.confocal.load.client.SipSettings;
import org.confocal.load.client.SipSettings.Limits;
import org.confocal.load.client.SipSettings.Route;
import org.confocal.load.client.SipSettings.Times;
import org.jspecify.annotations.Nullable;

/**
 * How a simulation reaches the server, and who its users are. Begins at {@link SipDsl#sip}; each
 * method gives another builder.
 */
public final class SipProtocolBuilder implements ProtocolBuilder {
  private static final int SIP_PORT = 5060;
  private static final int MOST_PORT = 65_535;

  private final SipSettings settings;
  private final String user;
  private final String password;
  private @Nullable SipProtocol made;

  SipProtocolBuilder(SipSettings settings, String user, String password) {
    this.settings = settings;
    this.user = user;
    this.password = password;
  }

  /**
   * Where all requests go: {@code HOST} or {@code HOST:PORT}, an IPv6 address in brackets. The host
   * is the domain too, unless {@link #domain} says another one after this.
   *
   * @throws IllegalArgumentException if it is none, or the host is unknown
   */
  public SipProtocolBuilder target(String hostPort) {
    InetSocketAddress target = address(hostPort);
    Route r = settings.route();
    return with(
        new Route(target, r.tcp(), r.connections(), target.getHostString(), r.local(), r.epid()));
  }

  /** Reads {@code HOST[:PORT]}. */
  static InetSocketAddress address(String hostPort) {
    int colon = hostPort.endsWith("]") ? -1 : hostPort.lastIndexOf(':');
    String host = colon < 0 ? hostPort : hostPort.substring(0, colon);
    String port = colon < 0 ? Integer.toString(SIP_PORT) : hostPort.substring(colon + 1);
    boolean number = !host.isEmpty() && port.matches("\\d{1,5}");
    if (!number || Integer.parseInt(port) < 1 || Integer.parseInt(port) > MOST_PORT) {
      throw new IllegalArgumentException(
          "target: \"" + hostPort + "\" (expected: HOST or HOST:PORT)");
    }
    return new InetSocketAddress(host.replace("[", "").replace("]", ""), Integer.parseInt(port));
  }

  /** Everybody at one UDP port: the default. */
  public SipProtocolBuilder udp() {
    return transport(false, 0);
  }

  /** A TCP connection for each user. */
  public SipProtocolBuilder tcp() {
    return transport(true, 0);
  }

  /** So many TCP connections for all; 0 = one for each user. */
  public SipProtocolBuilder tcp(int connections) {
    return transport(true, connections);
  }

  private SipProtocolBuilder transport(boolean tcp, int connections) {
    Route r = settings.route();
    return with(new Route(r.target(), tcp, connections, r.domain(), r.local(), r.epid()));
  }

  /** Host part of the users' addresses. */
  public SipProtocolBuilder domain(String domain) {
    Route r = settings.route();
    return with(new Route(r.target(), r.tcp(), r.connections(), domain, r.local(), r.epid()));
  }

  /** The address of this machine to use. */
  public SipProtocolBuilder local(String host) {
    Route r = settings.route();
    return with(new Route(r.target(), r.tcp(), r.connections(), r.domain(), host, r.epid()));
  }

  /** Users write From as clients of the OCS generation do: with an {@code epid}. */
  public SipProtocolBuilder ocs() {
    Route r = settings.route();
    return with(new Route(r.target(), r.tcp(), r.connections(), r.domain(), r.local(), true));
  }

  private SipProtocolBuilder with(Route route) {
    return new SipProtocolBuilder(settings.with(route), user, password);
  }

  /** RFC 3261's T1 and T2, and how long a final answer is waited for. */
  public SipProtocolBuilder timers(Duration t1, Duration t2, Duration patience) {
    Times times = new Times(t1, t2, patience);
    return new SipProtocolBuilder(settings.with(times), user, password);
  }

  /** Most users at a time, and most requests of the server that wait in one dialog. */
  public SipProtocolBuilder limits(int users, int waiting) {
    Limits limits = new Limits(users, waiting);
    return new SipProtocolBuilder(settings.with(limits), user, password);
  }

  /** Name of each user, with EL: {@code #{user}}. Without this: {@code load}. */
  public SipProtocolBuilder user(String name) {
    return new SipProtocolBuilder(settings, name, password);
  }

  /** Password of each user, with EL. Without this challenges are not answered. */
  public SipProtocolBuilder password(String text) {
    return new SipProtocolBuilder(settings, user, text);
  }

  /** The protocol: always the same one of this builder, so that scenarios share its client. */
  @Override
  public synchronized SipProtocol protocol() {
    if (made == null) {
      made = new SipProtocol(settings, Text.el(user), Text.el(password));
    }
    return made;
  }
}
