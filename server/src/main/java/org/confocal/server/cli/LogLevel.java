package org.confocal.server.cli;

import java.util.Arrays;
import java.util.List;

/** Chosen before the first logger is made: a node tells what happens, a command only its result. */
final class LogLevel {
  private static final List<String> COMMANDS = List.of("user", "meeting", "records", "version");

  private LogLevel() {}

  static void choose(String... args) {
    boolean debug = Arrays.asList(args).contains("--debug");
    boolean command = args.length > 0 && COMMANDS.contains(args[0]);
    set("confocal-log", debug ? "DEBUG" : command ? "OFF" : "INFO");
    set("confocal-log-libraries", debug ? "INFO" : command ? "OFF" : "WARN");
  }

  private static void set(String name, String level) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, level);
    }
  }
}
