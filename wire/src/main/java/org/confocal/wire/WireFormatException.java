package org.confocal.wire;

/**
 * The one error of every parser: some text or bytes are not what their specification says.
 *
 * <p>{@link #got()} is cut to {@value #MAX_GOT} characters and has no control characters, so that
 * the message may go to a log or into a reason phrase. A format whose callers must answer an error
 * in the format itself has a subclass that keeps what the answer needs.
 */
public class WireFormatException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MAX_GOT = 80;

  private final String got;
  private final String expected;
  private final String specSection;

  /**
   * @param got the offending piece of input
   * @param expected what should have been there, in a few words
   * @param specSection the rule, for example {@code RFC 4566 5.14}
   */
  public WireFormatException(String got, String expected, String specSection) {
    super("got '" + printable(got) + "', expected " + expected + " (" + specSection + ")");
    this.got = printable(got);
    this.expected = expected;
    this.specSection = specSection;
  }

  public final String got() {
    return got;
  }

  public final String expected() {
    return expected;
  }

  public final String specSection() {
    return specSection;
  }

  private static String printable(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length() && i < MAX_GOT; i++) {
      char c = text.charAt(i);
      out.append(c < ' ' || c == 0x7f ? '.' : c);
    }
    return text.length() > MAX_GOT ? out.append("...").toString() : out.toString();
  }
}
