package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipOutgoing;
import org.confocal.it.kit.SipPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server says no to, and how: RFC 3261 sections 8.2 and 21.4. */
class RefusalsIT {
  @RegisterExtension static final OneNode NODE = OneNode.shared();

  private static final Sdp OFFER = Sdp.audio(40_000);

  private final String room = NODE.room();
  private final SipPeer ada = SipPeer.udp("ada", NODE.sip());

  @AfterEach
  void close() {
    ada.close();
  }

  private SipOutgoing invite(String sdp) {
    return ada.call(room).invite(sdp);
  }

  @Test
  void anUnknownNumberIsRefusedInWords() {
    String nobody = NODE.config().uri("4999");

    SipMessage answer = ada.call(nobody).invite(OFFER.text()).send().expect(404);

    assertThat(answer.reason()).contains("4999").contains("conference");
    assertThat(answer.toTag()).isNotEmpty();
  }

  @Test
  void anUnknownDomainAndNoNumberAtAllAreRefusedInWords() {
    String elsewhere = "sip:9000@elsewhere.example";
    String nothing = "sip:127.0.0.1:" + NODE.config().sipPort();

    SipMessage domain = ada.call(elsewhere).invite(OFFER.text()).send().expect(404);
    SipMessage number = ada.call(nothing).invite(OFFER.text()).send().expect(404);

    assertThat(domain.reason()).contains("elsewhere.example");
    assertThat(number.reason()).contains("number");
  }

  @Test
  void aBodyThatIsNoSessionDescriptionIsRefusedWithWhatWeTake() {
    SipMessage answer = invite("").body("text/plain", "hello").send().expect(415);

    assertThat(answer.header("Accept")).contains("application/sdp");
  }

  @Test
  void whatCannotBeReadIsMalformed() {
    for (String sdp :
        List.of(
            "nonsense",
            "v=0\r\n",
            OFFER.text().replace("m=audio 40000", "m=audio many"),
            OFFER.text().replace("c=IN IP4 127.0.0.1", "c=IN IP4"))) {
      SipMessage answer = invite(sdp).send().expect(400);
      assertThat(answer.reason()).isNotBlank();
    }
  }

  @Test
  void anInviteWithoutContactOrTagIsMalformed() {
    invite(OFFER.text()).without("Contact").send().expect(400);
    invite(OFFER.text()).header("From", "<sip:ada@127.0.0.1>").send().expect(400);
  }

  @Test
  void mediaThatWeCannotServeAreNotAcceptable() {
    String video = "m=video 40010 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n";
    String videoOnly = OFFER.text().replaceAll("(?s)m=audio.*", video);

    SipMessage onlyVideo = invite(videoOnly).send().expect(488);
    SipMessage noCodec = invite(OFFER.formats("18").text()).send().expect(488);
    SipMessage noAudio = invite(OFFER.port(0).text()).send().expect(488);

    assertThat(onlyVideo.reason()).contains("audio");
    assertThat(noCodec.reason()).contains("PCMU");
    assertThat(noAudio.reason()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"100rel", "path, 100rel", "privacy"})
  void extensionsThatWeDoNotHaveAreNamed(String required) {
    SipMessage answer = invite(OFFER.text()).header("Require", required).send().expect(420);

    assertThat(answer.header("Unsupported")).isEqualTo(required);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUBLISH", "PRACK", "FROB"})
  void methodsThatWeDoNotHaveAreRefusedWithThoseThatWeHave(String method) {
    SipMessage answer = ada.call(room).request(method).send().expect(405);

    assertThat(answer.header("Allow")).contains("INVITE", "ACK", "BYE", "REGISTER");
  }

  @Test
  void anotherVersionOfSipIsNotSpoken() {
    SipOutgoing options = ada.call(room).request("OPTIONS");

    ada.send(options.text().replaceFirst("SIP/2.0\r\n", "SIP/3.0\r\n"));

    assertThat(options.answer().status()).isEqualTo(505);
  }

  @Test
  void garbageIsIgnoredAndTheNextRequestServed() {
    ada.send("\0\1\2 garbage");
    ada.send("INVITE\r\n\r\n");
    ada.send("\r\n\r\n");

    ada.call(room).request("OPTIONS").send().expect(200);
  }

  @Test
  void aRefusedInviteIsRepeatedUntilItsAck() {
    SipOutgoing invite = ada.call(NODE.config().uri("4999")).invite(OFFER.text()).send();
    invite.answer();

    ada.await(
        "the refusal again", SipPeer.SOON, m -> invite.answers(a -> a.status() == 404).size() > 1);

    invite.expect(404);
  }
}
