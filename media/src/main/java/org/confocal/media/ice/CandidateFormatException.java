package org.confocal.media.ice;

/**
 * A candidate or its credentials are not what their specification says: the only error of the
 * parsers here.
 *
 * <p>The message names the offending piece, cut to {@value #MAX_GOT} characters and without control
 * characters, and never a password.
 */
public final class CandidateFormatException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;
  private static final int MAX_GOT = 80;

  private final String expected;
  private final String specSection;

  /**
   * An error with its value, its expectation and its rule.
   *
   * @param got the offending piece of input
   * @param expected what should have been there, in a few words
   * @param specSection the rule, for example {@code RFC 8839 5.1}
   */
  public CandidateFormatException(String got, String expected, String specSection) {
    super("got '" + printable(got) + "', expected " + expected + " (" + specSection + ")");
    this.expected = expected;
    this.specSection = specSection;
  }

  public String expected() {
    return expected;
  }

  public String specSection() {
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
