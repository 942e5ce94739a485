package org.confocal.persistence;

import java.sql.SQLException;

/** The database cannot be opened; the message is one line for the operator. */
public final class DatabaseUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseUnavailable(String database, Throwable cause) {
    super("database " + database + ": " + driversLine(cause), cause);
  }

  // The driver's own words say more than the pool's and the migration's around them.
  private static String driversLine(Throwable cause) {
    Throwable told = cause;
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof SQLException) {
        told = each;
      }
    }
    String message = told.getMessage();
    return message == null
        ? told.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
