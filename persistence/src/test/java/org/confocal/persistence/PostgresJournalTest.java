package org.confocal.persistence;

final class PostgresJournalTest extends JournalContract {
  @Override
  PersistenceSettings fresh() {
    return TestDatabases.postgres();
  }
}
