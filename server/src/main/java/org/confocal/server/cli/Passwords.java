package org.confocal.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Arrays;

/** Where a password comes from. */
final class Passwords {
  private static final int LEAST = 8;
  private static final int MOST = 128;
  // No letters that look alike, since people read it from a screen into a phone.
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int GENERATED = 16;

  private Passwords() {}

  /** 16 random letters and digits: 79 bits. */
  static String generated() {
    SecureRandom random = new SecureRandom();
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < GENERATED; i++) {
      password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return password.toString();
  }

  /** The first line of standard input. */
  static String fromStandardInput() {
    try {
      BufferedReader reader = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      String line = reader.readLine();
      return checked(line == null ? "" : line);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Asked twice on the terminal. */
  @SuppressWarnings("SystemConsoleNull") // null up to Java 21, and asked for isTerminal after it
  static String asked(String name) {
    Console console = System.console();
    if (console == null || !terminal(console)) {
      throw new Refusal(
          "no terminal to ask for a password (expected: --password-stdin or --generate)");
    }
    char[] first = console.readPassword("Password of %s: ", name);
    char[] second = console.readPassword("Again: ");
    if (first == null || second == null || !Arrays.equals(first, second)) {
      throw new Refusal("the two passwords differ");
    }
    return checked(new String(first));
  }

  /** From Java 22 on there is a console also where no terminal is; only there it can be asked. */
  private static boolean terminal(Console console) {
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (NoSuchMethodException upTo21) {
      return true;
    } catch (ReflectiveOperationException notTold) {
      return false;
    }
  }

  private static String checked(String password) {
    if (password.length() < LEAST || password.length() > MOST) {
      throw new Refusal(
          "password: "
              + password.length()
              + " characters (expected: "
              + LEAST
              + " to "
              + MOST
              + ")");
    }
    if (password.chars().anyMatch(Character::isISOControl)) {
      throw new Refusal("password: contains a control character (expected: text)");
    }
    return password;
  }
}
