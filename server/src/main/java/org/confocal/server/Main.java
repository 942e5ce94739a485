package org.confocal.server;

import org.confocal.server.cli.ConfocalCommand;
import org.confocal.server.node.FullHouse;

/** The program {@code confocal}. */
public final class Main {
  private Main() {}

  /** Runs one command; the exit code is 0 = done, 1 = refused or failed, 2 = not understood. */
  public static void main(String[] args) {
    System.exit(ConfocalCommand.run(FullHouse::new, args));
  }
}
