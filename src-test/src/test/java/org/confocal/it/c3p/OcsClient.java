package org.confocal.it.c3p;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.confocal.it.kit.Digest;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipPeer;

/**
 * A client of the OCS generation over one TCP connection, header by header as such a client writes
 * them: every extension in a line of its own, no Expires where it says none, {@code epid} in From.
 */
public final class OcsClient implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final String CONTACTS = "vnd-microsoft-roaming-contacts";

  private final String name;
  private final SipPeer peer;
  private final String endpoint = UUID.randomUUID().toString();
  private final String registration = UUID.randomUUID().toString();
  private int requests;

  private OcsClient(String name, SipPeer peer) {
    this.name = name;
    this.peer = peer;
  }

  /** Adds the user to the node and connects. */
  public static OcsClient on(OneNode node, String name) {
    String user = name + "-" + UUID.randomUUID().toString().substring(0, 6);
    Management.of(node.process()).addUser(user, C3pUser.PASSWORD);
    return new OcsClient(user, SipPeer.tcp(user, node.sip()));
  }

  /** The same user at another machine. */
  public OcsClient again(OneNode node) {
    return new OcsClient(name, SipPeer.tcp(name + "-2", node.sip()));
  }

  public String name() {
    return name;
  }

  public String uri() {
    return "sip:" + name + "@" + C3pUser.DOMAIN;
  }

  public SipPeer peer() {
    return peer;
  }

  private String contact() {
    return "Contact: <sip:%s;transport=tcp;ms-opaque=d3470f2e1d>".formatted(peer.hostPort());
  }

  /** Registers. */
  public SipMessage signsIn() {
    return asks(
        registration,
        "REGISTER",
        "sip:" + C3pUser.DOMAIN,
        contact()
            + ";methods=\"INVITE, MESSAGE, INFO, SUBSCRIBE, OPTIONS, BYE, CANCEL, NOTIFY, ACK,"
            + " REFER, BENOTIFY\";proxy=replace;+sip.instance=\"<urn:uuid:"
            + endpoint
            + ">\"\r\n"
            + "Supported: gruu-10, adhoclist, msrtc-event-categories, com.microsoft.msrtc.presence"
            + "\r\nEvent: registration\r\nAllow-Events: presence\r\nms-keep-alive: UAC;hop-hop=yes",
        "",
        "");
  }

  /** Signs out, as such a client does: no Contact is left. */
  public SipMessage signsOut() {
    return asks(
        registration, "REGISTER", "sip:" + C3pUser.DOMAIN, contact() + "\r\nExpires: 0", "", "");
  }

  /** SUBSCRIBE to something of his own, as after sign-on. */
  public SipMessage subscribes(String event, String more, String type, String body) {
    return asks(UUID.randomUUID().toString(), "SUBSCRIBE", uri(), self(event, more), type, body);
  }

  /** The same to something of somebody else. */
  public SipMessage subscribesTo(String uri, String event) {
    return asks(UUID.randomUUID().toString(), "SUBSCRIBE", uri, self(event, ""), "", "");
  }

  private String self(String event, String more) {
    return "Event: "
        + event
        + "\r\nAccept: application/"
        + event
        + "+xml\r\nSupported: com.microsoft.autoextend\r\nSupported: ms-benotify\r\n"
        + "Proxy-Require: ms-benotify\r\nSupported: ms-piggyback-first-notify\r\n"
        + contact()
        + (more.isEmpty() ? "" : "\r\n" + more);
  }

  /** The contact list. */
  public SipMessage wantsContacts() {
    return subscribes(CONTACTS, "", "", "");
  }

  /** The presence of others, by one subscription. */
  public SipMessage watches(String... uris) {
    StringBuilder resources = new StringBuilder();
    for (String uri : uris) {
      resources.append("<resource uri=\"").append(uri).append("\"/>\n");
    }
    String body =
        """
        <batchSub xmlns="http://schemas.microsoft.com/2006/01/sip/batch-subscribe" uri="%s" name="">
        <action name="subscribe" id="63792024">
        <adhocList>
        %s</adhocList>
        <categoryList xmlns="http://schemas.microsoft.com/2006/09/sip/categorylist">
        <category name="contactCard"/>
        <category name="note"/>
        <category name="state"/>
        </categoryList>
        </action>
        </batchSub>"""
            .formatted(uri(), resources);
    return subscribes(
        "presence",
        "Require: adhoclist, categoryList\r\nSupported: eventlist",
        "application/msrtc-adrl-categorylist+xml",
        body);
  }

  /** Publishes what his machine and he himself say. */
  public SipMessage publishes(String publications) {
    return asks(
        UUID.randomUUID().toString(),
        "SERVICE",
        uri(),
        contact(),
        "application/msrtc-category-publish+xml",
        "<publish xmlns=\"http://schemas.microsoft.com/2006/09/sip/rich-presence\">"
            + "<publications uri=\""
            + uri()
            + "\">"
            + publications
            + "</publications></publish>");
  }

  /** The state of a user or machine in both containers that are added up. */
  public static String state(String type, long instance, int version, int availability) {
    StringBuilder both = new StringBuilder();
    for (int container : List.of(2, 3)) {
      both.append(
          """
          <publication categoryName="state" instance="%d" container="%d" version="%d" \
          expireType="endpoint"><state xmlns="http://schemas.microsoft.com/2006/09/sip/state" \
          manual="false" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="%s">\
          <availability>%d</availability><endpointLocation/></state></publication>"""
              .formatted(instance, container, version, type, availability));
    }
    return both.toString();
  }

  /** A change of the contact list. */
  public SipMessage orders(String order, String content) {
    String body =
        """
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" \
        xmlns:m="http://schemas.microsoft.com/winrtc/2002/11/sip"><s:Body><m:%s>%s</m:%s></s:Body>\
        </s:Envelope>"""
            .formatted(order, content, order);
    return asks(
        UUID.randomUUID().toString(), "SERVICE", uri(), contact(), "application/SOAP+xml", body);
  }

  /** Waits for a BENOTIFY of this event with this in its body. */
  public SipMessage told(String event, String part) {
    return peer.await(
        "BENOTIFY of " + event + " with " + part,
        WAIT,
        m -> isTold(m, event) && m.body().contains(part));
  }

  /** All that came of this event. */
  public List<SipMessage> allTold(String event) {
    return peer.arrivals(m -> isTold(m, event)).stream().map(SipPeer.Arrival::message).toList();
  }

  private static boolean isTold(SipMessage message, String event) {
    return message.isRequest()
        && message.method().equals("BENOTIFY")
        && message.header("Event").equals(event);
  }

  /** Sends a request, and again with proof when that is wanted; the final answer. */
  private SipMessage asks(
      String callId, String method, String uri, String headers, String type, String body) {
    String tag = UUID.randomUUID().toString().substring(0, 8);
    SipMessage first = sends(callId, tag, method, uri, headers, type, body);
    Optional<String> challenge =
        first.find("WWW-Authenticate").or(() -> first.find("Proxy-Authenticate"));
    if (challenge.isEmpty()) {
      return first;
    }
    String proof =
        (first.status() == 407 ? "Proxy-Authorization: " : "Authorization: ")
            + new Digest(challenge.get(), name, C3pUser.PASSWORD).answer(method, uri, 1);
    return sends(callId, tag, method, uri, headers + "\r\n" + proof, type, body);
  }

  private SipMessage sends(
      String callId,
      String tag,
      String method,
      String uri,
      String headers,
      String type,
      String body) {
    int cseq = ++requests;
    String to = method.equals("REGISTER") ? uri() : uri;
    peer.send(
        """
        %s %s SIP/2.0
        Via: SIP/2.0/tcp %s;branch=z9hG4bK%s
        From: <%s>;tag=%s;epid=b34afb6ebb23
        To: <%s>
        Max-Forwards: 70
        CSeq: %d %s
        User-Agent: Purple/2.14.12 Sipe/1.25.0 (linux-x86_64)
        Call-ID: %s
        """
                .formatted(
                    method,
                    uri,
                    peer.hostPort(),
                    UUID.randomUUID().toString().replace("-", ""),
                    uri(),
                    tag,
                    to,
                    cseq,
                    method,
                    callId)
                .replace("\n", "\r\n")
            + headers
            + "\r\n"
            + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
            + "Content-Length: "
            + body.getBytes(java.nio.charset.StandardCharsets.UTF_8).length
            + "\r\n\r\n"
            + body);
    return peer.await(
        "the answer to " + method,
        WAIT,
        m ->
            !m.isRequest()
                && m.status() >= 200
                && m.header("Call-ID").equals(callId)
                && m.header("CSeq").equals(cseq + " " + method));
  }

  @Override
  public void close() {
    peer.close();
  }
}
