package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.kit.ClusterProcess;
import org.confocal.it.kit.Digest;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipOutgoing;
import org.confocal.it.kit.SipPeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alice has a TCP connection to one node and bob to the other: they reach each other. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UsersAtTwoNodesIT {
  private static final String PASSWORD = "correct-horse";
  private static final String HANDED_OVER = "call handed over";
  private static final int MOST_CALLS = 12;
  private static final Sdp OFFER = Sdp.audio(40_100);
  private static final Sdp ANSWER = Sdp.audio(40_102);

  /** So long a caller waits at most when a node has died. */
  private static final Duration BOUND = Duration.ofSeconds(20);

  @SuppressWarnings("NullAway.Init") // beforeAll
  private static ClusterProcess cluster;

  @SuppressWarnings("NullAway.Init") // beforeAll
  private static SipPeer alice;

  @SuppressWarnings("NullAway.Init") // beforeAll
  private static SipPeer bob;

  @BeforeAll
  static void eachIsRegisteredAtANode(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) {
    cluster =
        ClusterProcess.start(
            directory,
            ClusterProcess.configs(2).stream()
                .map(
                    config ->
                        config
                            .with("confocal.sip.domain", C3pUser.DOMAIN)
                            .with("confocal.sip.patience.give-up", "6s"))
                .toList());
    alice = SipPeer.tcp("alice", cluster.node(1).config().sip());
    bob = SipPeer.tcp("bob", cluster.node(2).config().sip());
    for (SipPeer user : List.of(alice, bob)) {
      Management.of(cluster.node(1)).addUser(user.name(), PASSWORD);
      registers(user);
    }
  }

  @AfterAll
  static void end() {
    alice.close();
    bob.close();
    cluster.close();
  }

  private static String address(SipPeer user) {
    return "sip:" + user.name() + "@" + C3pUser.DOMAIN;
  }

  /** The same Call-ID and From, with the address that the server knows. */
  private static SipOutgoing from(SipPeer user, SipOutgoing request) {
    String tag = request.text().replaceAll("(?s).*From: [^\\r]*;tag=([0-9a-f]+).*", "$1");
    return request.header("From", "<" + address(user) + ">;tag=" + tag);
  }

  private static void registers(SipPeer user) {
    String registrar = "sip:" + C3pUser.DOMAIN;
    SipCall call = user.call(address(user));
    SipMessage challenged = call.request("REGISTER").uri(registrar).send().expect(401);
    Digest digest = new Digest(challenged.header("WWW-Authenticate"), user.name(), PASSWORD);
    call.request("REGISTER")
        .uri(registrar)
        .header("Authorization", digest.answer("REGISTER", registrar, 1))
        .send()
        .expect(200);
  }

  /** Needs no other proof: that of the REGISTER counts for the connection. */
  private static SipOutgoing sends(SipPeer user, SipCall call, String method, String body) {
    return from(user, call.request(method)).body("application/sdp", body).send();
  }

  private static SipMessage asked(SipPeer user, String callId, String method) {
    return user.await(
        method + " of " + callId,
        SipPeer.SOON,
        m -> m.isRequest() && m.method().equals(method) && m.header("Call-ID").equals(callId));
  }

  private static void answers(SipPeer user, SipMessage request, int status, String body) {
    List<String> lines = new ArrayList<>(List.of("SIP/2.0 " + status + " Said by the test"));
    for (String copied : List.of("Via", "Record-Route", "From", "Call-ID", "CSeq")) {
      request.all(copied).forEach(v -> lines.add(copied + ": " + v));
    }
    String to = request.header("To");
    lines.add("To: " + (to.contains(";tag=") ? to : to + ";tag=of-" + user.name()));
    lines.add("Contact: <sip:" + user.name() + "@" + user.hostPort() + ";transport=tcp>");
    if (!body.isEmpty()) {
      lines.add("Content-Type: application/sdp");
    }
    lines.add("Content-Length: " + body.length());
    user.send(String.join("\r\n", lines) + "\r\n\r\n" + body);
  }

  private static String backwards(SipMessage ok) {
    List<String> routes = new ArrayList<>(ok.all("Record-Route"));
    Collections.reverse(routes);
    return String.join(", ", routes);
  }

  /** A request of the callee, by the routes of the INVITE that he took. */
  private static void sendsBack(SipPeer user, SipMessage invite, String method) {
    String tag = ";tag=of-" + user.name();
    user.send(
        String.join(
            "\r\n",
            method + " " + invite.uriIn("Contact") + " SIP/2.0",
            "Via: SIP/2.0/TCP " + user.hostPort() + ";branch=z9hG4bKback" + method,
            "Max-Forwards: 70",
            "Route: " + String.join(", ", invite.all("Record-Route")),
            "From: " + invite.header("To") + tag,
            "To: " + invite.header("From"),
            "Call-ID: " + invite.header("Call-ID"),
            "CSeq: 1 " + method,
            "Content-Length: 0",
            "",
            ""));
  }

  private static void isAnswered(SipPeer user, String callId, String cseq) {
    user.await(
        "200 to " + cseq,
        SipPeer.SOON,
        m ->
            !m.isRequest()
                && m.status() == 200
                && m.header("Call-ID").equals(callId)
                && m.header("CSeq").equals(cseq));
  }

  /** A call that is taken; the INVITE as it arrived, and the 200. */
  private record Taken(SipCall call, SipMessage invite, SipMessage ok) {}

  private static Taken calls(SipPeer caller, SipPeer callee) {
    SipCall call = caller.call(address(callee));
    SipOutgoing invite = sends(caller, call, "INVITE", OFFER.text());
    SipMessage arrived = asked(callee, call.callId(), "INVITE");
    answers(callee, arrived, 180, "");
    caller.await(
        "180", SipPeer.SOON, m -> m.status() == 180 && m.header("Call-ID").equals(call.callId()));
    answers(callee, arrived, 200, ANSWER.text());
    SipMessage ok = invite.expect(200);
    call.established(ok);
    from(caller, call.request("ACK", invite.cseq())).header("Route", backwards(ok)).send();
    asked(callee, call.callId(), "ACK");
    return new Taken(call, arrived, ok);
  }

  @Test
  @Order(1)
  void aCallGoesOverBothNodesAndTheCallerHangsUp() {
    Taken taken = calls(alice, bob);

    SipOutgoing bye =
        from(alice, taken.call().request("BYE")).header("Route", backwards(taken.ok())).send();
    answers(bob, asked(bob, taken.call().callId(), "BYE"), 200, "");

    bye.expect(200);
    assertThat(taken.invite().body()).isEqualTo(OFFER.text());
    assertThat(taken.ok().body()).isEqualTo(ANSWER.text());
    assertThat(taken.invite().all("Record-Route")).hasSize(4);
  }

  @Test
  @Order(2)
  void aCallTheOtherWayIsEndedByTheCallee() {
    Taken taken = calls(bob, alice);

    sendsBack(alice, taken.invite(), "BYE");
    answers(bob, asked(bob, taken.call().callId(), "BYE"), 200, "");

    isAnswered(alice, taken.call().callId(), "1 BYE");
  }

  @Test
  @Order(3)
  void aCallThatIsCancelledStopsRingingAtTheOtherNode() {
    SipCall call = alice.call(address(bob));
    SipOutgoing invite = sends(alice, call, "INVITE", OFFER.text());
    SipMessage arrived = asked(bob, call.callId(), "INVITE");
    answers(bob, arrived, 180, "");
    alice.await(
        "180", SipPeer.SOON, m -> m.status() == 180 && m.header("Call-ID").equals(call.callId()));

    from(alice, call.request("CANCEL", invite.cseq())).sameBranchAs(invite).send().expect(200);
    answers(bob, asked(bob, call.callId(), "CANCEL"), 200, "");
    answers(bob, arrived, 487, "");

    invite.expect(487);
  }

  @Test
  @Order(4)
  void aMessageArrivesAsItIs() {
    SipCall call = alice.call(address(bob));

    SipOutgoing sent =
        from(alice, call.request("MESSAGE"))
            .body("application/ms-conf-invite+xml", "<Conferencing>\t</Conferencing>")
            .send();
    SipMessage message = asked(bob, call.callId(), "MESSAGE");
    answers(bob, message, 200, "");

    sent.expect(200);
    assertThat(message.body()).isEqualTo("<Conferencing>\t</Conferencing>");
    assertThat(message.header("Content-Type")).isEqualTo("application/ms-conf-invite+xml");
  }

  /** A conference calls by its own node: sooner or later one lives where bob is not. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  @Order(5)
  void aConferenceCallsWhoeverIsAtTheOtherNode(int entry) {
    String factory = "sip:conference@" + C3pUser.DOMAIN;
    Set<String> done = new HashSet<>();
    try (C3pUser dana = C3pUser.on(cluster.node(entry), "dana")) {
      for (int i = 0; i < MOST_CALLS && (i < 2 || !handedOver()); i++) {
        SipCall call = dana.peer().call(factory);
        assertThat(dana.invites(call, factory, "application/sdp", OFFER.text()).status())
            .isEqualTo(200);
        dana.refers(call, "<" + address(bob) + ">");
        SipMessage invite = calledBy(dana, done);
        answers(bob, invite, 200, ANSWER.text());
        asked(bob, invite.header("Call-ID"), "ACK");

        dana.refers(call, "<" + address(bob) + ";method=BYE>");

        answers(bob, asked(bob, invite.header("Call-ID"), "BYE"), 200, "");
        dana.ends(call);
      }
    }
    assertThat(handedOver()).isTrue();
  }

  private static SipMessage calledBy(C3pUser dana, Set<String> done) {
    SipMessage invite =
        bob.await(
            "a call of the conference",
            SipPeer.SOON,
            m ->
                m.isRequest()
                    && m.method().equals("INVITE")
                    && m.find("Referred-By").filter(by -> by.contains(dana.name())).isPresent()
                    && !done.contains(m.header("Call-ID")));
    done.add(invite.header("Call-ID"));
    return invite;
  }

  private static boolean handedOver() {
    return cluster.node(1).log().contains(HANDED_OVER);
  }

  @Test
  @Order(6)
  void whoCallsSomebodyWhoseNodeHasDiedIsToldSoSoon() {
    cluster.node(2).kill9();

    SipMessage answer =
        sends(alice, alice.call(address(bob)), "INVITE", OFFER.text()).answer(BOUND);

    assertThat(answer.status()).isIn(480, 503);
  }
}
