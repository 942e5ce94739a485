package org.confocal.server.cli;

/** The command cannot be done; the message is the one line that is printed. Exit code 1. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Refusal(String line) {
    super(line);
  }
}
