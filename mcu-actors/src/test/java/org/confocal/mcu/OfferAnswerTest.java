package org.confocal.mcu;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.confocal.engine.mcu.Codec;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.media.AudioCodec;
import org.confocal.media.MediaDirection;
import org.confocal.media.OpusTerms;
import org.confocal.media.ReceivedTypes;
import org.confocal.media.SessionParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OfferAnswerTest {
  private static final OfferAnswer LAWS =
      new OfferAnswer(List.of(AudioCodec.PCMU, AudioCodec.PCMA), Sdp.OPEN);
  private static final OfferAnswer ALL =
      new OfferAnswer(
          List.of(AudioCodec.OPUS, AudioCodec.G722, AudioCodec.PCMU, AudioCodec.PCMA), Sdp.OPEN);
  private static final Codec G722 = new Codec(9, "G722", 8000, 1, "");
  private static final Codec NOISE = new Codec(13, "CN", 8000, 1, "");
  private static final Codec WIDE_EVENTS = new Codec(97, "telephone-event", 48000, 1, "0-15");
  private static final MediaPlace PLACE = new MediaPlace("192.0.2.1", 20_000, 7);
  private static final MediaPlace PLACE6 = new MediaPlace("2001:db8:0:0:0:0:0:1", 20_000, 7);

  private static StreamDescriptor answered(Sdp offered) {
    SessionOffer offer = Sdp.offer(offered);
    assertThat(LAWS.acceptable(offer)).isTrue();
    return LAWS.answer(offer, PLACE, Optional.empty()).streams().get(0);
  }

  private static SessionParameters agreed(Sdp offered) {
    return agreed(offered, PLACE, "198.51.100.9");
  }

  private static SessionParameters agreed(Sdp offered, MediaPlace place, String peerHost) {
    SessionOffer offer = Sdp.offer(offered);
    return OfferAnswer.parameters(offer, LAWS.answer(offer, place, Optional.empty()), peerHost)
        .orElseThrow();
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
    assertThat(LAWS.acceptable(Sdp.offer(Sdp.audio(Sdp.OPUS, Sdp.EVENTS)))).isFalse();
    assertThat(LAWS.acceptable(Sdp.offer(Sdp.video()))).isFalse();
    assertThat(LAWS.acceptable(Sdp.offer())).isFalse();
    assertThat(LAWS.acceptable(Sdp.offer(Sdp.audio(Sdp.PCMU).at("192.0.2.7", 0)))).isFalse();
  }

  @Test
  void aLawAtAnotherRateOrInStereoIsNotOurs() {
    assertThat(
            LAWS.acceptable(
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

    SessionAnswer answer = LAWS.answer(offer, PLACE, Optional.empty());

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
    assertThat(LAWS.acceptable(Sdp.offer(Sdp.audio(Sdp.PCMU).over("RTP/SAVP")))).isFalse();
    assertThat(LAWS.acceptable(Sdp.offer(Sdp.audio(Sdp.PCMU).over("UDP/TLS/RTP/SAVPF")))).isFalse();
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
    SessionAnswer ours = LAWS.ownOffer(PLACE, Optional.empty());
    SessionOffer theirs = Sdp.offer(Sdp.audio(Sdp.PCMA).with(Direction.SENDONLY));

    SessionParameters agreed = OfferAnswer.parameters(theirs, ours, "192.0.2.7").orElseThrow();

    assertThat(agreed.direction()).isEqualTo(MediaDirection.RECVONLY);
    assertThat(agreed.codec()).isEqualTo(AudioCodec.PCMA);
  }

  @Test
  void ourOfferHoldsBothLawsAndEvents() {
    StreamDescriptor line = LAWS.ownOffer(PLACE, Optional.empty()).streams().get(0);

    assertThat(line.codecs())
        .containsExactly(Sdp.PCMU, Sdp.PCMA, new Codec(101, "telephone-event", 8000, 1, "0-16"));
    assertThat(line.direction()).isEqualTo(Direction.SENDRECV);
    assertThat(line.port()).isEqualTo(20_000);
  }

  @Test
  void anAnswerToOurOfferThatRefusesAudioCannotBeUsed() {
    SessionAnswer ours = LAWS.ownOffer(PLACE, Optional.empty());

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
                    LAWS.ownOffer(PLACE, Optional.empty()),
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

    SessionAnswer ours = LAWS.ownOffer(PLACE, Optional.of(before));

    assertThat(ours.streams()).hasSize(2);
    assertThat(ours.streams().get(0).port()).isZero();
    assertThat(ours.streams().get(1).codecs()).hasSize(3);
  }

  @Test
  void aDescriptionWithoutAnyAddressCannotBeUsed() {
    SessionOffer offer = Sdp.offer(Sdp.audio(Sdp.PCMU).at("", 4000));

    assertThat(OfferAnswer.parameters(offer, LAWS.answer(offer, PLACE, Optional.empty()), ""))
        .isEmpty();
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

  private static List<Codec> answeredByAll(Sdp offered) {
    return ALL.answer(Sdp.offer(offered), PLACE, Optional.empty()).streams().get(0).codecs();
  }

  private static SessionParameters agreedByAll(StreamDescriptor line) {
    SessionOffer offer = new SessionOffer(List.of(line));
    return OfferAnswer.parameters(offer, ALL.answer(offer, PLACE, Optional.empty()), "192.0.2.7")
        .orElseThrow();
  }

  @Test
  void thePeersFirstCodecThatIsAllowedIsTaken() {
    assertThat(answeredByAll(Sdp.audio(Sdp.PCMA, Sdp.OPUS, G722))).containsExactly(Sdp.PCMA);
    assertThat(answeredByAll(Sdp.audio(new Codec(18, "G729", 8000, 1, ""), G722, Sdp.PCMU)))
        .containsExactly(G722);
    assertThat(agreedByAll(Sdp.audio(G722, Sdp.PCMU).line()).codec()).isEqualTo(AudioCodec.G722);
    assertThat(agreedByAll(Sdp.audio(G722, Sdp.PCMU).line()).payloadType()).isEqualTo(9);
  }

  @Test
  void opusIsAnsweredUnderThePeersNumberWithTwoChannels() {
    Sdp offered = Sdp.audio(new Codec(111, "OPUS", 48000, 2, "minptime=10"), Sdp.PCMU);

    assertThat(answeredByAll(offered))
        .containsExactly(new Codec(111, "OPUS", 48000, 2, "minptime=10;useinbandfec=1"));
    assertThat(agreedByAll(offered.line()).codec()).isEqualTo(AudioCodec.OPUS);
    assertThat(agreedByAll(offered.line()).payloadType()).isEqualTo(111);
    assertThat(ALL.acceptable(Sdp.offer(Sdp.audio(new Codec(96, "opus", 48000, 1, ""))))).isFalse();
  }

  @Test
  void eventsHaveTheClockOfTheCodecWhenThePeerOffersIt() {
    Sdp both = Sdp.audio(Sdp.OPUS, Sdp.EVENTS, WIDE_EVENTS);
    Sdp narrow = Sdp.audio(Sdp.OPUS, Sdp.EVENTS);

    assertThat(answeredByAll(both)).last().extracting(Codec::payloadType).isEqualTo(97);
    assertThat(agreedByAll(both.line()).telephoneEventPayloadType()).isEqualTo(97);
    assertThat(agreedByAll(both.line()).telephoneEventClockHz()).isEqualTo(48_000);
    assertThat(agreedByAll(narrow.line()).telephoneEventPayloadType()).isEqualTo(101);
    assertThat(agreedByAll(narrow.line()).telephoneEventClockHz()).isEqualTo(8000);
    assertThat(agreedByAll(Sdp.audio(G722, WIDE_EVENTS, Sdp.EVENTS).line()))
        .extracting(SessionParameters::telephoneEventPayloadType)
        .isEqualTo(101);
  }

  @Test
  void comfortNoiseIsKeptForCodecsOfItsClock() {
    assertThat(answeredByAll(Sdp.audio(Sdp.PCMU, NOISE, Sdp.EVENTS)))
        .extracting(Codec::name)
        .containsExactly("PCMU", "CN", "telephone-event");
    assertThat(answeredByAll(Sdp.audio(Sdp.OPUS, NOISE)))
        .extracting(Codec::name)
        .containsExactly("opus");
    assertThat(answeredByAll(Sdp.audio(Sdp.PCMU, new Codec(98, "CN", 8000, 1, ""))))
        .containsExactly(Sdp.PCMU);
  }

  @ParameterizedTest
  @CsvSource({
    "PCMU, 0, 20",
    "PCMU, 10, 10",
    "PCMU, 30, 30",
    "G722, 45, 40",
    "PCMU, 60, 60",
    "PCMU, 120, 60",
    "PCMU, 5, 10",
    "opus, 30, 20",
    "opus, 50, 40",
    "opus, 60, 60"
  })
  void packetsAreAsLongAsThePeerWants(String name, int wanted, int agreed) {
    Codec codec = name.equals("opus") ? Sdp.OPUS : name.equals("G722") ? G722 : Sdp.PCMU;
    StreamDescriptor line = Sdp.audio(codec).line();
    StreamDescriptor timed =
        new StreamDescriptor(
            line.type(),
            line.protocol(),
            line.host(),
            line.port(),
            0,
            false,
            line.direction(),
            line.formats(),
            line.codecs(),
            wanted);

    assertThat(agreedByAll(timed).packetMs()).isEqualTo(agreed);
    assertThat(
            ALL.answer(new SessionOffer(List.of(timed)), PLACE, Optional.empty())
                .streams()
                .get(0)
                .ptimeMs())
        .isEqualTo(agreed);
  }

  @Test
  void thePeersWishesForOpusAreRead() {
    String wishes =
        "maxplaybackrate=16000; useinbandfec=1;UseDtx=1; maxaveragebitrate=20000;stereo=1;x";

    assertThat(agreedByAll(Sdp.audio(new Codec(96, "opus", 48000, 2, wishes)).line()).opus())
        .isEqualTo(new OpusTerms(16_000, 20_000, true, true));
    assertThat(agreedByAll(Sdp.audio(Sdp.OPUS).line()).opus()).isEqualTo(OpusTerms.UNSAID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "maxplaybackrate=",
        "maxplaybackrate=-1",
        "maxplaybackrate=99999999999",
        "=;;=",
        "useinbandfec",
        "maxplaybackrate=48000;maxplaybackrate=8000",
        "maxplaybackrate=1e4"
      })
  void nonsenseInTheFormatCountsAsNotSaid(String fmtp) {
    assertThat(OpusFormat.terms(fmtp)).isEqualTo(OpusTerms.UNSAID);
  }

  @Test
  void anyFormatIsReadWithoutHarm() {
    long seed = 31;
    Random random = new Random(seed);
    String alphabet = "maxplybckrte=;0123456789 usedtx";
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(60); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }

      assertThat(OpusFormat.terms(text.toString()).maxPlaybackRateHz())
          .as("seed " + seed)
          .isBetween(8000, 48_000);
    }
  }

  @Test
  void ourOfferHoldsWhatIsAllowedInOurOrder() {
    StreamDescriptor line = ALL.ownOffer(PLACE, Optional.empty()).streams().get(0);

    assertThat(line.codecs())
        .containsExactly(
            new Codec(107, "opus", 48000, 2, "minptime=10;useinbandfec=1"),
            G722,
            Sdp.PCMU,
            Sdp.PCMA,
            new Codec(101, "telephone-event", 8000, 1, "0-16"),
            new Codec(102, "telephone-event", 48000, 1, "0-16"));
  }

  @Test
  void whatWasAnsweredHoldsWhenThePolicyChanges() {
    SessionOffer offer = Sdp.offer(Sdp.audio(Sdp.OPUS, G722, Sdp.PCMU));
    SessionAnswer before = LAWS.answer(offer, PLACE, Optional.empty());

    assertThat(OfferAnswer.parameters(offer, before, "192.0.2.7").orElseThrow().codec())
        .isEqualTo(AudioCodec.PCMU);
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

  private static SessionParameters afterOurOffer(Codec... answered) {
    SessionAnswer ours = ALL.ownOffer(PLACE, Optional.empty());
    return OfferAnswer.parameters(Sdp.offer(Sdp.audio(answered)), ours, "192.0.2.7").orElseThrow();
  }

  @Test
  void whoAnswersUnderAnotherNumberIsSentHisAndMaySendOurs() {
    SessionParameters agreed = afterOurOffer(new Codec(96, "opus", 48000, 2, ""));

    assertThat(agreed.payloadType()).isEqualTo(96);
    assertThat(agreed.received().sounds())
        .containsExactly(
            new ReceivedTypes.Sound(107, AudioCodec.OPUS),
            new ReceivedTypes.Sound(96, AudioCodec.OPUS));
  }

  @Test
  void whoAnswersSeveralCodecsMaySendEachOfThem() {
    SessionParameters agreed = afterOurOffer(Sdp.PCMA, G722, Sdp.OPUS);

    assertThat(agreed.codec()).isEqualTo(AudioCodec.PCMA);
    assertThat(agreed.received().sounds())
        .extracting(ReceivedTypes.Sound::codec)
        .contains(AudioCodec.PCMA, AudioCodec.G722, AudioCodec.OPUS)
        .doesNotContain(AudioCodec.PCMU);
  }

  @Test
  void eventsAreAcceptedAtEachClockThatWasAgreed() {
    SessionParameters agreed =
        afterOurOffer(
            new Codec(107, "opus", 48000, 2, ""),
            new Codec(101, "telephone-event", 8000, 1, "0-15"),
            new Codec(102, "telephone-event", 48000, 1, "0-15"));

    assertThat(agreed.telephoneEventPayloadType()).isEqualTo(102);
    assertThat(agreed.telephoneEventClockHz()).isEqualTo(48_000);
    assertThat(agreed.received().events())
        .containsExactly(
            new ReceivedTypes.Events(101, 8000), new ReceivedTypes.Events(102, 48_000));
  }

  @Test
  void aNumberOfHisThatMeansSomethingElseToUsIsOurs() {
    SessionParameters agreed =
        afterOurOffer(Sdp.PCMU, new Codec(107, "telephone-event", 8000, 1, "0-15"));

    assertThat(agreed.telephoneEventPayloadType()).isEqualTo(107);
    assertThat(agreed.received().sounds())
        .containsExactly(new ReceivedTypes.Sound(0, AudioCodec.PCMU));
    assertThat(agreed.received().events())
        .containsExactly(new ReceivedTypes.Events(101, 8000), new ReceivedTypes.Events(107, 8000));
  }

  @Test
  void anAnswerIsHeldToItsOneCodec() {
    SessionOffer offer = Sdp.offer(Sdp.audio(Sdp.PCMA, Sdp.PCMU, Sdp.EVENTS));

    SessionParameters agreed =
        OfferAnswer.parameters(offer, ALL.answer(offer, PLACE, Optional.empty()), "192.0.2.7")
            .orElseThrow();

    assertThat(agreed.received().sounds())
        .containsExactly(new ReceivedTypes.Sound(8, AudioCodec.PCMA));
  }

  @Test
  void ourNextOfferKeepsTheNumbersOfTheSession() {
    SessionOffer first =
        Sdp.offer(
            Sdp.audio(
                new Codec(96, "opus", 48000, 2, ""),
                new Codec(107, "telephone-event", 48000, 1, "0-15")));

    StreamDescriptor next =
        ALL.ownOffer(PLACE, Optional.of(ALL.answer(first, PLACE, Optional.empty())))
            .streams()
            .get(0);

    assertThat(next.codecs())
        .extracting(c -> c.payloadType() + " " + c.name() + "/" + c.clockRateHz())
        .containsExactly(
            "96 opus/48000",
            "9 G722/8000",
            "0 PCMU/8000",
            "8 PCMA/8000",
            "101 telephone-event/8000",
            "107 telephone-event/48000");
  }

  @Test
  void aNumberThatMeansSomethingElseInTheSessionIsNotOfferedAgain() {
    SessionOffer first =
        Sdp.offer(Sdp.audio(Sdp.PCMU, new Codec(107, "telephone-event", 8000, 1, "0-15")));

    StreamDescriptor next =
        ALL.ownOffer(PLACE, Optional.of(ALL.answer(first, PLACE, Optional.empty())))
            .streams()
            .get(0);

    assertThat(next.codecs())
        .extracting(c -> c.payloadType() + " " + c.name() + "/" + c.clockRateHz())
        .containsExactly(
            "127 opus/48000",
            "9 G722/8000",
            "0 PCMU/8000",
            "8 PCMA/8000",
            "107 telephone-event/8000",
            "102 telephone-event/48000");
  }
}
