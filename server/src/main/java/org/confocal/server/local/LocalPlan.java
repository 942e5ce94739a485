package org.confocal.server.local;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where one of the nodes is: ports apart by ten from node to node, media ports in equal parts.
 *
 * @param number 1 and up
 * @param sip for UDP and TCP; the next port is that of TLS
 * @param log gets its standard error
 */
public record LocalPlan(
    int number, int sip, int management, int cluster, Media media, Path data, Path log) {
  private static final int STEP = 10;

  /** A range of RTP ports, both ends included. */
  public record Media(int first, int last) {
    Media part(int number, int count) {
      int size = (last + 1 - first) / count & ~1;
      int begin = first + (number - 1) * size;
      return new Media(begin, begin + size - 1);
    }
  }

  /** The first node's ports. */
  public record Ports(int sip, int management, int cluster, Media media) {}

  /** One plan for each of so many nodes, with data and logs below {@code home}. */
  static List<LocalPlan> of(int count, Ports ports, Path home) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            n ->
                new LocalPlan(
                    n,
                    ports.sip() + (n - 1) * STEP,
                    ports.management() + (n - 1) * STEP,
                    ports.cluster() + (n - 1) * STEP,
                    ports.media().part(n, count),
                    home.resolve("node-" + n),
                    home.resolve("node-" + n + ".log")))
        .toList();
  }

  /** The settings that make it a node of this cluster. */
  Map<String, String> settings(List<LocalPlan> all) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "confocal.sip.stack.listen",
        "udp:0.0.0.0:%1$d,tcp:0.0.0.0:%1$d,tls:0.0.0.0:%2$d".formatted(sip, sip + 1));
    settings.put("confocal.media.ports.first", Integer.toString(media.first()));
    settings.put("confocal.media.ports.last", Integer.toString(media.last()));
    settings.put("confocal.management.host", "127.0.0.1");
    settings.put("confocal.management.port", Integer.toString(management));
    settings.put("confocal.cluster.host", "127.0.0.1");
    settings.put("confocal.cluster.port", Integer.toString(cluster));
    // Of this machine only, whatever the site's file says of its own node.
    settings.put("confocal.cluster.bind-host", "127.0.0.1");
    settings.put("confocal.cluster.bind-port", "0");
    settings.put("confocal.cluster.tls.mode", "auto");
    settings.put(
        "confocal.cluster.seed-nodes",
        all.stream().map(plan -> "127.0.0.1:" + plan.cluster()).collect(Collectors.joining(",")));
    return settings;
  }
}
