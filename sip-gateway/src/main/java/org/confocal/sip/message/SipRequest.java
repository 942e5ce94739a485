package org.confocal.sip.message;

import java.util.ArrayList;
import java.util.List;

/**
 * A request. One of ours has no Via until it is sent: the transport knows what to put there.
 *
 * <p>RFC 3261 section 7.1.
 */
public record SipRequest(String method, SipUri uri, SipHeaders headers, Body body)
    implements SipMessage {
  public SipRequest {
    if (!Text.isToken(method)) {
      throw new IllegalArgumentException("method: " + method + " (expected: a token)");
    }
    Checked.mandatory(headers);
  }

  /**
   * A new request with the fields that each needs, Max-Forwards 70 among them.
   *
   * @param cseq 0 to 2^31 - 1
   */
  public static SipRequest of(
      String method, SipUri uri, NameAddress from, NameAddress to, String callId, long cseq) {
    List<Header> headers =
        List.of(
            new Header("Max-Forwards", "70"),
            new Header("From", from.write()),
            new Header("To", to.write()),
            new Header("Call-ID", callId),
            new Header("CSeq", new CSeq(cseq, method).write()));
    return new SipRequest(method, uri, new SipHeaders(headers), Body.NONE);
  }

  @Override
  public String startLine() {
    return method + " " + uri.write() + " SIP/2.0";
  }

  /** Replaces all values of this name by one. */
  public SipRequest with(String name, String value) {
    return new SipRequest(method, uri, headers.with(name, value), body);
  }

  /** Adds one more value. */
  public SipRequest plus(String name, String value) {
    return new SipRequest(method, uri, headers.plus(name, value), body);
  }

  public SipRequest without(String name) {
    return new SipRequest(method, uri, headers.without(name), body);
  }

  public SipRequest withBody(Body newBody) {
    return new SipRequest(method, uri, headers, newBody);
  }

  public SipRequest withUri(SipUri newUri) {
    return new SipRequest(method, newUri, headers, body);
  }

  /** Puts a Via on top. */
  public SipRequest withVia(Via via) {
    return new SipRequest(method, uri, headers.plusFirst("Via", via.write()), body);
  }

  /** Notes in the top Via where this request came from; see {@link Via#receivedFrom}. */
  public SipRequest receivedFrom(String sourceHost, int sourcePort) {
    return new SipRequest(
        method,
        uri,
        headers.mapFirst("Via", v -> Checked.via(v).receivedFrom(sourceHost, sourcePort).write()),
        body);
  }

  /**
   * The frame of an answer: Via, From, To, Call-ID and CSeq as they came, Record-Route in answers
   * of 101 to 299, Timestamp in a 100. The To-tag is the caller's to add ({@link
   * SipResponse#withToTag}). RFC 3261 section 8.2.6.
   *
   * @param status 100 to 699
   */
  public SipResponse response(int status, String reason) {
    List<Header> copied = new ArrayList<>();
    for (Header h : headers.all()) {
      boolean always = h.is("Via") || h.is("From") || h.is("To") || h.is("Call-ID") || h.is("CSeq");
      boolean route = h.is("Record-Route") && status > 100 && status < 300;
      if (always || route || (h.is("Timestamp") && status == 100)) {
        copied.add(h);
      }
    }
    return new SipResponse(status, reason, new SipHeaders(copied), Body.NONE);
  }

  /**
   * The CANCEL of this INVITE: same Request-URI, top Via, From, To, Call-ID, CSeq number and Route.
   * RFC 3261 section 9.1.
   */
  public SipRequest cancel() {
    return sibling("CANCEL", headers.first("To").orElseThrow());
  }

  /**
   * The ACK of a 3xx to 6xx answer to this INVITE, which is part of its transaction. RFC 3261
   * section 17.1.1.3.
   *
   * @param to the To value of the answer
   */
  public SipRequest ackOfFailure(String to) {
    return sibling("ACK", to);
  }

  private SipRequest sibling(String otherMethod, String to) {
    List<Header> copied = new ArrayList<>();
    headers.first("Via").ifPresent(v -> copied.add(new Header("Via", v)));
    copied.add(new Header("Max-Forwards", "70"));
    headers.values("Route").forEach(r -> copied.add(new Header("Route", r)));
    copied.add(new Header("From", headers.first("From").orElseThrow()));
    copied.add(new Header("To", to));
    copied.add(new Header("Call-ID", callId()));
    copied.add(new Header("CSeq", new CSeq(cseq().number(), otherMethod).write()));
    return new SipRequest(otherMethod, uri, new SipHeaders(copied), Body.NONE);
  }

  @Override
  public String toString() {
    return method + " " + uri + " call-id=" + callId() + " cseq=" + cseq().number();
  }
}
