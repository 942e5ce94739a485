package org.confocal.persistence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Statement;
import java.util.regex.Pattern;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/**
 * Schema 1: the tables of journal and snapshots, as Pekko Persistence JDBC's own resource makes
 * them.
 */
final class JournalTables implements JavaMigration {
  // The tables are new and empty, so no index needs CONCURRENTLY, which no transaction may hold;
  // and H2 commits each
  // statement, so after a start that was killed half-way the script must be able to run again.
  private static final Pattern INDEX =
      Pattern.compile(
          "CREATE (UNIQUE )?INDEX (?:CONCURRENTLY )?(?:IF NOT EXISTS )?", Pattern.CASE_INSENSITIVE);

  private final Dialect dialect;

  JournalTables(Dialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public void migrate(Context context) throws Exception {
    try (Statement statement = context.getConnection().createStatement()) {
      for (String sql : script().split(";", -1)) {
        if (!sql.isBlank()) {
          statement.execute(INDEX.matcher(sql).replaceAll("CREATE $1INDEX IF NOT EXISTS "));
        }
      }
    }
  }

  private String script() throws IOException {
    try (InputStream resource =
        JournalTables.class.getClassLoader().getResourceAsStream(dialect.journalSchema())) {
      if (resource == null) {
        throw new IOException(dialect.journalSchema() + " is not on the class path");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("1");
  }

  @Override
  public String getDescription() {
    return "journal";
  }

  @Override
  public @Nullable Integer getChecksum() {
    return null;
  }

  @Override
  public boolean canExecuteInTransaction() {
    return true;
  }
}
