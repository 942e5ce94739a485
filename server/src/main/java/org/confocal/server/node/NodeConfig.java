package org.confocal.server.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider;
import org.confocal.persistence.DatabaseLeaseSettings;
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
  private static final String RESOLVER = "pekko.cluster.split-brain-resolver.";

  /** How much later than this side the other one of a split may see it, and ask for the lease. */
  private static final Duration LATE = Duration.ofSeconds(6);

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
    if (!store.embedded()) {
      lease(keys, settings.cluster());
    }
    management(keys, settings.management());
    String shutdown = "pekko.coordinated-shutdown.";
    keys.put(shutdown + "exit-jvm", false);
    keys.put(
        shutdown + "phases.before-service-unbind.timeout",
        settings.shutdown().goodbyeTimeout().plusSeconds(2));
    ServerSettings.Lease lease = settings.cluster().lease();
    return ConfigFactory.parseMap(keys, "node")
        .withFallback(
            DatabaseLeaseSettings.of(
                    store,
                    new DatabaseLeaseSettings.Times(
                        lease.ttl(), lease.heartbeat(), lease.timeout()))
                .asConfig())
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
    String artery = "pekko.remote.artery.";
    keys.put(artery + "canonical.hostname", cluster.host());
    keys.put(artery + "canonical.port", cluster.port());
    keys.put(artery + "bind.hostname", cluster.address().boundHost());
    keys.put(artery + "bind.port", cluster.address().boundPort());
    // Rosters of large meetings and pages of meetings are the largest messages; the buffers are of
    // this size.
    keys.put(artery + "advanced.maximum-frame-size", "1 MiB");
    keys.put(artery + "advanced.buffer-pool-size", 32);
    keys.put("pekko.cluster.seed-nodes", List.of()); // a node joins when it knows whom
    keys.put(
        "pekko.cluster.downing-provider-class",
        "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider");
    keys.put(RESOLVER + "active-strategy", "keep-majority");
    keys.put(RESOLVER + "stable-after", cluster.stableAfter());
    keys.put("pekko.cluster.jmx.enabled", false);
    detection(keys, cluster.detection());
    if (cluster.byTls()) {
      tls(keys, cluster.tls());
    }
  }

  /** With proofs from both sides; keys are read again when the files change. */
  private static void tls(Map<String, Object> keys, ServerSettings.Tls tls) {
    String artery = "pekko.remote.artery.";
    String engine = artery + "ssl.rotating-keys-engine.";
    keys.put(artery + "transport", "tls-tcp");
    keys.put(artery + "ssl.ssl-engine-provider", RotatingKeysSSLEngineProvider.class.getName());
    keys.put(engine + "key-file", tls.key());
    keys.put(engine + "cert-file", tls.certificate());
    keys.put(engine + "ca-cert-file", tls.ca());
  }

  /** Each side may be a half, so a third decides: the database, which all need anyway. */
  private static void lease(Map<String, Object> keys, ServerSettings.Cluster cluster) {
    String majority = RESOLVER + "lease-majority.";
    keys.put(RESOLVER + "active-strategy", "lease-majority");
    keys.put(majority + "lease-implementation", DatabaseLeaseSettings.PATH);
    keys.put(majority + "lease-name", SYSTEM);
    // Whoever loses needs so long to find out: nothing of his begins elsewhere before.
    keys.put(
        "pekko.cluster.down-removal-margin", cluster.stableAfter().plus(cluster.lease().timeout()));
    keys.put(majority + "release-after", cluster.stableAfter().multipliedBy(2).plus(LATE));
  }

  private static void detection(Map<String, Object> keys, ServerSettings.Detection detection) {
    String detector = "pekko.cluster.failure-detector.";
    keys.put(detector + "heartbeat-interval", detection.heartbeat());
    keys.put(detector + "expected-response-after", detection.heartbeat());
    keys.put(detector + "acceptable-heartbeat-pause", detection.pause());
    if (detection == ServerSettings.Detection.FAST) {
      Duration quick = detection.heartbeat();
      keys.put("pekko.cluster.gossip-interval", quick);
      keys.put("pekko.cluster.leader-actions-interval", quick);
      keys.put("pekko.cluster.unreachable-nodes-reaper-interval", quick);
    }
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
