package org.confocal.persistence;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Which nodes say that they are in the cluster: a row for each in the table of leases, which
 * expires by the database's clock. A node that starts looks here before it makes a cluster of its
 * own.
 */
public final class ClusterNodes {
  private static final String ROW = "node:";
  private static final String FOUNDER = "founder";

  private final Database database;

  ClusterNodes(Database database) {
    this.database = database;
  }

  /** This node is in the cluster, and says so again before that time has passed. */
  public CompletionStage<Void> present(String address, Duration ttl) {
    return database.perform(
        session -> {
          int changed =
              session.update(
                  "UPDATE lease SET expires_at = " + LeaseRow.UNTIL + " WHERE name = ?",
                  ttl.toMillis(),
                  ROW + address);
          if (changed == 0) {
            session.insert(
                "INSERT INTO lease (name, owner, expires_at) VALUES (?, ?, " + LeaseRow.UNTIL + ")",
                ROW + address,
                address,
                ttl.toMillis());
          }
        });
  }

  /**
   * Claims the right to begin a cluster for that time: false while another node has it, or is in
   * the cluster.
   */
  public CompletionStage<Boolean> founds(String self, Duration ttl) {
    return database.submit(
        session ->
            session.transaction(
                () -> {
                  int taken =
                      session.update(
                          "UPDATE lease SET owner = ?, expires_at = "
                              + LeaseRow.UNTIL
                              + " WHERE name = ? AND (owner = ? OR expires_at < CURRENT_TIMESTAMP)",
                          self,
                          ttl.toMillis(),
                          FOUNDER,
                          self);
                  boolean ours =
                      taken == 1
                          || session.insert(
                              "INSERT INTO lease (name, owner, expires_at) VALUES (?, ?, "
                                  + LeaseRow.UNTIL
                                  + ")",
                              FOUNDER,
                              self,
                              ttl.toMillis());
                  return ours && others(session, self).isEmpty();
                }));
  }

  /** This node has left. */
  public CompletionStage<Void> gone(String address) {
    return database.perform(
        session -> session.update("DELETE FROM lease WHERE name = ?", ROW + address));
  }

  /** The addresses of the others that are in the cluster. */
  public CompletionStage<List<String>> others(String self) {
    return database.submit(session -> others(session, self));
  }

  private static List<String> others(JdbcSession session, String self) throws SQLException {
    return session.query(
        row -> row.getString(1),
        "SELECT owner FROM lease WHERE name = '"
            + ROW
            + "' || owner AND owner <> ? AND expires_at >= CURRENT_TIMESTAMP"
            + " ORDER BY owner",
        self);
  }
}
