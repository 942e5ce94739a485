package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.RtpStream;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipOutgoing;
import org.confocal.it.kit.SipPeer;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** UDP, TCP, IPv6 and callers behind a NAT: RFC 3261 section 18, RFC 3581, RFC 5626, RFC 4961. */
class TransportsIT {
  @RegisterExtension static final OneNode NODE = OneNode.shared();

  private static final int ADA = ToneMap.TONES_HZ.get(0);
  private static final int BEN = ToneMap.TONES_HZ.get(1);
  private static final Duration A_WHILE = Duration.ofMillis(1500);
  private static final Duration LAST = Duration.ofMillis(800);
  private static final Sdp OFFER = Sdp.audio(40_000);

  private final String room = NODE.room();
  private final InetSocketAddress sip6 = new InetSocketAddress(loopback6(), NODE.sip().getPort());

  private static InetAddress loopback6() {
    try {
      return InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    } catch (IOException sixteenBytesAreAnAddress) {
      throw new AssertionError(sixteenBytesAreAnAddress);
    }
  }

  /** The shortest way to write ::1, whichever was taken. */
  private static String shortened(String text) {
    return text.replace("0:0:0:0:0:0:0:1", "::1");
  }

  private String room6() {
    return room.replace("127.0.0.1", "[::1]");
  }

  private static Set<Integer> heard(RtpStream stream) {
    return ToneMap.standard().median(stream.reception().audio().last(LAST)).heard();
  }

  @Test
  void aCallOverTcpStaysOnItsConnection() {
    try (SipPeer ada = SipPeer.tcp("ada", NODE.sip())) {
      SipCall call = ada.call(room);

      SipMessage answer = call.join(OFFER.text());
      NODE.end(call);
      SipMessage bye = call.awaitRequest("BYE", SipPeer.SOON);
      ada.answer(bye, 200, "");

      assertThat(answer.uriIn("Contact")).contains("transport=tcp");
      assertThat(bye.header("Via")).startsWith("SIP/2.0/TCP");
    }
  }

  @Test
  void anAnswerOverTcpIsRepeatedTooUntilItsAck() {
    try (SipPeer ada = SipPeer.tcp("ada", NODE.sip())) {
      SipCall call = ada.call(room);
      SipOutgoing invite = call.invite(OFFER.text()).send();
      call.established(invite.expect(200));

      Eventually.eventually(
          "the answer again",
          SipPeer.SOON,
          () -> invite.answers(m -> m.status() == 200).size() > 1);

      call.ack(invite, "");
      assertThat(call.bye().status()).isEqualTo(200);
    }
  }

  @Test
  void callersOverIpv6AndIpv4HearEachOther() {
    try (SipPeer ada = SipPeer.udp("ada", sip6);
        SipPeer ben = SipPeer.udp("ben", NODE.sip());
        RtpStream adas = RtpStream.openAt("::1", G711.PCMU, ADA);
        RtpStream bens = RtpStream.open(G711.PCMA, BEN)) {
      SipCall call = ada.call(room6());
      SipCall bensCall = ben.call(room);

      SipMessage answer = call.join(Sdp.audio(adas.localPort()).at("::1").text());
      adas.speakTo(answer);
      bens.speakTo(bensCall.join(Sdp.audio(bens.localPort()).formats("8").text()));
      Eventually.pass(A_WHILE);

      assertThat(shortened(answer.uriIn("Contact"))).contains("@[::1]:" + NODE.sip().getPort());
      assertThat(Sdp.lines(shortened(answer.body()), 'c')).containsExactly("IN IP6 ::1");
      assertThat(Sdp.lines(shortened(answer.body()), 'o').get(0)).endsWith("IN IP6 ::1");
      assertThat(heard(adas)).containsExactly(BEN);
      assertThat(heard(bens)).containsExactly(ADA);
      assertThat(call.bye().status()).isEqualTo(200);
      bensCall.bye();
    }
  }

  @Test
  void aCallOverIpv6AndTcpWorks() {
    try (SipPeer ada = SipPeer.tcp("ada", sip6)) {
      SipCall call = ada.call(room6());

      SipMessage answer = call.join(OFFER.at("::1").text());
      SipMessage offerless = call.invite("").send().expect(200);

      assertThat(shortened(answer.uriIn("Contact"))).contains("@[::1]:", "transport=tcp");
      assertThat(Sdp.address(shortened(answer.body()))).isEqualTo("::1");
      assertThat(Sdp.address(shortened(offerless.body()))).isEqualTo("::1");
      assertThat(call.bye().status()).isEqualTo(200);
    }
  }

  @Test
  void aCallerBehindANatIsServedWhereItsPacketsComeFrom() {
    try (SipPeer ada = SipPeer.udp("ada", NODE.sip());
        SipPeer ben = SipPeer.udp("ben", NODE.sip());
        RtpStream adas = RtpStream.open(G711.PCMU, ADA);
        RtpStream bens = RtpStream.open(G711.PCMU, BEN)) {
      SipCall call = ada.call(room).withContact("sip:ada@192.0.2.99:5070");
      SipOutgoing invite =
          call.invite(Sdp.audio(30_000).at("192.0.2.99").formats("0").text())
              .via("192.0.2.99:5070", ";rport");

      SipMessage answer = invite.send().expect(200);
      call.established(answer);
      call.ack(invite, "");
      adas.speakTo(answer);
      SipCall bensCall = ben.call(room);
      bens.speakTo(bensCall.join(Sdp.audio(bens.localPort()).formats("0").text()));
      Eventually.pass(A_WHILE);

      assertThat(answer.header("Via"))
          .contains("received=127.0.0.1")
          .contains("rport=" + ada.hostPort().replaceAll(".*:", ""));
      assertThat(heard(adas)).containsExactly(BEN);
      assertThat(heard(bens)).containsExactly(ADA);
      bensCall.bye();
      NODE.end(call);
      ada.answer(call.awaitRequest("BYE", SipPeer.SOON), 200, "");
    }
  }

  @Test
  void aPingOnAConnectionIsAnsweredByAPong() {
    try (SipPeer ada = SipPeer.tcp("ada", NODE.sip())) {
      ada.send("\r\n\r\n");

      Eventually.eventually("a pong", SipPeer.SOON, () -> ada.arrivals().size() == 1);
      assertThat(ada.arrivals().get(0).text()).isEqualTo("\r\n");
      ada.call(room).request("OPTIONS").send().expect(200);
    }
  }

  @Test
  void twoMessagesInOneSegmentAndOneInPiecesAreRead() {
    try (SipPeer ada = SipPeer.tcp("ada", NODE.sip())) {
      SipOutgoing first = ada.call(room).request("OPTIONS");
      SipOutgoing second = ada.call(room).request("OPTIONS");
      ada.send(first.text() + second.text());
      first.expect(200);
      second.expect(200);

      SipOutgoing third = ada.call(room).request("OPTIONS");
      String text = third.text();
      ada.send(text.substring(0, 30));
      Eventually.pass(Duration.ofMillis(100));
      ada.send(text.substring(30));
      third.expect(200);
    }
  }

  @Test
  void whoseConnectionIsGoneIsReachedAtItsContact() throws IOException {
    try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SipPeer ada = SipPeer.tcp("ada", NODE.sip())) {
      String contact = "sip:ada@127.0.0.1:" + door.getLocalPort() + ";transport=tcp";
      SipCall call = ada.call(room).withContact(contact);
      call.join(OFFER.text());
      ada.disconnect();
      Eventually.pass(Duration.ofMillis(200));

      NODE.end(call);

      door.setSoTimeout(5000);
      try (SipPeer again = SipPeer.accepted("ada", door.accept())) {
        SipMessage bye = again.await("BYE", SipPeer.SOON, SipMessage::isRequest);
        again.answer(bye, 200, "");
        assertThat(bye.method()).isEqualTo("BYE");
        assertThat(bye.header("Call-ID")).isEqualTo(call.callId());
        assertThat(bye.startLine()).contains(contact);
      }
    }
  }

  @Test
  void aRouteThatNamesUsIsOurs() {
    try (SipPeer ada = SipPeer.udp("ada", NODE.sip())) {
      String us = "<sip:127.0.0.1:" + NODE.sip().getPort() + ";lr>";
      SipCall call = ada.call(room);
      SipOutgoing invite = call.invite(OFFER.text()).header("Route", us).send();

      call.established(invite.expect(200));
      call.ack(invite, "");

      assertThat(call.request("BYE").header("Route", us).send().answer().status()).isEqualTo(200);
    }
  }

  @Test
  void largeDatagramsAreTaken() {
    try (SipPeer ada = SipPeer.udp("ada", NODE.sip())) {
      for (int size : new int[] {2_000, 8_000, 30_000}) {
        SipCall call = ada.call(room);
        String padding = "a=x-padding:" + "0123456789".repeat(7);
        String sdp = OFFER.text() + (padding + "\r\n").repeat(size / 84);

        call.join(sdp);

        assertThat(call.bye().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void aLargeRequestOfOursTriesTcpFirstAndThenUdp() throws IOException {
    String padding = ";x=" + "0123456789".repeat(130);
    try (SipPeer ada = SipPeer.udp("ada", NODE.sip());
        ServerSocket door = new ServerSocket(portOf(ada), 1, InetAddress.getLoopbackAddress())) {
      SipCall call = ada.call(room).withContact("sip:ada@" + ada.hostPort() + padding);
      call.join(OFFER.text());
      NODE.end(call);

      door.setSoTimeout(5000);
      try (SipPeer overTcp = SipPeer.accepted("ada", door.accept())) {
        SipMessage bye = overTcp.await("BYE", SipPeer.SOON, SipMessage::isRequest);
        overTcp.answer(bye, 200, "");
        assertThat(bye.header("Via")).startsWith("SIP/2.0/TCP");
      }
    }
    try (SipPeer ben = SipPeer.udp("ben", NODE.sip())) {
      String another = NODE.room();
      SipCall call = ben.call(another).withContact("sip:ben@" + ben.hostPort() + padding);
      call.join(OFFER.text());

      NODE.end(call);

      SipMessage bye = call.awaitRequest("BYE", SipPeer.SOON);
      ben.answer(bye, 200, "");
      assertThat(bye.header("Via")).startsWith("SIP/2.0/UDP");
    }
  }

  private static int portOf(SipPeer peer) {
    return Integer.parseInt(peer.hostPort().replaceAll(".*:", ""));
  }
}
