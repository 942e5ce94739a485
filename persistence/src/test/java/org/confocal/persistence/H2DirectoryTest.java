package org.confocal.persistence;

final class H2DirectoryTest extends DirectoryContract {
  @Override
  PersistenceSettings fresh() {
    return TestDatabases.h2();
  }
}
