package org.confocal.sip.message;

import java.util.regex.Pattern;
import org.confocal.wire.WireFormatException;

/**
 * The sequence number and method of a request.
 *
 * @param number 0 to 2^31 - 1
 *     <p>RFC 3261 sections 8.1.1.5 and 20.16.
 */
public record CSeq(long number, String method) {
  private static final Pattern BLANKS = Pattern.compile("[ \t]+");

  public String write() {
    return number + " " + method;
  }

  public static CSeq parse(String text) throws WireFormatException {
    String[] parts = BLANKS.split(text.strip(), -1);
    if (parts.length != 2 || !Text.isToken(parts[1])) {
      throw new WireFormatException(text, "a number and a method", "RFC 3261 20.16");
    }
    // numbers up to 2^32 - 1 are seen in the wild; JAIN-SIP and the RFC keep them below 2^31
    return new CSeq(
        Text.number(parts[0], Integer.MAX_VALUE, "a sequence number", "RFC 3261 8.1.1.5"),
        parts[1]);
  }
}
