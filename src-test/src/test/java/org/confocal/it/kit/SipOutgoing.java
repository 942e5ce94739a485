package org.confocal.it.kit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** One request of a {@link SipCall}: built, sent as often as the test likes, and its answers. */
public final class SipOutgoing {
  private final SipCall call;
  private final String method;
  private final int cseq;
  private final List<Map.Entry<String, String>> headers = new ArrayList<>();
  private String uri = "";
  private String branch = "z9hG4bK" + UUID.randomUUID().toString().replace("-", "");
  private String sentBy;
  private String viaParams = ";rport";
  private String body = "";

  SipOutgoing(SipCall call, String method, int cseq) {
    this.call = call;
    this.method = method;
    this.cseq = cseq;
    this.sentBy = call.peer().hostPort();
  }

  public int cseq() {
    return cseq;
  }

  public SipOutgoing uri(String requestUri) {
    uri = requestUri;
    return this;
  }

  /** Sets a header, in place of all of that name. */
  public SipOutgoing header(String name, String value) {
    without(name);
    headers.add(Map.entry(name, value));
    return this;
  }

  public SipOutgoing without(String name) {
    headers.removeIf(h -> h.getKey().equalsIgnoreCase(name));
    return this;
  }

  /** What the Via says of us, and its parameters besides the branch. */
  public SipOutgoing via(String hostPort, String params) {
    sentBy = hostPort;
    viaParams = params;
    return this;
  }

  /** CANCEL has the branch of its INVITE. */
  public SipOutgoing sameBranchAs(SipOutgoing other) {
    branch = other.branch;
    return this;
  }

  /** No body and no type for an empty text. */
  public SipOutgoing body(String type, String text) {
    body = text;
    return text.isEmpty() ? without("Content-Type") : header("Content-Type", type);
  }

  public SipOutgoing send() {
    call.peer().send(text());
    return this;
  }

  /** The bytes of it. */
  public String text() {
    StringBuilder text = new StringBuilder(method + " " + uri + " SIP/2.0\r\n");
    text.append("Via: SIP/2.0/").append(call.peer().transport()).append(' ').append(sentBy);
    text.append(viaParams).append(";branch=").append(branch).append("\r\n");
    headers.forEach(h -> text.append(h.getKey() + ": " + h.getValue() + "\r\n"));
    return text.append("Content-Length: " + body.length() + "\r\n\r\n" + body).toString();
  }

  /** The final answer. */
  public SipMessage answer() {
    return answer(SipPeer.SOON);
  }

  public SipMessage answer(Duration limit) {
    return call.peer()
        .await("a final answer to " + method, limit, isAnswer(m -> m.status() >= 200));
  }

  /**
   * The final answer, which must have this status. A refused INVITE is acknowledged.
   *
   * @throws AssertionError with the whole answer if it has another
   */
  public SipMessage expect(int status) {
    SipMessage answer = answer();
    if (method.equals("INVITE") && answer.status() >= 300) {
      call.request("ACK", cseq)
          .uri(uri)
          .header("To", answer.header("To"))
          .sameBranchAs(this)
          .send();
    }
    if (answer.status() != status) {
      throw new AssertionError(
          "expected " + status + " to " + method + ", got\n" + answer + "\nlog: " + heads());
    }
    return answer;
  }

  private List<String> heads() {
    return call.peer().heads();
  }

  /** All answers so far, repetitions too. */
  public List<SipPeer.Arrival> answers(Predicate<SipMessage> wanted) {
    return call.peer().arrivals(isAnswer(wanted));
  }

  private Predicate<SipMessage> isAnswer(Predicate<SipMessage> wanted) {
    return m ->
        !m.isRequest()
            && m.header("Via").toLowerCase(Locale.ROOT).contains(branch.toLowerCase(Locale.ROOT))
            && m.header("CSeq").equals(cseq + " " + method)
            && wanted.test(m);
  }
}
