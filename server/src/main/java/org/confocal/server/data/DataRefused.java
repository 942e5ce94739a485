package org.confocal.server.data;

/** The data directory cannot be used; the message is one line for the operator. */
public final class DataRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DataRefused(String message) {
    super(message);
  }
}
