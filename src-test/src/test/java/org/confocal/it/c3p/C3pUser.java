package org.confocal.it.c3p;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.Digest;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipOutgoing;
import org.confocal.it.kit.SipPeer;

/** A user whose client speaks C3P over one TCP connection and proves who he is when asked. */
public final class C3pUser implements AutoCloseable {
  public static final String DOMAIN = "example.test";
  static final String PASSWORD = "correct horse";
  private static final String NAMESPACES =
      " xmlns=\"urn:ietf:params:xml:ns:cccp\""
          + " xmlns:mscp=\"http://schemas.microsoft.com/rtc/2005/08/cccpextensions\""
          + " xmlns:ci=\"urn:ietf:params:xml:ns:conference-info\""
          + " xmlns:msci=\"http://schemas.microsoft.com/rtc/2005/08/confinfoextensions\"";

  private final String name;
  private SipPeer peer;
  private int requests;

  private C3pUser(String name, SipPeer peer) {
    this.name = name;
    this.peer = agreeable(peer);
  }

  private static SipPeer agreeable(SipPeer peer) {
    return peer.agreeingTo(r -> !r.method().equals("INVITE") && !r.method().equals("ACK"));
  }

  /** A new connection, as after a restart of the server. */
  public void reconnects(OneNode node) {
    reconnects(node.process());
  }

  /** A new connection to this node, whichever the last one was to. */
  public void reconnects(ConfocalProcess node) {
    peer.close();
    peer = agreeable(SipPeer.tcp(name, node.config().sip()));
  }

  /** Adds the user to the node and connects. */
  public static C3pUser on(OneNode node, String name) {
    return on(node.process(), name);
  }

  /** The same for a node of the test's own. */
  public static C3pUser on(ConfocalProcess node, String name) {
    String user = name + "-" + UUID.randomUUID().toString().substring(0, 6);
    Management.of(node).addUser(user, PASSWORD);
    return new C3pUser(user, SipPeer.tcp(user, node.config().sip()));
  }

  /** The same over UDP: no connection that a restart could end. */
  public static C3pUser overUdp(OneNode node, String name) {
    String user = name + "-" + UUID.randomUUID().toString().substring(0, 6);
    Management.of(node.process()).addUser(user, PASSWORD);
    return new C3pUser(user, SipPeer.udp(user, node.sip()));
  }

  /** Somebody of whom the node knows nothing. */
  public static C3pUser stranger(OneNode node, String name) {
    return new C3pUser(name, SipPeer.tcp(name, node.sip()));
  }

  /** Adds the user to the node and signs in as a client of the OCS generation does. */
  public static C3pUser signedIn(ConfocalProcess node, String name) {
    Management.of(node).addUser(name, PASSWORD);
    Sipe client = Sipe.connected(name, node.config().sip());
    client.signIn();
    return new C3pUser(name, client.peer());
  }

  /** The same user at another device. */
  public C3pUser again(OneNode node) {
    return again(node.process());
  }

  /** The same user at another device, connected to this node. */
  public C3pUser again(ConfocalProcess node) {
    return new C3pUser(name, SipPeer.tcp(name, node.config().sip()));
  }

  public String name() {
    return name;
  }

  public String uri() {
    return "sip:" + name + "@" + DOMAIN;
  }

  public String factory() {
    return uri() + ";gruu;opaque=app:conf:focusfactory";
  }

  public SipPeer peer() {
    return peer;
  }

  /** A C3P request of this user. */
  public String request(String to, String command) {
    return request(uri(), to, requests++, command);
  }

  static String request(String from, String to, int number, String command) {
    return "<request%s C3PVersion=\"1\" requestId=\"%d\" from=\"%s\" to=\"%s\">%s</request>"
        .formatted(NAMESPACES, number, from, to, command);
  }

  /** Sends the request, and again with proof when that is wanted; the final answer. */
  public SipMessage proven(Supplier<SipOutgoing> request, String method, String uri) {
    SipOutgoing first = request.get().send();
    SipMessage answer = first.answer();
    if (answer.challenge().isEmpty()) {
      return answer;
    }
    if (method.equals("INVITE")) {
      first.expect(answer.status());
    }
    Digest digest = new Digest(answer.challenge().get(), name, PASSWORD);
    return request.get().header("Authorization", digest.answer(method, uri, 1)).send().answer();
  }

  /** A SERVICE with this body; the final answer. */
  public SipMessage service(String to, String body) {
    SipCall call = peer.call(to);
    return proven(
        () -> from(call.request("SERVICE")).uri(to).body("application/cccp+xml", body),
        "SERVICE",
        to);
  }

  /** A command to the own focus factory; the C3P response. */
  public Xml orders(String command) {
    SipMessage answer = service(factory(), request(factory(), command));
    if (answer.status() != 200) {
      throw new AssertionError(answer);
    }
    return Xml.parse(answer.body());
  }

  /** Schedules a meeting of all media types that users may join; its URI. */
  public String schedules(String id, String more) {
    return schedules(id, "openAuthenticated", more);
  }

  /**
   * Schedules a meeting of all media types; its URI.
   *
   * @param admission word of the admission policy
   * @param more elements after the description
   */
  public String schedules(String id, String admission, String more) {
    Xml response =
        orders(
            """
            <addConference><ci:conference-info entity=""><ci:conference-description>\
            <ci:subject>Budget</ci:subject><msci:conference-id>%s</msci:conference-id>\
            <msci:expiry-time>%s</msci:expiry-time>\
            <msci:admission-policy>%s</msci:admission-policy>\
            </ci:conference-description>%s<msci:conference-view>\
            <msci:entity-view entity="chat"/><msci:entity-view entity="audio-video"/>\
            </msci:conference-view></ci:conference-info></addConference>"""
                .formatted(id, nextYear(), admission, more));
    if (!response.attr("code").equals("success")) {
      throw new AssertionError(response.attr("code") + " " + response.one("*").attr("reason"));
    }
    return response.one("addConference/conference-info").attr("entity");
  }

  /** When a meeting may expire. */
  static String nextYear() {
    return Instant.now().plus(Duration.ofDays(365)).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The key that guests need for a conference of this user. */
  public String key(String conference) {
    return orders(
            "<getConference><conferenceKeys confEntity=\"%s\"/></getConference>"
                .formatted(conference))
        .textOf("getConference/conference-info/conference-description/conference-key");
  }

  private SipOutgoing from(SipOutgoing request) {
    String tag = request.text().replaceAll("(?s).*From: [^\\r]*;tag=([0-9a-f]+).*", "$1");
    return request.header("From", "<" + uri() + ">;tag=" + tag + ";epid=b34afb6ebb23");
  }

  /** The body of an INVITE that joins. */
  public String addUser(String conference) {
    return request(
        conference,
        """
        <addUser><conferenceKeys confEntity="%s"/><ci:user entity="%s"><ci:roles>\
        <ci:entry>attendee</ci:entry></ci:roles>\
        <ci:endpoint entity="{2337A5B1-BB6A-6757-68BB-%s}"/></ci:user></addUser>"""
            .formatted(conference, uri(), "%012X".formatted(name.hashCode() & 0xFFFFFFFFL)));
  }

  /**
   * An INVITE to a conference or MCU with any body; the final answer, acknowledged if it is 2xx.
   */
  public SipMessage invites(SipCall call, String to, String type, String body) {
    SipOutgoing[] last = new SipOutgoing[1];
    SipMessage answer =
        proven(
            () -> {
              last[0] = from(call.request("INVITE")).uri(to).body(type, body);
              return last[0];
            },
            "INVITE",
            to);
    if (answer.status() < 300) {
      call.established(answer);
      from(call.request("ACK", last[0].cseq())).send();
    } else {
      last[0].expect(answer.status());
    }
    return answer;
  }

  /** Joins the conference by C3P. */
  public FocusDialog joins(String conference) {
    SipCall call = peer.call(conference);
    SipMessage answer = invites(call, conference, "application/cccp+xml", addUser(conference));
    if (answer.status() != 200) {
      throw new AssertionError(answer);
    }
    return new FocusDialog(this, conference, call, Xml.parse(answer.body()));
  }

  /** Calls the chat MCU of a conference in which he is. */
  public SipCall chats(String conference) {
    String mcu = conference.replace(":focus:", ":chat:");
    SipCall call = peer.call(mcu);
    SipMessage answer = invites(call, mcu, "application/sdp", messages());
    if (answer.status() != 200) {
      throw new AssertionError(answer);
    }
    return call;
  }

  /** Calls the audio MCU of a conference in which he is. */
  public SipCall speaks(String conference, Sdp sdp) {
    String mcu = conference.replace(":focus:", ":audio-video:");
    SipCall call = peer.call(mcu);
    SipMessage answer = invites(call, mcu, "application/sdp", sdp.text());
    if (answer.status() != 200) {
      throw new AssertionError(answer);
    }
    return call;
  }

  /** The description of a client whose messages travel by SIP. */
  public static String messages() {
    return "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=session\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
        + "m=message 5060 sip null\r\n"
        + "a=accept-types:text/plain text/html application/im-iscomposing+xml"
        + " application/ms-imdn+xml\r\n";
  }

  /** Says something in a dialog; the final answer. */
  public SipMessage says(SipCall chat, String text) {
    return from(chat.request("MESSAGE"))
        .body("text/plain; charset=UTF-8", text)
        .send()
        .answer(Duration.ofSeconds(10));
  }

  /** UPDATE without a description in a dialog of this user; the final answer. */
  public SipMessage updates(SipCall call) {
    return inDialog(call, "UPDATE").send().answer();
  }

  /**
   * REFER in a dialog of this user; the final answer.
   *
   * @param target what stands in Refer-To
   * @param more names and values of further headers in turn
   */
  public SipMessage refers(SipCall call, String target, String... more) {
    SipOutgoing refer = inDialog(call, "REFER").header("Refer-To", target);
    for (int i = 0; i < more.length; i += 2) {
      refer.header(more[i], more[i + 1]);
    }
    return refer.send().answer();
  }

  /** BYE in a dialog of this user; the final answer. */
  public SipMessage ends(SipCall call) {
    return inDialog(call, "BYE").send().answer();
  }

  /** The id that the server gives an endpoint of which the client said none: made of our To-tag. */
  public String endpointOf(SipCall call) {
    byte[] tag = call.remoteTag().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return "{" + UUID.nameUUIDFromBytes(tag).toString().toUpperCase(java.util.Locale.ROOT) + "}";
  }

  SipOutgoing inDialog(SipCall call, String method) {
    return from(call.request(method));
  }

  @Override
  public void close() {
    peer.close();
  }
}
