package org.confocal.sip.message;

/**
 * A response, usually made by {@link SipRequest#response}.
 *
 * @param status 100 to 699
 *     <p>RFC 3261 section 7.2.
 */
public record SipResponse(int status, String reason, SipHeaders headers, Body body)
    implements SipMessage {
  public SipResponse {
    if (status < 100 || status > 699 || Text.hasControl(reason)) {
      throw new IllegalArgumentException(
          "status: " + status + " (expected: 100 to 699 and a reason on one line)");
    }
    Checked.mandatory(headers);
  }

  @Override
  public String startLine() {
    return "SIP/2.0 " + status + " " + reason;
  }

  public boolean isFinal() {
    return status >= 200;
  }

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  public SipResponse with(String name, String value) {
    return new SipResponse(status, reason, headers.with(name, value), body);
  }

  public SipResponse plus(String name, String value) {
    return new SipResponse(status, reason, headers.plus(name, value), body);
  }

  public SipResponse without(String name) {
    return new SipResponse(status, reason, headers.without(name), body);
  }

  public SipResponse withBody(Body newBody) {
    return new SipResponse(status, reason, headers, newBody);
  }

  /** The answer as a proxy passes it back: without the Via of its own. RFC 3261 section 16.7. */
  public SipResponse withoutTopVia() {
    return new SipResponse(status, reason, headers.withoutFirst("Via"), body);
  }

  /** Sets the To-tag unless the request brought one. */
  public SipResponse withToTag(String tag) {
    return to().tag().isPresent()
        ? this
        : new SipResponse(status, reason, headers.mapFirst("To", to -> addTag(to, tag)), body);
  }

  // the rest of To stays as the peer wrote it: some clients compare it letter by letter
  private static String addTag(Header header, String tag) {
    String to = header.value();
    return to.endsWith(">") || to.indexOf(';') >= 0 || to.indexOf('<') < 0
        ? to + ";tag=" + tag
        : Checked.nameAddress(header).withTag(tag).write();
  }

  @Override
  public String toString() {
    return status + " " + reason + " call-id=" + callId() + " cseq=" + cseq().write();
  }
}
