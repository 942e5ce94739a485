package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.confocal.it.c3p.C3pUser;
import org.confocal.it.c3p.Sipe;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients of the OCS generation sign in and reach each other, in their own words. */
class OcsSignInIT {
  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(NodeConfig.onFreePorts().with("confocal.sip.domain", C3pUser.DOMAIN));

  private static final String INVITATION =
      "<Conferencing version=\"2.0\"><focus-uri>sip:sid@example.test;gruu;opaque="
          + "app:conf:focus:id:7F3A9C20B1D84E6F</focus-uri><subject>B\u00fcdget</subject>\r\n"
          + "<im available=\"true\"><first-im/></im></Conferencing>";
  private static final String INVITE_TYPE = "application/ms-conf-invite+xml";

  private final Sipe sid = Sipe.connected("sid", NODE.sip());
  private final Sipe tess = Sipe.connected("tess", NODE.sip());

  @BeforeAll
  static void theyAreUsers() {
    for (String name : List.of("sid", "tess")) {
      var added = NODE.process().cliReading(Sipe.PASSWORD, "user", "add", name, "--password-stdin");
      assertThat(added.exitCode()).as(added.output()).isZero();
    }
  }

  @AfterEach
  void close() {
    sid.close();
    tess.close();
  }

  private static String newCall() {
    return UUID.randomUUID().toString();
  }

  private static String branch() {
    return "z9hG4bK" + UUID.randomUUID().toString().replace("-", "");
  }

  @Test
  void theFirstRegisterIsChallengedAsByAProxy() {
    String call = newCall();

    sid.peer().send(sid.register(call, 1, branch()));

    SipMessage challenged = sid.answer(call, 407);
    assertThat(challenged.all("Proxy-Authenticate"))
        .singleElement()
        .asString()
        .matches("Digest realm=\"[^\"]+\", nonce=\"[^\"]+\", algorithm=MD5, qop=\"auth\"");
    assertThat(challenged.find("WWW-Authenticate")).isEmpty();
  }

  @Test
  void theAnswerHasEveryHeaderThatTheClientGoesBy() {
    SipMessage ok = sid.signIn();

    assertThat(Integer.parseInt(ok.header("Expires"))).isPositive();
    assertThat(ok.all("Supported")).containsExactly("msrtc-event-categories", "adhoclist");
    assertThat(ok.all("Allow-Events"))
        .containsExactly(
            "vnd-microsoft-roaming-contacts,vnd-microsoft-provisioning-v2,"
                + "vnd-microsoft-roaming-self,presence");
    assertThat(ok.header("ms-keep-alive"))
        .isEqualTo("UAS; tcp=no; hop-hop=yes; end-end=no; timeout=300");
    assertThat(ok.header("Server")).isEqualTo("RTC/3.0");
    assertThat(ok.header("From")).isEqualTo("<" + sid.uri() + ">;tag=4186012923;epid=b34afb6ebb23");
    assertThat(ok.all("Contact"))
        .singleElement()
        .asString()
        .startsWith("<sip:" + sid.peer().hostPort() + ";transport=tcp;ms-opaque=d3470f2e1d>")
        .contains("+sip.instance=\"<" + sid.instance() + ">\"")
        .containsPattern(";gruu=\"" + sid.uri() + ";opaque=user:epid:[\\w-]+;gruu\"");
  }

  @Test
  void whoHasSignedInIsBelievedAndKeepAlivesAreSkipped() {
    sid.signIn();
    String call = newCall();

    sid.peer().send("\r\n\r\n");
    sid.peer().send("\r\n\r\n\r\n\r\n" + sid.register(call, 1, branch()));

    assertThat(sid.answer(call, 200).all("Contact")).hasSize(1);
  }

  @Test
  void aWrongPasswordIsForbidden() {
    String call = newCall();
    String branch = branch();
    sid.peer().send(sid.register(call, 1, branch));
    SipMessage challenged = sid.answer(call, 407);

    String proof = sid.proof(challenged, "REGISTER", "wrong");
    sid.peer().send(sid.register(call, 1, branch, proof));

    sid.answer(call, 403);
  }

  @Test
  void theSameProgramStartedAgainTakesItsOldPlace() {
    sid.signIn();

    try (Sipe again = sid.again(NODE.sip())) {
      assertThat(again.signIn().all("Contact"))
          .singleElement()
          .asString()
          .contains(again.peer().hostPort());
    }
  }

  @Test
  void aConferenceCanBeOrderedWithoutAnotherProof() {
    sid.signIn();
    String call = newCall();
    String factory = sid.uri() + ";gruu;opaque=app:conf:focusfactory";
    String body =
        "<request xmlns=\"urn:ietf:params:xml:ns:cccp\" C3PVersion=\"1\" requestId=\"1\" from=\""
            + sid.uri()
            + "\" to=\""
            + factory
            + "\"><getConferencingCapabilities/></request>";

    sid.peer().send(sid.request("SERVICE", factory, call, "", "application/cccp+xml", body));

    assertThat(sid.answer(call, 200).body()).contains("code=\"success\"");
  }

  @Test
  void theProbeForGroupChatFindsNobody() {
    sid.signIn();
    String call = newCall();
    String nobody = "sip:ocschat@" + C3pUser.DOMAIN;

    sid.peer().send(sid.request("INVITE", nobody, call, "", "application/sdp", "v=0\r\n"));

    SipMessage refused = sid.answer(call, 404);
    sid.peer().send(sid.request("ACK", nobody, call, refused.toTag(), "", ""));
  }

  @Test
  void aServiceToNobodyIsABadRequestAndBreaksNothing() {
    sid.signIn();
    String call = newCall();

    sid.peer().send(sid.request("SERVICE", "(null)", call, "", "application/cccp+xml", "<a/>"));

    sid.answer(call, 400);
    String next = newCall();
    sid.peer().send(sid.register(next, 1, branch()));
    sid.answer(next, 200);
  }

  @Test
  void anInvitationToAConferenceTravelsByteForByteAndNeedsNoBye() {
    sid.signIn();
    tess.signIn();
    String call = newCall();

    sid.peer().send(sid.request("INVITE", tess.uri(), call, "", INVITE_TYPE, INVITATION));
    SipMessage invite = tess.asked(call, "INVITE");
    tess.answers(invite, 180, "t1");
    tess.answers(invite, 200, "t1");
    SipMessage ok = sid.answer(call, 200);
    String ack = sid.request("ACK", ok.uriIn("Contact"), call, "t1", "", "");
    sid.peer().send(ack.replaceFirst("\r\n", "\r\n" + routes(ok) + "\r\n"));
    SipMessage acknowledged = tess.asked(call, "ACK");

    assertThat(invite.body()).isEqualTo(INVITATION);
    assertThat(invite.header("Content-Type")).isEqualTo(INVITE_TYPE);
    assertThat(invite.header("Supported")).isEqualTo("ms-sender");
    assertThat(invite.uriIn("Contact")).isEqualTo(sid.uri() + ";opaque=user:epid:ZZ;gruu");
    assertThat(sid.answer(call, 180).toTag()).isEqualTo("t1");
    assertThat(acknowledged.find("Route")).isEmpty();
  }

  /** The Route header of whoever called: what was recorded, backwards. */
  private static String routes(SipMessage ok) {
    StringBuilder routes = new StringBuilder();
    for (String recorded : ok.all("Record-Route")) {
      for (String one : recorded.split(", *", -1)) {
        routes.insert(0, routes.isEmpty() ? one : one + ", ");
      }
    }
    return "Route: " + routes;
  }

  @Test
  void oneDeviceIsReachedByItsGruu() {
    sid.signIn();
    String gruu = tess.signIn().header("Contact").replaceAll(".*;gruu=\"([^\"]+)\".*", "$1");
    try (Sipe other = Sipe.connected("tess", NODE.sip())) {
      other.signIn();
      String call = newCall();

      sid.peer().send(sid.request("MESSAGE", gruu, call, "", "text/plain", "to one"));
      tess.answers(tess.asked(call, "MESSAGE"), 200, "t2");

      sid.answer(call, 200);
      assertThat(other.peer().arrivals(m -> m.method().equals("MESSAGE"))).isEmpty();
    }
  }

  @Test
  void whoSignsOutWithoutWaitingIsGone() {
    sid.signIn();
    tess.signIn();

    tess.peer().send(tess.register(newCall(), 1, branch(), "Expires: 0"));
    tess.peer().disconnect();

    awaitThatTessIsGone();
  }

  @Test
  void whoseConnectionIsLostIsGone() {
    sid.signIn();
    tess.signIn();

    tess.peer().disconnect();

    awaitThatTessIsGone();
  }

  private void awaitThatTessIsGone() {
    Eventually.eventually(
        "tess is gone",
        SipPeer.SOON,
        () -> {
          String call = newCall();
          sid.peer().send(sid.request("MESSAGE", tess.uri(), call, "", "text/plain", "there?"));
          return sid.peer()
                  .await(
                      "an answer",
                      SipPeer.SOON,
                      m -> !m.isRequest() && m.header("Call-ID").equals(call))
                  .status()
              == 480;
        });
  }
}
