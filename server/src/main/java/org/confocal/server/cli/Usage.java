package org.confocal.server.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What was not understood. */
final class Usage {
  private Usage() {}

  static ParameterException subcommandMissing(CommandSpec spec) {
    return new ParameterException(
        spec.commandLine(),
        spec.qualifiedName()
            + ": command missing (expected: "
            + String.join(", ", spec.subcommands().keySet())
            + ")");
  }
}
