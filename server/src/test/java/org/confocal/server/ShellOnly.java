package org.confocal.server;

import org.confocal.server.cli.ConfocalCommand;
import org.confocal.server.node.EngineOnly;

/** The program without SIP and media: what this room can be tested with alone. */
final class ShellOnly {
  private ShellOnly() {}

  public static void main(String[] args) {
    System.exit(ConfocalCommand.run(EngineOnly::new, args));
  }
}
