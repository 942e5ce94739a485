package org.confocal.persistence;

/** The database was made by a newer program; nothing in it was changed. */
public final class SchemaRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SchemaRefused(String database, String found, String known) {
    super(
        "database "
            + database
            + ": schema "
            + found
            + " found, this program knows "
            + known
            + " (start the newer program, or give this one other data)");
  }
}
