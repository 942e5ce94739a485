package org.confocal.persistence;

final class H2JournalTest extends JournalContract {
  @Override
  PersistenceSettings fresh() {
    return TestDatabases.h2();
  }
}
