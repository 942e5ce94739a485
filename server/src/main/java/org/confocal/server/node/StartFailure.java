package org.confocal.server.node;

/** The node cannot start; the message is the one line that the operator reads. */
public final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StartFailure(String line) {
    super(line);
  }

  public StartFailure(String line, Throwable cause) {
    super(line, cause);
  }
}
