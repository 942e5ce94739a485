package org.confocal.persistence;

final class H2RecordsTest extends RecordsContract {
  @Override
  PersistenceSettings fresh() {
    return TestDatabases.h2();
  }
}
