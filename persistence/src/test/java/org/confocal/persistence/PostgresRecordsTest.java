package org.confocal.persistence;

final class PostgresRecordsTest extends RecordsContract {
  @Override
  PersistenceSettings fresh() {
    return TestDatabases.postgres();
  }
}
