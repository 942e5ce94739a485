package org.confocal.it.kit;

import java.util.ArrayList;
import java.util.List;

/** Writes answers to requests: RFC 3261 section 8.2.6. */
final class Answers {
  private Answers() {}

  /**
   * @param contact host and port of our Contact
   * @param more whole header lines
   */
  static String to(SipMessage request, int status, String contact, String body, String... more) {
    List<String> lines = new ArrayList<>();
    lines.add("SIP/2.0 " + status + " Said by the test");
    request.all("Via").forEach(via -> lines.add("Via: " + via));
    for (String copied : List.of("From", "To", "Call-ID", "CSeq")) {
      lines.add(copied + ": " + request.header(copied));
    }
    lines.add("Contact: <sip:test@" + contact + ">");
    lines.addAll(List.of(more));
    if (!body.isEmpty()) {
      lines.add("Content-Type: application/sdp");
    }
    lines.add("Content-Length: " + body.length());
    return String.join("\r\n", lines) + "\r\n\r\n" + body;
  }
}
