package org.confocal.load.client;

import java.util.ArrayList;
import java.util.List;
import org.confocal.load.message.Header;
import org.confocal.load.message.SipMessage;

/** Requests and responses that are made of another message. */
final class Requests {
  private static final List<String> COPIED = List.of("From", "To", "Call-ID", "CSeq");

  private Requests() {}

  /** ACK or CANCEL within the transaction of an INVITE (RFC 3261 sections 17.1.1.3 and 9.1). */
  static SipMessage likeIt(SipMessage invite, String method, String to) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Via", invite.header("Via").orElseThrow()));
    invite.all("Route").forEach(route -> headers.add(new Header("Route", route)));
    headers.add(new Header("Max-Forwards", "70"));
    headers.add(new Header("From", invite.header("From").orElseThrow()));
    headers.add(new Header("To", to));
    headers.add(new Header("Call-ID", invite.callId()));
    headers.add(new Header("CSeq", invite.sequence() + " " + method));
    return SipMessage.request(method, invite.uri(), headers, "");
  }

  /**
   * A response (RFC 3261 section 8.2.6).
   *
   * @param toTag put into To if there is none yet; empty = none
   */
  static SipMessage response(
      SipMessage request, int status, String reason, String toTag, List<Header> more, String body) {
    List<Header> headers = new ArrayList<>();
    request.all("Via").forEach(via -> headers.add(new Header("Via", via)));
    request.all("Record-Route").forEach(r -> headers.add(new Header("Record-Route", r)));
    for (String copied : COPIED) {
      String value = request.header(copied).orElseThrow();
      boolean tagMissing = copied.equals("To") && request.toTag().isEmpty() && !toTag.isEmpty();
      headers.add(new Header(copied, tagMissing ? value + ";tag=" + toTag : value));
    }
    headers.addAll(more);
    return SipMessage.response(status, reason, headers, body);
  }
}
