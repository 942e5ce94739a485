package org.confocal.it.c3p;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.confocal.it.kit.Digest;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipPeer;

/**
 * The messages of a pidgin-sipe 1.25, header by header as it was seen to write them, on one TCP
 * connection: a REGISTER with a branch, everything else without one, proofs for {@code (null)}, and
 * always the first count of a nonce.
 */
public final class Sipe implements AutoCloseable {
  /** That of everybody, as far as this client knows. */
  public static final String PASSWORD = C3pUser.PASSWORD;

  private final String name;
  private final String instance;
  private final SipPeer peer;

  private Sipe(String name, String instance, SipPeer peer) {
    this.name = name;
    this.instance = instance;
    this.peer = peer;
  }

  /** One that has connected and said nothing. */
  public static Sipe connected(String name, InetSocketAddress server) {
    return new Sipe(name, UUID.randomUUID().toString(), SipPeer.tcp(name, server));
  }

  /** The same program, started again. */
  public Sipe again(InetSocketAddress server) {
    return new Sipe(name, instance, SipPeer.tcp(name, server));
  }

  public SipPeer peer() {
    return peer;
  }

  public String uri() {
    return "sip:" + name + "@" + C3pUser.DOMAIN;
  }

  public String instance() {
    return "urn:uuid:" + instance;
  }

  /**
   * A REGISTER.
   *
   * @param more whole header lines, without line breaks
   */
  public String register(String callId, int cseq, String branch, String... more) {
    return """
        REGISTER sip:%s SIP/2.0
        Via: SIP/2.0/tcp %s;branch=%s
        From: <%s>;tag=4186012923;epid=b34afb6ebb23
        To: <%s>
        Max-Forwards: 70
        CSeq: %d REGISTER
        User-Agent: Purple/2.14.12 Sipe/1.25.0 (linux-x86_64)
        Call-ID: %s
        Contact: <sip:%s;transport=tcp;ms-opaque=d3470f2e1d>;methods="INVITE, MESSAGE, INFO, \
        SUBSCRIBE, OPTIONS, BYE, CANCEL, NOTIFY, ACK, REFER, BENOTIFY";proxy=replace;\
        +sip.instance="<%s>"
        Supported: gruu-10, adhoclist, msrtc-event-categories, com.microsoft.msrtc.presence
        Event: registration
        Allow-Events: presence
        ms-keep-alive: UAC;hop-hop=yes
        %sContent-Length: 0

        """
        .formatted(
            C3pUser.DOMAIN,
            peer.hostPort(),
            branch,
            uri(),
            uri(),
            cseq,
            callId,
            peer.hostPort(),
            instance(),
            more.length == 0 ? "" : String.join("\n", more) + "\n")
        .replace("\n", "\r\n");
  }

  /** Its answer to a challenge: of the method and the text {@code (null)}. */
  public String proof(SipMessage challenged, String method, String password) {
    Digest digest = new Digest(challenged.header("Proxy-Authenticate"), name, password);
    String whole = digest.answer(method, "(null)", 1);
    return "Proxy-Authorization: " + whole.replaceAll(", +algorithm=[^,]*", "");
  }

  /** Signs in: REGISTER, 407, the same again with the proof; the 200. */
  public SipMessage signIn() {
    String callId = UUID.randomUUID().toString();
    String branch = "z9hG4bK" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    peer.send(register(callId, 1, branch));
    SipMessage challenged = answer(callId, 407);
    peer.send(register(callId, 1, branch, proof(challenged, "REGISTER", PASSWORD)));
    return answer(callId, 200);
  }

  /** The next answer in this call, which must have this status. */
  public SipMessage answer(String callId, int status) {
    return peer.await(
        status + " in " + callId,
        SipPeer.SOON,
        m -> !m.isRequest() && m.header("Call-ID").equals(callId) && m.status() == status);
  }

  /** The request of this method that came in this call. */
  public SipMessage asked(String callId, String method) {
    return peer.await(
        method + " in " + callId,
        SipPeer.SOON,
        m -> m.isRequest() && m.header("Call-ID").equals(callId) && m.method().equals(method));
  }

  /** The first request of a call other than REGISTER: its Via has no branch. */
  public String request(
      String method, String to, String callId, String toTag, String type, String body) {
    return request(method, to, new Place(callId, to, toTag, 1), List.of(), type, body);
  }

  /**
   * Where in a call a request stands.
   *
   * @param to address in To
   * @param toTag empty outside of a dialog
   */
  public record Place(String callId, String to, String toTag, int cseq) {}

  /**
   * Any other request than REGISTER, in or out of a dialog.
   *
   * @param uri Request-URI
   * @param more whole header lines, one token a line
   */
  public String request(
      String method, String uri, Place place, List<String> more, String type, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    String head =
        """
        %s %s SIP/2.0
        Via: SIP/2.0/tcp %s
        From: <%s>;tag=5783335208;epid=b34afb6ebb23
        To: <%s>%s
        Max-Forwards: 70
        CSeq: %d %s
        User-Agent: Purple/2.14.12 Sipe/1.25.0 (linux-x86_64)
        Call-ID: %s
        Contact: <%s;opaque=user:epid:ZZ;gruu>
        Supported: ms-sender
        %s%sContent-Length: %d

        """
            .formatted(
                method,
                uri,
                peer.hostPort(),
                uri(),
                place.to(),
                place.toTag().isEmpty() ? "" : ";tag=" + place.toTag(),
                place.cseq(),
                method,
                place.callId(),
                uri(),
                more.isEmpty() ? "" : String.join("\n", more) + "\n",
                type.isEmpty() ? "" : "Content-Type: " + type + "\n",
                length)
            .replace("\n", "\r\n");
    return head + body;
  }

  /** Answers a request as it does: everything echoed, its GRUU as Contact. */
  public void answers(SipMessage request, int status, String tag) {
    StringBuilder text = new StringBuilder("SIP/2.0 " + status + " OK\r\n");
    for (String copied : List.of("Via", "Record-Route", "From", "Call-ID", "CSeq")) {
      request.all(copied).forEach(v -> text.append(copied + ": " + v + "\r\n"));
    }
    text.append("To: " + request.header("To") + ";tag=" + tag + ";epid=b34afb6ebb23\r\n");
    text.append("Contact: <" + uri() + ";opaque=user:epid:ZZ;gruu>\r\n");
    peer.send(text + "Content-Length: 0\r\n\r\n");
  }

  @Override
  public void close() {
    peer.close();
  }
}
