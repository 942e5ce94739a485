package org.confocal.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Golden files, and what fuzz tests do to them. */
public final class Golden {
  private static final String ODD = "<>&\"'/=?!:;#[]- \t\r\n\0a0é\uFFFF\u0085";

  private Golden() {}

  public static byte[] bytes(String path) {
    try (InputStream in = Golden.class.getResourceAsStream("/" + path)) {
      if (in == null) {
        throw new IllegalArgumentException("no golden file " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8);
  }

  /** A few characters lost, added or changed, a value swapped for an odd one, the end cut off. */
  public static byte[] damaged(String text, Random random) {
    StringBuilder out = new StringBuilder(text);
    for (int n = 1 + random.nextInt(3); n > 0 && out.length() > 40; n--) {
      int at = random.nextInt(out.length());
      switch (random.nextInt(8)) {
        case 0 -> out.deleteCharAt(at);
        case 1 -> out.insert(at, ODD.charAt(random.nextInt(ODD.length())));
        case 2 -> out.setCharAt(at, (char) ('a' + random.nextInt(26)));
        case 3 -> out.delete(at, Math.min(out.length(), at + random.nextInt(60)));
        case 4 -> value(out, at, random);
        case 5 -> element(out, at, random);
        case 6 -> out.setLength(random.nextInt(20) == 0 ? at : out.length());
        default -> out.insert(at, out.substring(at, Math.min(out.length(), at + 30)));
      }
    }
    byte[] bytes = out.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0 && random.nextInt(20) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static final String[] VALUES = {
    "", " ", "&#10;", "a b", "-1", "99999999999", "true", "x".repeat(600), "&lt;", "sip:x", "full"
  };

  /** Well-formed damage: an attribute's value becomes another. */
  private static void value(StringBuilder out, int at, Random random) {
    int from = out.indexOf("=\"", at);
    int to = from < 0 ? -1 : out.indexOf("\"", from + 2);
    if (to > 0) {
      out.replace(from + 2, to, VALUES[random.nextInt(VALUES.length)]);
    }
  }

  /** Well-formed damage: a leaf gets another text, or is there twice, or not at all. */
  private static void element(StringBuilder out, int at, Random random) {
    int to = out.indexOf("</", at);
    int from = to < 0 ? -1 : out.lastIndexOf("<", to - 1);
    int start = from < 0 ? -1 : out.indexOf(">", from) + 1;
    int end = to < 0 ? -1 : out.indexOf(">", to) + 1;
    if (from < 0 || end == 0 || start > to) {
      return;
    }
    switch (random.nextInt(3)) {
      case 0 -> out.replace(start, to, VALUES[random.nextInt(VALUES.length)]);
      case 1 -> out.insert(end, out.substring(from, end));
      default -> out.delete(from, end);
    }
  }
}
