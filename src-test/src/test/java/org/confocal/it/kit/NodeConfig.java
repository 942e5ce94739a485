package org.confocal.it.kit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings with which a test starts a node: every key that the black-box tests name stands here
 * and nowhere else.
 *
 * @param sipPort UDP and TCP port of SIP on 127.0.0.1
 * @param managementPort HTTP port of Pekko Management
 * @param clusterPort port of the actor system
 * @param firstRtpPort first port of a range for media
 * @param settings all settings, key to value
 * @param java further options of the virtual machine, as words
 */
public record NodeConfig(
    int sipPort,
    int managementPort,
    int clusterPort,
    int firstRtpPort,
    Map<String, String> settings,
    String java) {
  private static final String LISTEN = "confocal.sip.stack.listen";
  private static final String FIRST_RTP_PORT = "confocal.media.ports.first";
  static final int RTP_PORTS = 280;

  public NodeConfig {
    settings = Map.copyOf(settings);
  }

  /** Everything on 127.0.0.1, on ports that are free now. */
  public static NodeConfig onFreePorts() {
    return onPorts(Ports.free(), Ports.free(), Ports.free(), Ports.freeMediaRange(RTP_PORTS));
  }

  static NodeConfig onPorts(int sip, int management, int cluster, int firstRtp) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(LISTEN, listen(sip));
    settings.put(FIRST_RTP_PORT, Integer.toString(firstRtp));
    settings.put("confocal.media.ports.last", Integer.toString(firstRtp + RTP_PORTS - 1));
    settings.put("confocal.management.host", "127.0.0.1");
    settings.put("confocal.management.port", Integer.toString(management));
    settings.put("confocal.cluster.host", "127.0.0.1");
    settings.put("confocal.cluster.port", Integer.toString(cluster));
    return new NodeConfig(sip, management, cluster, firstRtp, settings, "");
  }

  private static String listen(int port) {
    return "[\"udp:127.0.0.1:%d\", \"tcp:127.0.0.1:%d\"]".formatted(port, port);
  }

  /** The same with one setting more, or another value for it. */
  public NodeConfig with(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.put(key, value);
    return new NodeConfig(sipPort, managementPort, clusterPort, firstRtpPort, more, java);
  }

  /** For a node that lives for seconds: its code is compiled quickly and not well. */
  public NodeConfig shortLived() {
    return new NodeConfig(
        sipPort,
        managementPort,
        clusterPort,
        firstRtpPort,
        settings,
        "-XX:TieredStopAtLevel=1 -Xmx400m");
  }

  /** The same with room for more legs: two ports for each. */
  public NodeConfig withMediaPorts(int count) {
    int first = Ports.freeMediaRange(count);
    return with(FIRST_RTP_PORT, Integer.toString(first))
        .with("confocal.media.ports.last", Integer.toString(first + count - 1));
  }

  /** The same settings, but SIP on another port. */
  public NodeConfig withSipPort(int port) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.put(LISTEN, listen(port));
    return new NodeConfig(port, managementPort, clusterPort, firstRtpPort, more, java);
  }

  /** A key whose value has to be a port. */
  public String anyPortKey() {
    return FIRST_RTP_PORT;
  }

  List<String> arguments() {
    List<String> result = new ArrayList<>();
    settings.forEach(
        (key, value) -> {
          result.add("--set");
          result.add(key + "=" + value);
        });
    return result;
  }

  /** The same with SIP and media on ::1 as well. */
  public NodeConfig withIpv6() {
    String six = "\"udp:[::1]:%d\", \"tcp:[::1]:%d\"]".formatted(sipPort, sipPort);
    return with(LISTEN, listen(sipPort).replace("]", ", " + six));
  }

  /** The same with SIP over TLS as well. */
  public NodeConfig withTls(int port) {
    return with(LISTEN, listen(sipPort).replace("]", ", \"tls:127.0.0.1:%d\"]".formatted(port)));
  }

  /** Where SIP listens. */
  public InetSocketAddress sip() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), sipPort);
  }

  /** What a client dials for a number on this node. */
  public String uri(String number) {
    return "sip:" + number + "@127.0.0.1:" + sipPort;
  }
}
