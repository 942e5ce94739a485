package org.confocal.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What Pekko Persistence JDBC must be told, derived from our own settings: a layer to be put over
 * every {@code reference.conf} and under the deployer's {@code application.conf}. It cannot be a
 * {@code reference.conf} itself, since among those the order of the class path decides.
 *
 * <p>{@code batchSize = 1}: a batch mixes the events of unrelated actors and fails as a whole, so
 * with the plugin's default one stolen sequence number stops every persistent actor of a busy node.
 */
public record JournalSettings(PersistenceSettings settings, Path dataDir) {
  private static final String SHARED = "pekko-persistence-jdbc.shared-databases.slick";

  /** The layer for the configuration of the actor system. Holds the database's password. */
  public Config asConfig() {
    Map<String, Object> keys = new HashMap<>();
    keys.put("pekko.persistence.journal.plugin", "jdbc-journal");
    keys.put("pekko.persistence.snapshot-store.plugin", "jdbc-snapshot-store");
    for (String plugin :
        new String[] {"jdbc-journal", "jdbc-snapshot-store", "jdbc-read-journal"}) {
      keys.put(plugin + ".use-shared-db", "slick");
    }
    keys.put("jdbc-journal.batchSize", 1);
    keys.put("jdbc-journal.bufferSize", settings.journal().bufferSize());
    keys.put("jdbc-journal.parallelism", settings.journal().poolSize());
    keys.put("jdbc-journal.circuit-breaker.call-timeout", settings.journal().writeTimeout());
    keys.put("jdbc-snapshot-store.circuit-breaker.call-timeout", settings.journal().writeTimeout());
    keys.put(SHARED + ".profile", settings.dialect().slickProfile());
    database().forEach((key, value) -> keys.put(SHARED + ".db." + key, value));
    return ConfigFactory.parseMap(keys, "journal of confocal.persistence");
  }

  private Map<String, Object> database() {
    int connections = settings.journal().poolSize();
    Map<String, Object> db = new HashMap<>();
    db.put("url", settings.jdbcUrl(dataDir));
    db.put("driver", settings.dialect().driver());
    db.put("user", settings.account().user());
    db.put("password", settings.account().password());
    db.put("poolName", "journal");
    db.put("connectionTimeout", settings.connectionTimeout().toMillis());
    db.put("validationTimeout", Math.min(settings.connectionTimeout().toMillis(), 5_000));
    db.put("numThreads", connections);
    db.put("maxConnections", connections);
    db.put("minConnections", connections);
    db.put("keepAliveConnection", false);
    if (settings.dialect() == Dialect.POSTGRESQL) {
      db.put("properties.socketTimeout", settings.journal().writeTimeout().toSeconds());
      db.put("properties.tcpKeepAlive", true);
      db.put("properties.ApplicationName", "confocal-journal");
    }
    return db;
  }
}
