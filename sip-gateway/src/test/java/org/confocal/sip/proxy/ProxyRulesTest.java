package org.confocal.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.confocal.sip.jain.Destination;
import org.confocal.sip.jain.Flow;
import org.confocal.sip.message.SipMessage;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyRulesTest {
  private static final Flow FLOW = new Flow("tcp", "192.0.2.7", 39380, 17);
  private static final Destination ADDRESS = Destination.udp("2001:db8::1", 5060);
  private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
  private static final String EDGE = "0badcafe";
  private Instant now = START;
  private final RouteSeal seal = new RouteSeal("only we know this", () -> now);

  private static SipRequest request(String... lines) {
    String text =
        """
        INVITE sip:ravi@example.test SIP/2.0
        Via: SIP/2.0/tcp 192.0.2.7:39380
        From: <sip:dana@example.test>;tag=d1;epid=01
        To: <sip:ravi@example.test>
        Call-ID: c1
        CSeq: 1 INVITE
        %s
        Content-Type: application/ms-conf-invite+xml
        Content-Length: 13

        <Conferencing"""
            .formatted(String.join("\n", lines))
            .replace("\n\n", "\n")
            .replace("Content-Length: 13\n", "Content-Length: 13\n\n")
            .replace("\n", "\r\n");
    try {
      return (SipRequest) SipMessage.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (WireFormatException e) {
      throw new AssertionError(e);
    }
  }

  private static SipUri uri(String text) {
    try {
      return SipUri.parse(text);
    } catch (WireFormatException e) {
      throw new AssertionError(e);
    }
  }

  private static SipRequest call(String callId) {
    return request().with("Call-ID", callId);
  }

  private SipUri route(Destination to, String callId) {
    return Forwarding.route(seal.seal(to, call(callId)), "192.0.2.1", 5060, "tcp");
  }

  @Test
  void aSealedWayOpensInItsCallOnly() {
    assertThat(seal.open(route(FLOW, "c1"), call("c1"))).contains(FLOW);
    assertThat(seal.open(route(ADDRESS, "c1"), call("c1"))).contains(ADDRESS);
    assertThat(seal.open(route(FLOW, "c1"), call("c2"))).isEmpty();
  }

  @Test
  void aWayIsOpenToBothEndsAndToNobodyElse() {
    SipUri way = route(FLOW, "c1");
    SipRequest back =
        call("c1")
            .with("From", "<sip:ravi@example.test;x=1>")
            .with("To", "<sip:Dana@example.test>");

    assertThat(seal.open(way, back)).contains(FLOW);
    assertThat(seal.open(way, call("c1").with("From", "<sip:eve@example.test>;tag=1"))).isEmpty();
    assertThat(seal.open(way, call("c1").with("To", "<sip:eve@example.test>"))).isEmpty();
  }

  @Test
  void aWayIsClosedAfterADay() {
    SipUri way = route(FLOW, "c1");
    now = START.plus(Duration.ofHours(24));
    assertThat(seal.open(way, call("c1"))).contains(FLOW);

    now = now.plusSeconds(1);

    assertThat(seal.open(way, call("c1"))).isEmpty();
  }

  @Test
  void whatTheSenderSaysOfHimselfElsewhereDoesNotGoOn() {
    SipRequest in =
        request(
            "P-Asserted-Identity: <sip:boss@example.test>",
            "p-preferred-identity: <sip:boss@example.test>",
            "Remote-Party-ID: <sip:boss@example.test>");

    SipRequest out = Forwarding.to(in, uri("sip:x@y"), c -> false, List.of());

    assertThat(out.toString() + out.headers()).doesNotContain("boss");
  }

  @Test
  void anAnswerGoesBackToTheRequestThatItIsFor() {
    SipResponse lies =
        request()
            .response(200, "OK")
            .withToTag("r1")
            .with("Via", "SIP/2.0/UDP 192.0.2.99")
            .with("From", "<sip:eve@example.test>")
            .with("Call-ID", "other")
            .with("CSeq", "9 BYE")
            .with("Contact", "<sip:ravi@192.0.2.8>");

    SipResponse back = Forwarding.back(request(), lies);

    for (String name : List.of("Via", "From", "Call-ID", "CSeq")) {
      assertThat(back.headers().values(name)).isEqualTo(request().headers().values(name));
    }
    assertThat(back.to().tag()).contains("r1");
    assertThat(back.header("Contact")).isPresent();
  }

  @Test
  void aWayThatWasSealedElsewhereOrWrittenByHandDoesNotOpen() {
    RouteSeal other = new RouteSeal("another secret", () -> now);
    Random random = new Random(5626);
    String good = seal.seal(FLOW, call("c1"));

    assertThat(other.open(route(FLOW, "c1"), call("c1"))).isEmpty();
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder(good);
      text.setCharAt(4 + random.nextInt(20), (char) ('A' + random.nextInt(26)));
      String changed = text.toString();
      if (!changed.equals(good)) {
        assertThat(seal.open(SipUri.sip(changed, "192.0.2.1", 5060), call("c1"))).isEmpty();
      }
    }
    for (String user : List.of("way-", "way-A", "way-%%", "way-" + "A".repeat(500), "ravi")) {
      assertThat(seal.open(SipUri.sip(user, "192.0.2.1", 5060), call("c1"))).isEmpty();
    }
  }

  @Test
  void theLastRouteOfOursTellsTheWayAndWhatIsBehindItStays() {
    SipRequest request =
        request(
            "Route: <" + route(FLOW, "c1") + ">, <" + route(ADDRESS, "c1") + ">",
            "Route: <sip:proxy.elsewhere.example;lr>");

    RouteList routes = RouteList.of(request, seal, u -> false);

    assertThat(routes.sealed()).isTrue();
    assertThat(routes.way()).contains(ADDRESS);
    assertThat(routes.applied(request).headers().values("Route"))
        .containsExactly("<sip:proxy.elsewhere.example;lr>");
  }

  @Test
  void theRoutesOfTheNextEdgeStay() {
    RouteSeal next = new RouteSeal("only the other edge knows this", () -> now);
    String theirs = next.seal(FLOW, call("c1"));
    SipRequest request =
        request(
            "Route: <" + route(ADDRESS, "c1") + ">",
            "Route: <" + Forwarding.route(theirs, "192.0.2.2", 5060, "tcp") + ">");

    RouteList here = RouteList.of(request, seal, u -> true);

    assertThat(here.way()).contains(ADDRESS);
    assertThat(here.rest()).hasSize(1);
    assertThat(RouteList.of(here.applied(request), next, u -> true).way()).contains(FLOW);
  }

  private SipRequest admitted(String user) {
    return request("Route: <" + Forwarding.route(user, "192.0.2.1", 5060, "tcp") + ">");
  }

  @Test
  void anAdmissionOpensForItsCallAndOnceItIsThere() {
    String user = seal.admit(FLOW, RouteSeal.call(request()));

    RouteList routes = RouteList.admission(admitted(user), seal).orElseThrow();

    assertThat(routes.way()).contains(FLOW);
    assertThat(routes.rest()).isEmpty();
    SipRequest other = admitted(user).with("Call-ID", "c2");
    assertThat(RouteList.admission(other, seal).orElseThrow().way()).isEmpty();
    now = START.plusSeconds(61);
    assertThat(RouteList.admission(admitted(user), seal).orElseThrow().way()).isEmpty();
  }

  @Test
  void whatIsKnownFromACallLetsNobodyIn() {
    String way = seal.seal(FLOW, request());
    String asAdmission = way.replaceFirst("way-", "in-");

    assertThat(RouteList.admission(admitted(way), seal)).isEmpty();
    assertThat(RouteList.admission(admitted(asAdmission), seal).orElseThrow().way()).isEmpty();
    assertThat(RouteList.admission(request(), seal)).isEmpty();
  }

  @Test
  void anotherEdgeMayPassTheSameOn() {
    String mark = Forwarding.mark("another", request());

    SipRequest passed = request("Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-abc." + mark);

    assertThat(Forwarding.refusal(EDGE, passed, 1000)).isEmpty();
  }

  @Test
  void anOutboundProxyThatWeAreIsNoWay() {
    SipRequest request = request("Route: <sip:192.0.2.1:5060;transport=tcp;lr>");

    RouteList routes = RouteList.of(request, seal, u -> u.host().equals("192.0.2.1"));

    assertThat(routes.sealed()).isFalse();
    assertThat(routes.rest()).isEmpty();
    assertThat(RouteList.of(request, seal, u -> false).rest()).hasSize(1);
  }

  @Test
  void allButTheNecessaryGoesOnAsItCame() {
    SipRequest in =
        request(
            "Max-Forwards: 10",
            "Proxy-Authorization: Digest realm=\"ours\"",
            "Authorization: Digest realm=\"his\"",
            "Ms-Conversation-ID: 1234",
            "Record-Route: <sip:first.example;lr>");

    SipRequest out =
        Forwarding.to(
            in,
            uri("sip:192.0.2.9:40001;transport=tcp;ms-opaque=1"),
            c -> c.contains("ours"),
            List.of(uri("sip:a@edge;lr"), uri("sip:b@edge;lr")));

    assertThat(out.uri().write()).isEqualTo("sip:192.0.2.9:40001;transport=tcp;ms-opaque=1");
    assertThat(out.body()).isEqualTo(in.body());
    assertThat(out.header("Max-Forwards")).contains("9");
    assertThat(out.header("Ms-Conversation-ID")).contains("1234");
    assertThat(out.headers().has("Proxy-Authorization")).isFalse();
    assertThat(out.header("Authorization")).contains("Digest realm=\"his\"");
    assertThat(out.headers().values("Via")).isEqualTo(in.headers().values("Via"));
    assertThat(out.headers().values("Record-Route"))
        .containsExactly("<sip:b@edge;lr>", "<sip:a@edge;lr>", "<sip:first.example;lr>");
  }

  @ParameterizedTest
  @CsvSource({
    "'Max-Forwards: 0', 483",
    "'Max-Forwards: many', 400",
    "'Max-Forwards: 256', 400",
    "'Proxy-Require: foo', 420"
  })
  void whatMustNotBePassedOnIsRefused(String line, int status) {
    assertThat(Forwarding.refusal(EDGE, request(line), 1000).orElseThrow().status())
        .isEqualTo(status);
  }

  @Test
  void aRequestWithoutMaxForwardsMayGoOnAndHasOneHopLess() {
    assertThat(Forwarding.refusal(EDGE, request(), 1000)).isEmpty();
    SipRequest out = Forwarding.to(request(), uri("sip:x@y"), c -> false, List.of());
    assertThat(out.header("Max-Forwards")).contains("69");
  }

  @Test
  void aLargeBodyIsRefused() {
    assertThat(Forwarding.refusal(EDGE, request(), 12).orElseThrow().status()).isEqualTo(413);
  }

  @Test
  void aRequestThatComesBackIsALoopAndOneForSomebodyElseIsNot() {
    String mark = Forwarding.mark(EDGE, request());

    SipRequest back = request("Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-abc." + mark);

    assertThat(Forwarding.refusal(EDGE, back, 1000).orElseThrow().status()).isEqualTo(482);
    assertThat(Forwarding.refusal(EDGE, back.withUri(uri("sip:eve@example.test")), 1000)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'486, 404', 404",
    "'486, 603, 404', 603",
    "'404, 401', 401",
    "'500, 302, 480', 302",
    "'408, 486', 486",
    "'503, 500', 500",
    "'480', 480"
  })
  void theBestAnswerIsThatOfTheStandard(String statuses, int best) {
    BestAnswer answers = new BestAnswer();

    for (String status : statuses.split(", ", -1)) {
      SipResponse refusal = request().response(Integer.parseInt(status), "no");
      answers.add(refusal);
    }

    assertThat(answers.get().orElseThrow().status()).isEqualTo(best);
  }
}
