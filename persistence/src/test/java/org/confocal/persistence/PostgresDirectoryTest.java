package org.confocal.persistence;

final class PostgresDirectoryTest extends DirectoryContract {
  @Override
  PersistenceSettings fresh() {
    return TestDatabases.postgres();
  }
}
