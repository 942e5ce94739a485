package org.confocal.load.message;

/** What came, or what a simulation wants to send, is no SIP. */
public final class MessageFormatException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int SHOWN = 200;

  /** Names what was got and what was expected. */
  public MessageFormatException(String got, String expected) {
    super(cut(got) + " (expected: " + expected + ")");
  }

  private static String cut(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
