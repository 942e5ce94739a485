package org.confocal.server.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.confocal.persistence.JournalSettings;
import org.confocal.persistence.PersistenceSettings;
import org.confocal.server.control.ControlRoutes;
import org.confocal.server.control.MetricsRoutes;
import org.confocal.server.control.ReadyCheck;
import org.confocal.server.settings.Layers;
import org.confocal.server.settings.ServerSettings;

/** What the libraries must be told, derived from our own settings. */
final class NodeConfig {
  static final String SYSTEM = "confocal";
  private static final String HTTP = "pekko.management.http.";

  private NodeConfig() {}

  /**
   * All that a node is made with: the deployer's words over what is derived for the libraries, and
   * the directory that is really used over all.
   *
   * @throws IllegalArgumentException {@code key: value (expected: ...)} for a word that would open
   *     the management where our settings do not know of it
   */
  static Config whole(
      Layers layers, ServerSettings settings, PersistenceSettings store, Path dataDir) {
    Config config =
        layers
            .with(ofNode(settings, store, dataDir))
            .withValue("confocal.data", ConfigValueFactory.fromAnyRef(dataDir.toString()));
    require(config, HTTP + "bind-hostname", "");
    require(config, HTTP + "hostname", settings.management().host());
    return config;
  }

  /** TLS and the token hang on the address, so that it is said in one place only. */
  private static void require(Config config, String key, String expected) {
    String value = config.getString(key);
    if (!value.equals(expected)) {
      throw new IllegalArgumentException(
          key
              + ": "
              + value
              + " (expected: nothing here; confocal.management.host tells where operators reach the"
              + " node)");
    }
  }

  /** For a node of a cluster. */
  static Config ofNode(ServerSettings settings, PersistenceSettings store, Path dataDir) {
    Map<String, Object> keys = new HashMap<>(common());
    cluster(keys, settings.cluster());
    management(keys, settings.management());
    String shutdown = "pekko.coordinated-shutdown.";
    keys.put(shutdown + "exit-jvm", false);
    keys.put(
        shutdown + "phases.before-service-unbind.timeout",
        settings.shutdown().goodbyeTimeout().plusSeconds(2));
    return ConfigFactory.parseMap(keys, "node")
        .withFallback(new JournalSettings(store, dataDir).asConfig());
  }

  /** For a command on data at rest: no cluster, no HTTP, few connections. */
  static Config ofDataAtRest(PersistenceSettings store, Path dataDir) {
    PersistenceSettings.Journal small =
        new PersistenceSettings.Journal(
            2, store.journal().bufferSize(), store.journal().writeTimeout());
    PersistenceSettings few =
        new PersistenceSettings(
            store.url(),
            store.account(),
            store.connectionTimeout(),
            store.queryTimeout(),
            small,
            store.directory(),
            store.records());
    Map<String, Object> keys = new HashMap<>(common());
    keys.put("pekko.actor.provider", "local");
    keys.put("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", false);
    return ConfigFactory.parseMap(keys, "data at rest")
        .withFallback(new JournalSettings(few, dataDir).asConfig());
  }

  private static Map<String, Object> common() {
    return Map.of(
        "pekko.loglevel", "INFO",
        "pekko.stdout-loglevel", "OFF",
        "pekko.log-dead-letters-during-shutdown", false);
  }

  private static void cluster(Map<String, Object> keys, ServerSettings.Cluster cluster) {
    keys.put("pekko.actor.provider", "cluster");
    keys.put("pekko.remote.artery.canonical.hostname", cluster.host());
    keys.put("pekko.remote.artery.canonical.port", cluster.port());
    keys.put(
        "pekko.cluster.seed-nodes",
        cluster.seedNodes().stream().map(seed -> "pekko://" + SYSTEM + "@" + seed).toList());
    keys.put(
        "pekko.cluster.downing-provider-class",
        "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider");
    keys.put("pekko.cluster.split-brain-resolver.active-strategy", "keep-majority");
    keys.put("pekko.cluster.split-brain-resolver.stable-after", cluster.stableAfter());
    keys.put("pekko.cluster.jmx.enabled", false);
  }

  private static void management(Map<String, Object> keys, ServerSettings.Management management) {
    keys.put(HTTP + "hostname", management.host());
    keys.put(HTTP + "port", management.port());
    keys.put(HTTP + "routes.confocal", ControlRoutes.class.getName());
    keys.put(HTTP + "routes.confocal-metrics", MetricsRoutes.class.getName());
    keys.put(HTTP + "route-providers-read-only", true);
    if (management.beyondLoopback()) {
      keys.put(HTTP + "routes.cluster-management", ""); // it asks for no token
    }
    String checks = "pekko.management.health-checks.";
    keys.put(checks + "readiness-checks.confocal", ReadyCheck.class.getName());
    keys.put(checks + "check-timeout", management.readyTimeout().plus(Duration.ofMillis(100)));
  }
}
