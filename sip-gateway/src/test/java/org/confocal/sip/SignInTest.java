package org.confocal.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.user.UserProtocol;
import org.confocal.sip.kit.SipPeer;
import org.confocal.sip.message.SipResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignInTest {
  private static final String INSTANCE = "urn:uuid:085e0bd8-031c-5a0d-8d9a-f149aae6954a";

  private EdgeHarness edge = new EdgeHarness();
  private SipPeer peer = edge.tcp();

  @BeforeEach
  void quiet() {
    assertThat(edge.isQuiet()).isTrue();
  }

  @AfterEach
  void close() {
    peer.close();
    edge.close();
  }

  /** A REGISTER as pidgin-sipe writes it. */
  private String register(String callId, int cseq, String... more) {
    return """
        REGISTER sip:example.test SIP/2.0
        Via: SIP/2.0/tcp 127.0.0.1:%d;branch=z9hG4bK06316D88C34BD85AD330
        From: <sip:dana@example.test>;tag=4186012923;epid=b34afb6ebb23
        To: <sip:dana@example.test>
        Call-ID: %s
        CSeq: %d REGISTER
        User-Agent: Purple/2.14.12 Sipe/1.25.0 (linux-x86_64)
        Contact: <sip:127.0.0.1:%d;transport=tcp;ms-opaque=d3470f2e1d>;methods="INVITE, ACK";proxy=replace;+sip.instance="<%s>"
        Supported: gruu-10, adhoclist, msrtc-event-categories, com.microsoft.msrtc.presence
        Event: registration
        Allow-Events: presence
        ms-keep-alive: UAC;hop-hop=yes
        %sContent-Length: 0

        """
        .formatted(
            peer.port(),
            callId,
            cseq,
            peer.port(),
            INSTANCE,
            more.length == 0 ? "" : String.join("\n", more) + "\n");
  }

  private String challenge() {
    peer.send(register("c1", 1));
    return peer.expect(407).header("Proxy-Authenticate").orElseThrow();
  }

  private static String proof(String challenge) {
    return "Proxy-Authorization: " + EdgeHarness.proof(challenge, "dana", "REGISTER", "(null)", 1);
  }

  private UserProtocol.Bind bound() {
    UserProtocol.Bind bind = edge.said(UserProtocol.Bind.class);
    UserProtocol.Wish wish = bind.wishes().get(0);
    List<UserProtocol.Binding> bindings =
        wish.expiresSeconds() == 0
            ? List.of()
            : List.of(
                new UserProtocol.Binding(
                    wish.contact(),
                    bind.flow(),
                    bind.callId(),
                    bind.cseq(),
                    EdgeHarness.NOW.plusSeconds(wish.expiresSeconds()),
                    wish.device(),
                    wish.flowOnly(),
                    Optional.empty()));
    bind.replyTo().tell(new UserProtocol.Bound(EdgeHarness.NOW, bindings));
    return bind;
  }

  private SipResponse signIn() {
    return signsIn(challenge());
  }

  private SipResponse signsIn(String challenge) {
    peer.send(register("c1", 1, proof(challenge)));
    bound();
    return peer.expect(200);
  }

  @Test
  void theSameRequestWithAProofIsANewOne() {
    String challenge = challenge();

    peer.send(register("c1", 1, proof(challenge)));

    UserProtocol.Bind bind = bound();
    assertThat(bind.flow()).isEqualTo(new PeerAddress("tcp", "127.0.0.1", peer.port()));
    assertThat(bind.wishes().get(0).flowOnly()).isTrue();
    assertThat(bind.wishes().get(0).device().orElseThrow().urn()).isEqualTo(INSTANCE);
    peer.expect(200);
  }

  @Test
  void aDisabledUserIsRefusedAlsoOnTheConnectionThatKnewHim() {
    String challenge = challenge();
    signsIn(challenge);
    edge.disableAll();

    peer.send(register("c1", 2));
    peer.expect(407);
    peer.send(register("c1", 3, proof(challenge)));

    SipResponse refused = peer.expect(403);
    assertThat(refused.reason() + refused.header("ms-diagnostics").orElse(""))
        .contains("The user sip:dana@example.test is disabled");
  }

  @Test
  void provisioningTellsTheConferencePolicyOfTheUser() {
    signIn();

    peer.send(
        """
        SUBSCRIBE sip:dana@example.test SIP/2.0
        Via: SIP/2.0/tcp 127.0.0.1:%d;branch=z9hG4bK1
        From: <sip:dana@example.test>;tag=1;epid=b34afb6ebb23
        To: <sip:dana@example.test>
        Call-ID: p1
        CSeq: 1 SUBSCRIBE
        Contact: <sip:127.0.0.1:%d;transport=tcp>
        Event: vnd-microsoft-provisioning-v2
        Expires: 0
        Content-Length: 0

        """
            .formatted(peer.port(), peer.port()));

    assertThat(peer.expect(200).body().text())
        .contains(
            "<property name=\"AllowIPAudio\">true</property>",
            "<property name=\"MeetingSize\">7</property>",
            "<property name=\"AllowAnonymousParticipants\">false</property>",
            "<property name=\"AllowPresenterToRecord\">true</property>");
  }

  @Test
  void aClientOfOcsIsToldWhatItGoesBy() {
    SipResponse ok = signIn();

    assertThat(ok.header("Expires")).contains("3600");
    assertThat(ok.header("Server")).contains("RTC/3.0");
    assertThat(ok.header("ms-keep-alive")).isPresent();
    assertThat(ok.headers().values("Supported"))
        .containsExactly("msrtc-event-categories", "adhoclist");
    assertThat(ok.headers().values("Contact"))
        .singleElement()
        .asString()
        .contains("+sip.instance=\"<" + INSTANCE + ">\"")
        .contains(";gruu=\"sip:dana@example.test;opaque=user:epid:CF4L2AMcWg2NmvFJquaVSgAA;gruu\"");
  }

  @Test
  void aPhoneThatKnowsGruusIsTold() {
    String text =
        register("c1", 1)
            .replace(";epid=b34afb6ebb23", "")
            .replaceAll("User-Agent:.*\n|ms-keep-alive:.*\n", "")
            .replace("gruu-10", "gruu");
    peer.send(text);
    String challenge = peer.expect(401).header("WWW-Authenticate").orElseThrow();
    String answer = EdgeHarness.proof(challenge, "dana", "REGISTER", "sip:example.test", 1);

    peer.send(text.replace("Event:", "Authorization: " + answer + "\nEvent:"));
    bound();

    SipResponse ok = peer.expect(200);
    assertThat(ok.header("Contact").orElseThrow())
        .contains(";pub-gruu=\"sip:dana@example.test;gr=" + INSTANCE + "\"");
    assertThat(ok.headers().has("Server")).isFalse();
  }

  @Test
  void whoHasSignedInIsBelievedOnHisConnection() {
    signIn();

    peer.send(register("c2", 1, "Expires: 0").replace("AD330", "AD331"));

    assertThat(bound().wishes().get(0).expiresSeconds()).isZero();
    assertThat(peer.expect(200).header("Expires")).contains("0");
  }

  @Test
  void anotherConnectionAndAnotherNameAreNotBelieved() {
    signIn();

    peer.send(register("c3", 1).replace("sip:dana@", "sip:ravi@").replace("AD330", "AD332"));
    peer.expect(407);
    try (SipPeer other = edge.tcp()) {
      other.send(register("c4", 1).replace("AD330", "AD333"));
      other.expect(407);
    }
  }

  @Test
  void theSameProofIsGoodAgainOnItsConnectionOnly() {
    String challenge = challenge();
    peer.send(register("c1", 1, proof(challenge)));
    bound();
    peer.expect(200);

    peer.send(register("c1", 2, proof(challenge)).replace("AD330", "AD334"));
    bound();
    peer.expect(200);
    try (SipPeer thief = edge.tcp()) {
      thief.send(register("c5", 1, proof(challenge)).replace("AD330", "AD335"));
      assertThat(thief.expect(407).header("Proxy-Authenticate").orElseThrow())
          .contains("stale=true");
    }
  }

  @Test
  void aClosedConnectionIsToldToTheUser() {
    signIn();
    int port = peer.port();

    peer.close();

    assertThat(edge.said(UserProtocol.Unbind.class).flow())
        .isEqualTo(new PeerAddress("tcp", "127.0.0.1", port));
  }

  @Test
  void aTrustedNetworkNeedsNoProofButAUser() {
    peer.close();
    edge.close();
    edge = new EdgeHarness("registrations.trusted-networks = [\"127.0.0.0/8\"]");
    peer = edge.tcp();

    peer.send(register("c1", 1));
    bound();
    peer.expect(200);
    peer.send(register("c2", 1).replace("dana", "eve").replace("AD330", "AD336"));
    peer.expect(404);
  }

  @Test
  void aTrustedNetworkIsNotBelievedWithoutAConnectionOfItsOwn() {
    peer.close();
    edge.close();
    edge = new EdgeHarness("registrations.trusted-networks = [\"127.0.0.0/8\"]");
    peer = edge.tcp();

    peer.send(
        register("c1", 1).replace("From:", "Via: SIP/2.0/TCP 192.0.2.9;branch=z9hG4bKx\nFrom:"));
    peer.expect(407);
    try (SipPeer datagrams = edge.udp()) {
      datagrams.send(
          register("c2", 1)
              .replace("SIP/2.0/tcp", "SIP/2.0/UDP")
              .replace(":" + peer.port(), ":" + datagrams.port()));
      datagrams.expect(407);
    }
  }

  @Test
  void thisMachineIsNotBelievedAsOneOfAll() {
    peer.close();
    edge.close();
    edge = new EdgeHarness("registrations.trusted-networks = [\"0.0.0.0/0\"]");
    peer = edge.tcp();

    peer.send(register("c1", 1));

    peer.expect(407);
  }

  @Test
  void aConnectionOnWhichTwoHaveProvedThemselvesProvesNothing() {
    signIn();
    String ravi = register("c3", 1).replace("sip:dana@", "sip:ravi@").replace("AD330", "AD332");
    peer.send(ravi);
    String challenge = peer.expect(407).header("Proxy-Authenticate").orElseThrow();
    String proof = EdgeHarness.proof(challenge, "ravi", "REGISTER", "(null)", 1);
    peer.send(ravi.replace("Event:", "Proxy-Authorization: " + proof + "\nEvent:"));
    bound();
    peer.expect(200);

    peer.send(register("c2", 1).replace("AD330", "AD331"));
    peer.expect(407);
    peer.send(ravi.replace("AD332", "AD337"));
    peer.expect(407);
  }

  @Test
  void aContactElsewhereIsReachedOverItsConnectionOnly() {
    String text = register("c1", 1).replaceAll("User-Agent:.*\n|ms-keep-alive:.*\n", "");
    String elsewhere =
        text.replace(";epid=b34afb6ebb23", "")
            .replaceAll("<sip:127.0.0.1:[0-9]+", "<sip:192.0.2.9");
    peer.send(elsewhere);
    String challenge = peer.expect(401).header("WWW-Authenticate").orElseThrow();
    String answer = EdgeHarness.proof(challenge, "dana", "REGISTER", "sip:example.test", 1);

    peer.send(elsewhere.replace("Event:", "Authorization: " + answer + "\nEvent:"));

    assertThat(bound().wishes().get(0).flowOnly()).isTrue();
  }

  @Test
  void aContactThatLeadsBackToUsIsRefused() {
    signIn();

    peer.send(
        register("c2", 1)
            .replaceAll("<sip:127.0.0.1:[0-9]+", "<sip:127.0.0.1:" + edge.port("tcp"))
            .replace("AD330", "AD331"));

    assertThat(peer.expect(403).reason()).contains("leads back");
  }
}
