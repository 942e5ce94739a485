package org.confocal.persistence;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/** Brings the tables to the newest version that this program knows. */
final class Schema {
  private final Flyway flyway;
  private final String shown;

  /**
   * @param shown the database in words, for messages
   */
  Schema(DataSource database, Dialect dialect, String shown) {
    this.shown = shown;
    this.flyway =
        Flyway.configure(Schema.class.getClassLoader())
            .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
            .dataSource(database)
            .table("confocal_schema")
            .locations("classpath:org/confocal/persistence/schema")
            .javaMigrations(new JournalTables(dialect))
            .load();
  }

  /**
   * Runs the migrations that are missing; of several nodes that start together one does it and the
   * others wait.
   *
   * @throws SchemaRefused when the tables are of a newer version than this program knows
   */
  void bring() {
    refuseNewer();
    flyway.migrate();
    // Between look and lock a newer node may have been quicker.
    refuseNewer();
  }

  private void refuseNewer() {
    MigrationVersion known = MigrationVersion.EMPTY;
    MigrationVersion found = MigrationVersion.EMPTY;
    for (MigrationInfo migration : flyway.info().all()) {
      MigrationVersion version = migration.getVersion();
      if (migration.getState().isResolved()) {
        known = version.compareTo(known) > 0 ? version : known;
      }
      if (migration.getState().isApplied()) {
        found = version.compareTo(found) > 0 ? version : found;
      }
    }
    if (found.compareTo(known) > 0) {
      throw new SchemaRefused(shown, found.getVersion(), known.getVersion());
    }
  }
}
