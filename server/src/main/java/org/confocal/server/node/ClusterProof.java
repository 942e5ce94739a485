package org.confocal.server.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.confocal.server.settings.ServerSettings;

/** Whoever reaches the port of the cluster commands the node: so nodes show who they are. */
final class ClusterProof {
  private static final String KEYS = "confocal.cluster.tls.";

  private ClusterProof() {}

  /**
   * Looks whether the files are there that TLS among the nodes needs.
   *
   * @throws StartFailure naming the keys
   */
  static void require(ServerSettings.Cluster cluster) {
    if (!cluster.byTls()) {
      return;
    }
    Map<String, String> files = new LinkedHashMap<>();
    files.put("key", cluster.tls().key());
    files.put("certificate", cluster.tls().certificate());
    files.put("ca", cluster.tls().ca());
    List<String> missing =
        files.entrySet().stream()
            .filter(f -> f.getValue().isEmpty())
            .map(f -> KEYS + f.getKey())
            .toList();
    if (!missing.isEmpty()) {
      throw new StartFailure(
          String.join(", ", missing)
              + ": empty (expected: PEM files, because "
              + why(cluster)
              + "; or confocal.cluster.tls.mode = off)");
    }
    files.forEach(
        (key, file) -> {
          if (!Files.isReadable(Path.of(file))) {
            throw new StartFailure(KEYS + key + ": " + file + " (expected: a readable PEM file)");
          }
        });
  }

  private static String why(ServerSettings.Cluster cluster) {
    return cluster.tls().mode() == ServerSettings.TlsMode.REQUIRED
        ? "confocal.cluster.tls.mode is required"
        : "other machines can reach confocal.cluster.host " + cluster.address().boundHost();
  }
}
