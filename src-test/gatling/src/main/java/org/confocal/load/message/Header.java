package org.confocal.load.message;

/** One line of a SIP head, its name in the long form. */
public record Header(String name, String value) {
  public Header {
    if (name.isBlank() || name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0) {
      throw new MessageFormatException("header name \"" + name + "\"", "one word");
    }
    if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
      throw new MessageFormatException("header " + name + ": \"" + value + "\"", "one line");
    }
  }
}
