package org.confocal.wire.sdp;

import org.confocal.wire.WireFormatException;

/**
 * Who made a description, and which version of it this is. Two descriptions with the same origin
 * are the same.
 *
 * @param sessionId digits; more than 64 bits are seen in the wild
 * @param version digits; grows by one with each change
 *     <p>RFC 8866 section 5.2; RFC 3264 section 8.
 */
public record Origin(String username, String sessionId, String version, Connection address) {
  public Origin {
    if (username.isEmpty()
        || SdpText.hasBlank(username)
        || !isNumber(sessionId)
        || !isNumber(version)) {
      throw new IllegalArgumentException(
          "origin: "
              + username
              + " "
              + sessionId
              + " "
              + version
              + " (expected: a name without blanks and two numbers)");
    }
  }

  /** An origin of ours, without user name. */
  public static Origin of(long sessionId, long version, String address) {
    return new Origin(
        "-",
        Long.toUnsignedString(sessionId),
        Long.toUnsignedString(version),
        Connection.of(address));
  }

  public String write() {
    return username + " " + sessionId + " " + version + " " + address.write();
  }

  static Origin parse(String text) throws WireFormatException {
    String[] parts = SdpText.words(text, 4);
    if (parts.length != 4 || !isNumber(parts[1]) || !isNumber(parts[2])) {
      throw new WireFormatException(text, "USER ID VERSION IN IP4 ADDRESS", "RFC 8866 5.2");
    }
    return new Origin(parts[0], parts[1], parts[2], Connection.parse(parts[3]));
  }

  private static boolean isNumber(String text) {
    return SdpText.isNumber(text, 40);
  }
}
