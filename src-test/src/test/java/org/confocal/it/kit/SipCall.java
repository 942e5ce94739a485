package org.confocal.it.kit;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** One Call-ID of a {@link SipPeer}: the dialog as the caller knows it, with public screws. */
public final class SipCall {
  private SipPeer peer;
  private final String dialled;
  private final String callId;
  private final String localTag = UUID.randomUUID().toString().substring(0, 8);
  private String remoteTag = "";
  private String remoteTarget;
  private String contact;
  private int cseq;

  SipCall(SipPeer peer, String uri, String callId) {
    this.peer = peer;
    this.dialled = uri;
    this.remoteTarget = uri;
    this.callId = callId;
    this.contact = contactAt(peer);
  }

  /** Another Contact than the address of the socket. */
  public SipCall withContact(String uri) {
    contact = uri;
    return this;
  }

  /** The same call from another socket: what a phone does that got a new address. */
  public SipCall movedTo(SipPeer other) {
    peer = other;
    contact = contactAt(other);
    return this;
  }

  private static String contactAt(SipPeer peer) {
    String transport =
        peer.transport().equals("UDP")
            ? ""
            : ";transport=" + peer.transport().toLowerCase(Locale.ROOT);
    return "sip:" + peer.name() + "@" + peer.hostPort() + transport;
  }

  public String callId() {
    return callId;
  }

  public String remoteTag() {
    return remoteTag;
  }

  public String remoteTarget() {
    return remoteTarget;
  }

  SipPeer peer() {
    return peer;
  }

  /** The next request of this call, to be changed before it is sent. */
  public SipOutgoing request(String method) {
    return request(method, ++cseq);
  }

  /** A request with any CSeq number. */
  public SipOutgoing request(String method, int number) {
    String at = peer.hostPort();
    return new SipOutgoing(this, method, number)
        .uri(remoteTarget)
        .header("Max-Forwards", "70")
        .header("From", "<sip:" + peer.name() + "@" + at + ">;tag=" + localTag)
        .header("To", "<" + dialled + ">" + (remoteTag.isEmpty() ? "" : ";tag=" + remoteTag))
        .header("Call-ID", callId)
        .header("CSeq", number + " " + method)
        .header("Contact", "<" + contact + ">");
  }

  /** INVITE or re-INVITE with this description; not sent yet. Empty: without one. */
  public SipOutgoing invite(String sdp) {
    return request("INVITE").body("application/sdp", sdp);
  }

  /** Joins: INVITE, 200, ACK. */
  public SipMessage join(String sdp) {
    SipOutgoing invite = invite(sdp).send();
    SipMessage answer = invite.expect(200);
    established(answer);
    ack(invite, "");
    return answer;
  }

  /** A re-INVITE that is accepted and acknowledged; its answer. */
  public SipMessage reinvite(String sdp) {
    SipOutgoing invite = invite(sdp).send();
    SipMessage answer = invite.expect(200);
    ack(invite, "");
    return answer;
  }

  /** Takes over tag and target of a 2xx. */
  public void established(SipMessage answer) {
    remoteTag = answer.toTag();
    remoteTarget = answer.uriIn("Contact");
  }

  /** The ACK to a 2xx. */
  public void ack(SipOutgoing invite, String sdp) {
    request("ACK", invite.cseq()).body("application/sdp", sdp).send();
  }

  /** BYE; its final answer. */
  public SipMessage bye() {
    return request("BYE").send().answer();
  }

  /** Waits for a request of the server in this call. */
  public SipMessage awaitRequest(String method, Duration limit) {
    return peer.await(method, limit, isRequest(method));
  }

  /** How many requests of this method came in this call, repetitions too. */
  public long requests(String method) {
    return peer.arrivals(isRequest(method)).size();
  }

  private Predicate<SipMessage> isRequest(String method) {
    return m -> m.isRequest() && m.method().equals(method) && m.header("Call-ID").equals(callId);
  }

  /** Values for a reader of the test's output. */
  @Override
  public String toString() {
    return Map.of("callId", callId, "remoteTag", remoteTag).toString();
  }
}
