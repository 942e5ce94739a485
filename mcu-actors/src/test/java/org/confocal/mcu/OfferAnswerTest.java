package org.confocal.mcu;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.confocal.engine.mcu.Codec;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.media.AudioCodec;
import org.confocal.media.MediaDirection;
import org.confocal.media.SessionParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfferAnswerTest {
  private static final MediaPlace PLACE = new MediaPlace("192.0.2.1", 20_000, 7);
  private static final MediaPlace PLACE6 = new MediaPlace("2001:db8:0:0:0:0:0:1", 20_000, 7);

  private static StreamDescriptor answered(Sdp offered) {
    SessionOffer offer = Sdp.offer(offered);
    assertThat(OfferAnswer.acceptable(offer)).isTrue();
    return OfferAnswer.answer(offer, PLACE).streams().get(0);
  }

  private static SessionParameters agreed(Sdp offered) {
    return agreed(offered, PLACE, "198.51.100.9");
  }

  private static SessionParameters agreed(Sdp offered, MediaPlace place, String peerHost) {
    SessionOffer offer = Sdp.offer(offered);
    return OfferAnswer.parameters(offer, OfferAnswer.answer(offer, place), peerHost).orElseThrow();
  }

  @Test
  void theFirstLawThatThePeerNamesIsTaken() {
    Sdp offered = Sdp.audio(Sdp.OPUS, Sdp.PCMA, Sdp.PCMU, Sdp.EVENTS);

    assertThat(answered(offered).codecs())
        .extracting(Codec::name)
        .containsExactly("PCMA", "telephone-event");
    assertThat(agreed(offered).codec()).isEqualTo(AudioCodec.PCMA);
    assertThat(agreed(offered).payloadType()).isEqualTo(8);
    assertThat(agreed(Sdp.audio(Sdp.PCMU, Sdp.PCMA)).codec()).isEqualTo(AudioCodec.PCMU);
  }

  @Test
  void theAnswerSaysWhereWeAre() {
    StreamDescriptor answer = answered(Sdp.audio(Sdp.PCMU));

    assertThat(answer.host()).isEqualTo("192.0.2.1");
    assertThat(answer.port()).isEqualTo(20_000);
    assertThat(answer.rtcpPort()).isZero();
    assertThat(answer.rtcpMux()).isFalse();
    assertThat(answer.ptimeMs()).isEqualTo(20);
  }

  @Test
  void anOfferWithoutOurCodecsIsNotAcceptable() {
    assertThat(OfferAnswer.acceptable(Sdp.offer(Sdp.audio(Sdp.OPUS, Sdp.EVENTS)))).isFalse();
    assertThat(OfferAnswer.acceptable(Sdp.offer(Sdp.video()))).isFalse();
    assertThat(OfferAnswer.acceptable(Sdp.offer())).isFalse();
    assertThat(OfferAnswer.acceptable(Sdp.offer(Sdp.audio(Sdp.PCMU).at("192.0.2.7", 0)))).isFalse();
  }

  @Test
  void aLawAtAnotherRateOrInStereoIsNotOurs() {
    assertThat(
            OfferAnswer.acceptable(
                Sdp.offer(
                    Sdp.audio(
                        new Codec(96, "PCMU", 16000, 1, ""), new Codec(97, "PCMA", 8000, 2, "")))))
        .isFalse();
  }

  @Test
  void aLawUnderADynamicNumberKeepsItsNumber() {
    Sdp offered = Sdp.audio(new Codec(118, "pcma", 8000, 1, ""));

    assertThat(answered(offered).codecs()).containsExactly(new Codec(118, "pcma", 8000, 1, ""));
    assertThat(agreed(offered).payloadType()).isEqualTo(118);
    assertThat(agreed(offered).codec()).isEqualTo(AudioCodec.PCMA);
  }

  @Test
  void onlyTheFirstUsableAudioLineIsTakenAndTheOthersAreRefusedInTheirPlaces() {
    SessionOffer offer =
        Sdp.offer(
            Sdp.video(),
            Sdp.audio(Sdp.PCMU).over("RTP/SAVP"),
            Sdp.audio(Sdp.PCMA).at("192.0.2.7", 4004),
            Sdp.audio(Sdp.PCMU).at("192.0.2.7", 4006));

    SessionAnswer answer = OfferAnswer.answer(offer, PLACE);

    assertThat(answer.streams())
        .extracting(StreamDescriptor::port)
        .containsExactly(0, 0, 20_000, 0);
    assertThat(answer.streams())
        .extracting(StreamDescriptor::type)
        .containsExactly("video", "audio", "audio", "audio");
    assertThat(answer.streams())
        .extracting(StreamDescriptor::protocol)
        .containsExactly("RTP/AVP", "RTP/SAVP", "RTP/AVP", "RTP/AVP");
    assertThat(answer.streams().get(0).formats()).isEqualTo(offer.streams().get(0).formats());
    assertThat(
            OfferAnswer.parameters(offer, answer, "192.0.2.7").orElseThrow().remoteRtp().getPort())
        .isEqualTo(4004);
  }

  @Test
  void secureRtpAloneIsNotAcceptable() {
    assertThat(OfferAnswer.acceptable(Sdp.offer(Sdp.audio(Sdp.PCMU).over("RTP/SAVP")))).isFalse();
    assertThat(OfferAnswer.acceptable(Sdp.offer(Sdp.audio(Sdp.PCMU).over("UDP/TLS/RTP/SAVPF"))))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "SENDRECV, SENDRECV, SENDRECV",
    "SENDONLY, RECVONLY, RECVONLY",
    "RECVONLY, SENDONLY, SENDONLY",
    "INACTIVE, INACTIVE, INACTIVE"
  })
  void aDirectionIsAnsweredFromOurSide(
      Direction offered, Direction answered, MediaDirection media) {
    Sdp line = Sdp.audio(Sdp.PCMU).with(offered);

    assertThat(answered(line).direction()).isEqualTo(answered);
    assertThat(agreed(line).direction()).isEqualTo(media);
  }

  @Test
  void thePeersAnswerToOurOfferMayHoldUs() {
    SessionAnswer ours = OfferAnswer.ownOffer(PLACE, Optional.empty());
    SessionOffer theirs = Sdp.offer(Sdp.audio(Sdp.PCMA).with(Direction.SENDONLY));

    SessionParameters agreed = OfferAnswer.parameters(theirs, ours, "192.0.2.7").orElseThrow();

    assertThat(agreed.direction()).isEqualTo(MediaDirection.RECVONLY);
    assertThat(agreed.codec()).isEqualTo(AudioCodec.PCMA);
  }

  @Test
  void ourOfferHoldsBothLawsAndEvents() {
    StreamDescriptor line = OfferAnswer.ownOffer(PLACE, Optional.empty()).streams().get(0);

    assertThat(line.codecs())
        .containsExactly(Sdp.PCMU, Sdp.PCMA, new Codec(101, "telephone-event", 8000, 1, "0-16"));
    assertThat(line.direction()).isEqualTo(Direction.SENDRECV);
    assertThat(line.port()).isEqualTo(20_000);
  }

  @Test
  void anAnswerToOurOfferThatRefusesAudioCannotBeUsed() {
    SessionAnswer ours = OfferAnswer.ownOffer(PLACE, Optional.empty());

    assertThat(
            OfferAnswer.parameters(
                Sdp.offer(Sdp.audio(Sdp.PCMU).at("192.0.2.7", 0)), ours, "192.0.2.7"))
        .isEmpty();
    assertThat(OfferAnswer.parameters(Sdp.offer(Sdp.audio(Sdp.OPUS)), ours, "192.0.2.7")).isEmpty();
    assertThat(OfferAnswer.parameters(Sdp.offer(), ours, "192.0.2.7")).isEmpty();
  }

  @Test
  void portsAreSharedOnlyWhenThePeerAsksForIt() {
    assertThat(answered(Sdp.audio(Sdp.PCMU).muxed()).rtcpMux()).isTrue();
    assertThat(agreed(Sdp.audio(Sdp.PCMU).muxed()).rtcpMux()).isTrue();
    assertThat(agreed(Sdp.audio(Sdp.PCMU)).rtcpMux()).isFalse();
    assertThat(
            OfferAnswer.parameters(
                    Sdp.offer(Sdp.audio(Sdp.PCMU).muxed()),
                    OfferAnswer.ownOffer(PLACE, Optional.empty()),
                    "192.0.2.7")
                .orElseThrow()
                .rtcpMux())
        .isFalse();
  }

  @Test
  void rtcpGoesToTheNextPortUnlessAnotherIsNamed() {
    assertThat(agreed(Sdp.audio(Sdp.PCMU)).remoteRtcp().getPort()).isEqualTo(4001);
    assertThat(agreed(Sdp.audio(Sdp.PCMU).rtcp(4777)).remoteRtcp().getPort()).isEqualTo(4777);
    assertThat(agreed(Sdp.audio(Sdp.PCMU).at("192.0.2.7", 65535)).remoteRtcp().getPort())
        .isEqualTo(65535);
  }

  @Test
  void eventsKeepThePeersNumber() {
    Sdp offered =
        Sdp.audio(
            Sdp.PCMU,
            new Codec(97, "telephone-event", 48000, 1, "0-16"),
            new Codec(126, "telephone-event", 8000, 1, "0-15"));

    assertThat(answered(offered).codecs())
        .containsExactly(Sdp.PCMU, new Codec(126, "telephone-event", 8000, 1, "0-16"));
    assertThat(agreed(offered).telephoneEventPayloadType()).isEqualTo(126);
  }

  @Test
  void withoutEventsNoneAreAnswered() {
    assertThat(answered(Sdp.audio(Sdp.PCMU)).codecs()).containsExactly(Sdp.PCMU);
    assertThat(agreed(Sdp.audio(Sdp.PCMU)).telephoneEventPayloadType())
        .isEqualTo(SessionParameters.NONE);
  }

  @Test
  void mediaGoesWhereThePeerSays() {
    SessionParameters agreed = agreed(Sdp.audio(Sdp.PCMU).at("192.0.2.7", 4000));

    assertThat(agreed.remoteRtp().getAddress().getHostAddress()).isEqualTo("192.0.2.7");
    assertThat(agreed.remoteRtp().getPort()).isEqualTo(4000);
  }

  @Test
  void anIpv6AddressIsTaken() {
    SessionParameters agreed =
        agreed(Sdp.audio(Sdp.PCMU).at("2001:db8::7", 4000), PLACE6, "2001:db8::9");

    assertThat(agreed.remoteRtp().getAddress().getHostAddress()).isEqualTo("2001:db8:0:0:0:0:0:7");
  }

  @ParameterizedTest
  @CsvSource({"phone.example.test", "''", "300.1.2.3", "2001:db8::7"})
  void whatIsNoAddressOrOfAnotherFamilyFallsBackToTheSignalling(String host) {
    SessionParameters agreed = agreed(Sdp.audio(Sdp.PCMU).at(host, 4000), PLACE, "192.0.2.77");

    assertThat(agreed.remoteRtp().getAddress().getHostAddress()).isEqualTo("192.0.2.77");
    assertThat(agreed.remoteRtcp().getAddress().getHostAddress()).isEqualTo("192.0.2.77");
  }

  @Test
  void anAddressOfAnotherFamilyIsKeptWhenTheSignallingIsNoBetter() {
    SessionParameters agreed =
        agreed(Sdp.audio(Sdp.PCMU).at("192.0.2.7", 4000), PLACE6, "192.0.2.77");

    assertThat(agreed.remoteRtp().getAddress().getHostAddress()).isEqualTo("192.0.2.7");
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0", "::"})
  void theOldHoldStaysNowhere(String host) {
    assertThat(
            agreed(Sdp.audio(Sdp.PCMU).at(host, 4000)).remoteRtp().getAddress().isAnyLocalAddress())
        .isTrue();
    assertThat(
            agreed(Sdp.audio(Sdp.PCMU).at(host, 4000), PLACE6, "2001:db8::9")
                .remoteRtp()
                .getAddress()
                .isAnyLocalAddress())
        .isTrue();
  }

  @Test
  void anOfferInASessionThatIsThereHasTheLinesOfBefore() {
    StreamDescriptor audio = Sdp.offer(Sdp.audio(Sdp.PCMU)).streams().get(0);
    SessionAnswer before = new SessionAnswer(List.of(audio.refused(), audio));

    SessionAnswer ours = OfferAnswer.ownOffer(PLACE, Optional.of(before));

    assertThat(ours.streams()).hasSize(2);
    assertThat(ours.streams().get(0).port()).isZero();
    assertThat(ours.streams().get(1).codecs()).hasSize(3);
  }

  @Test
  void aDescriptionWithoutAnyAddressCannotBeUsed() {
    SessionOffer offer = Sdp.offer(Sdp.audio(Sdp.PCMU).at("", 4000));

    assertThat(OfferAnswer.parameters(offer, OfferAnswer.answer(offer, PLACE), "")).isEmpty();
  }

  @Test
  void ourAddressIsTheOneTowardsWhereMediaIsWanted() {
    OwnAddress own = new OwnAddress(OfferAnswerTest::route);

    assertThat(text(own.towards(lines("10.0.0.7"), "127.0.0.1"))).contains("10.0.0.1");
    assertThat(text(own.towards(lines("0.0.0.0"), "192.0.2.7"))).contains("192.0.2.1");
    assertThat(text(own.towards(lines("phone.example.test"), "192.0.2.7"))).contains("192.0.2.1");
    assertThat(text(own.towards(List.of(), "192.0.2.7"))).contains("192.0.2.1");
  }

  @Test
  void aPrivateAddressThatACallerBehindANatNamesIsNotSoughtInOurOwnNetwork() {
    OwnAddress own = new OwnAddress(OfferAnswerTest::route);

    assertThat(text(own.towards(lines("10.0.0.7"), "192.0.2.7"))).contains("192.0.2.1");
    assertThat(text(own.towards(lines("10.0.0.7"), "10.0.0.7"))).contains("10.0.0.1");
  }

  @Test
  void withoutAWayToTheDescribedAddressOursIsTheOneTowardsTheSignalling() {
    OwnAddress own = new OwnAddress(OfferAnswerTest::route);

    assertThat(text(own.towards(lines("fd00::2"), "192.0.2.7"))).contains("192.0.2.1");
    assertThat(own.towards(lines("fd00::2"), "fd00::2")).isEmpty();
  }

  @Test
  void aLegThatComesBackGetsItsOldAddressWhenThatIsPossible() {
    OwnAddress own = new OwnAddress(OfferAnswerTest::route);

    assertThat(text(own.again("192.0.2.1", lines("10.0.0.7"), "192.0.2.7"))).contains("192.0.2.1");
    assertThat(text(own.again("203.0.113.5", lines("10.0.0.7"), "127.0.0.1"))).contains("10.0.0.1");
    assertThat(text(own.again("2001:db8::5", lines("10.0.0.7"), "127.0.0.1"))).contains("10.0.0.1");
  }

  /** This machine is 10.0.0.1 and 192.0.2.1, and knows no IPv6. */
  private static Optional<InetAddress> route(InetAddress peer) {
    String text = peer.getHostAddress();
    if (text.startsWith("10.")) {
      return IpLiteral.parse("10.0.0.1");
    }
    return text.startsWith("192.") ? IpLiteral.parse("192.0.2.1") : Optional.empty();
  }

  private static List<StreamDescriptor> lines(String host) {
    return List.of(Sdp.audio(Sdp.PCMU).at(host, 4000).line());
  }

  private static Optional<String> text(Optional<InetAddress> address) {
    return address.map(InetAddress::getHostAddress);
  }
}
