package org.confocal.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;
import org.apache.pekko.coordination.lease.LeaseSettings;

/**
 * What a {@link DatabaseLease} must know. It travels through the configuration of the actor system,
 * because Pekko makes the lease by the name of its class.
 *
 * @param url of a PostgreSQL
 * @param ttl how long the lease is held without a word of its owner
 * @param heartbeat how often the owner says a word
 * @param timeout longest wait for the database, to connect and to answer
 */
public record DatabaseLeaseSettings(
    String url,
    PersistenceSettings.Account account,
    Duration ttl,
    Duration heartbeat,
    Duration timeout) {
  /** Where Pekko finds the lease: the value for its keys {@code lease-implementation}. */
  public static final String PATH = "confocal-lease";

  /** The times of the lease. */
  public record Times(Duration ttl, Duration heartbeat, Duration timeout) {}

  /** For the database of the journal. */
  public static DatabaseLeaseSettings of(PersistenceSettings store, Times times) {
    return new DatabaseLeaseSettings(
        store.url(), store.account(), times.ttl(), times.heartbeat(), times.timeout());
  }

  /** What Pekko hands to the lease: the section at {@link #PATH}. */
  static DatabaseLeaseSettings from(LeaseSettings pekko) {
    Config lease = pekko.leaseConfig();
    return new DatabaseLeaseSettings(
        lease.getString("url"),
        new PersistenceSettings.Account(lease.getString("user"), lease.getString("password")),
        lease.getDuration("heartbeat-timeout"),
        lease.getDuration("heartbeat-interval"),
        lease.getDuration("lease-operation-timeout"));
  }

  /** The layer for the configuration of the actor system. Holds the database's password. */
  public Config asConfig() {
    Map<String, Object> keys =
        Map.of(
            "lease-class", DatabaseLease.class.getName(),
            "url", url,
            "user", account.user(),
            "password", account.password(),
            "heartbeat-timeout", ttl,
            "heartbeat-interval", heartbeat,
            "lease-operation-timeout", timeout);
    return ConfigFactory.parseMap(Map.of(PATH, keys), "lease of confocal.cluster");
  }
}
