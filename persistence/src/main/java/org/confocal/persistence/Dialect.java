package org.confocal.persistence;

/** The two databases that are supported, and where they differ. */
enum Dialect {
  H2("org.h2.Driver", "slick.jdbc.H2Profile$", "schema/h2/h2-create-schema.sql"),
  POSTGRESQL(
      "org.postgresql.Driver",
      "slick.jdbc.PostgresProfile$",
      "schema/postgres/postgres-create-schema.sql");

  /** SQLSTATE of a broken unique key, the same in both. */
  static final String UNIQUE_VIOLATION = "23505";

  private final String driver;
  private final String slickProfile;
  private final String journalSchema;

  Dialect(String driver, String slickProfile, String journalSchema) {
    this.driver = driver;
    this.slickProfile = slickProfile;
    this.journalSchema = journalSchema;
  }

  /** Class of the JDBC driver. */
  String driver() {
    return driver;
  }

  /** Class of Slick's profile. */
  String slickProfile() {
    return slickProfile;
  }

  /** Resource of Pekko Persistence JDBC that makes the journal's tables. */
  String journalSchema() {
    return journalSchema;
  }
}
