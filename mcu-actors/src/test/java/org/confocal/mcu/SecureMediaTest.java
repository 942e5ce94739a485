package org.confocal.mcu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.confocal.engine.mcu.CryptoLine;
import org.confocal.engine.mcu.IceDescription;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.media.AudioCodec;
import org.confocal.media.SessionParameters;
import org.confocal.media.srtp.SrtpKeys;
import org.confocal.media.srtp.SrtpSuite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which offers are served under which policy, and by which key. */
class SecureMediaTest {
  private static final MediaPlace PLACE = new MediaPlace("192.0.2.1", 20_000, 7);
  private static final String CM80 = "AES_CM_128_HMAC_SHA1_80";
  private static final String CM32 = "AES_CM_128_HMAC_SHA1_32";
  private static final String GCM = "AEAD_AES_128_GCM";
  private static final String KEY30 = Base64.getEncoder().encodeToString(new byte[30]);
  private static final String KEY28 = Base64.getEncoder().encodeToString(new byte[28]);

  private static OfferAnswer by(SrtpPolicy policy) {
    return new OfferAnswer(List.of(AudioCodec.PCMU), new SecureMedia(policy, new Random(5)));
  }

  private static StreamDescriptor audio(String protocol, CryptoLine... lines) {
    return Sdp.audio(Sdp.PCMU).over(protocol).line().with(List.of(lines));
  }

  private static SessionOffer offer(StreamDescriptor... streams) {
    return new SessionOffer(List.of(streams));
  }

  /** A line by its name in the table. */
  private static CryptoLine line(int tag, String name) {
    return switch (name) {
      case "80" -> new CryptoLine(tag, CM80, KEY30);
      case "32" -> new CryptoLine(tag, CM32, KEY30);
      case "gcm" -> new CryptoLine(tag, GCM, KEY28);
      case "256" -> new CryptoLine(tag, "AES_256_CM_HMAC_SHA1_80", KEY30);
      case "mki" -> new CryptoLine(tag, CM80, KEY30, "1:4", List.of());
      case "clear" -> new CryptoLine(tag, CM80, KEY30, "", List.of("UNENCRYPTED_SRTP"));
      case "short" -> new CryptoLine(tag, CM80, KEY28);
      case "broken" -> new CryptoLine(tag, CM80, "A===");
      case "none" -> new CryptoLine(tag, CM80, "");
      default -> throw new AssertionError(name);
    };
  }

  private static CryptoLine[] lines(String names) {
    List<CryptoLine> lines = new ArrayList<>();
    for (String name : names == null ? new String[0] : names.split(" ", -1)) {
      lines.add(line(lines.size() + 1, name));
    }
    return lines.toArray(new CryptoLine[0]);
  }

  /** The answer: {@code 488}, {@code open}, or tag and suite of the line that is taken. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "OFF, RTP/AVP, -, open",
        "OFF, RTP/AVP, 80, open",
        "OFF, RTP/SAVP, 80, 488",
        "OPTIONAL, RTP/AVP, -, open",
        "OPTIONAL, RTP/AVP, 80, 1 " + CM80,
        "OPTIONAL, RTP/AVP, mki, open",
        "OPTIONAL, RTP/AVP, 256 short broken none, open",
        "OPTIONAL, RTP/SAVP, -, 488",
        "OPTIONAL, RTP/SAVP, 80, 1 " + CM80,
        "OPTIONAL, rtp/savp, 32 80, 1 " + CM32,
        "OPTIONAL, RTP/SAVP, gcm 80, 1 " + GCM,
        "OPTIONAL, RTP/SAVP, 256 mki clear short 32 80, 5 " + CM32,
        "OPTIONAL, RTP/SAVP, mki, 488",
        "OPTIONAL, RTP/SAVP, clear, 488",
        "OPTIONAL, RTP/SAVP, 256, 488",
        "OPTIONAL, RTP/SAVP, short, 488",
        "OPTIONAL, RTP/SAVP, broken, 488",
        "OPTIONAL, UDP/TLS/RTP/SAVPF, 80, 488",
        "REQUIRED, RTP/AVP, -, 488",
        "REQUIRED, RTP/AVP, mki, 488",
        "REQUIRED, RTP/AVP, 80, 1 " + CM80,
        "REQUIRED, RTP/SAVP, 80 32, 1 " + CM80,
        "REQUIRED, RTP/SAVP, -, 488"
      })
  void anOfferIsAnsweredAsThePolicySays(
      SrtpPolicy policy, String protocol, String names, String expected) {
    SessionOffer offer = offer(audio(protocol, lines(names)));
    OfferAnswer offerAnswer = by(policy);
    if (!offerAnswer.acceptable(offer)) {
      assertThat(expected).isEqualTo("488");
      return;
    }

    SessionAnswer answer = offerAnswer.answer(offer, PLACE, Optional.empty());

    StreamDescriptor stream = answer.streams().get(0);
    List<CryptoLine> taken = stream.crypto();
    assertThat(taken.isEmpty() ? "open" : taken.get(0).tag() + " " + taken.get(0).suite())
        .isEqualTo(expected);
    assertThat(stream.protocol()).isEqualTo(protocol);
    assertThat(answer.answers(offer)).isTrue();
    SessionParameters agreed = OfferAnswer.parameters(offer, answer, "").orElseThrow();
    assertThat(agreed.keys() == null).isEqualTo(taken.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "RTP/SAVP, mki, 'Audio has to be encrypted; a=crypto:1 has an MKI (expected: '",
    "RTP/SAVP, clear, 'Audio has to be encrypted; a=crypto:1 has the parameter UNENCRYPTED_SRTP'",
    "RTP/SAVP, 256, 'Audio has to be encrypted; a=crypto:1 has the suite AES_256_CM_HMAC_SHA1_80'",
    "RTP/SAVP, short, 'Audio has to be encrypted; a=crypto:1 has no key of the suite''s length'",
    "RTP/XYZ, 80, 'Transport RTP/XYZ (expected: RTP/AVP or RTP/SAVP)'"
  })
  void whoIsRefusedIsToldWhatIsMissing(String protocol, String names, String text) {
    String objection = by(SrtpPolicy.OPTIONAL).objection(offer(audio(protocol, lines(names))));

    assertThat(objection).startsWith(text).doesNotContain(KEY30);
  }

  @Test
  void whoIsRefusedForHisCodecsIsToldThat() {
    StreamDescriptor opus = Sdp.audio(Sdp.OPUS).line();

    assertThat(by(SrtpPolicy.REQUIRED).objection(offer(opus)))
        .isEqualTo("No common audio codec (one of PCMU is needed)");
    assertThat(by(SrtpPolicy.OFF).objection(offer(audio("RTP/SAVP", lines("80")))))
        .isEqualTo("Encrypted audio is switched off here (expected: RTP/AVP)");
  }

  @Test
  void theSecondOfTwoStreamsIsTakenWhenTheFirstCannotBe() {
    SessionOffer offer = offer(audio("RTP/SAVP", lines("mki")), audio("RTP/AVP"));

    SessionAnswer answer = by(SrtpPolicy.OPTIONAL).answer(offer, PLACE, Optional.empty());

    assertThat(answer.streams().get(0).port()).isZero();
    assertThat(answer.streams().get(0).crypto()).isEmpty();
    assertThat(answer.streams().get(1).port()).isEqualTo(20_000);
  }

  @Test
  void aKeyOfOursStaysInItsSessionAndIsNewInEachOther() {
    OfferAnswer offerAnswer = by(SrtpPolicy.OPTIONAL);
    SessionOffer first = offer(audio("RTP/SAVP", lines("80")));
    SessionOffer later = offer(audio("RTP/SAVP", lines("256 80")));
    SessionOffer other = offer(audio("RTP/SAVP", lines("gcm")));
    SessionAnswer before = offerAnswer.answer(first, PLACE, Optional.empty());

    CryptoLine again = only(offerAnswer.answer(later, PLACE, Optional.of(before)));
    CryptoLine changed = only(offerAnswer.answer(other, PLACE, Optional.of(before)));
    CryptoLine elsewhere = only(offerAnswer.answer(first, PLACE, Optional.empty()));

    assertThat(again.tag()).isEqualTo(2);
    assertThat(again.key()).isEqualTo(only(before).key());
    assertThat(changed.suite()).isEqualTo(GCM);
    assertThat(elsewhere.key()).isNotEqualTo(only(before).key());
  }

  private static CryptoLine only(SessionAnswer answer) {
    assertThat(answer.streams().get(0).crypto()).hasSize(1);
    return answer.streams().get(0).crypto().get(0);
  }

  @ParameterizedTest
  @CsvSource({"OFF, RTP/AVP, 0", "OPTIONAL, RTP/AVP, 2", "REQUIRED, RTP/SAVP, 2"})
  void anOfferOfOursHasKeysAsThePolicySays(SrtpPolicy policy, String protocol, int keys) {
    StreamDescriptor own = by(policy).ownOffer(PLACE, Optional.empty()).streams().get(0);

    assertThat(own.protocol()).isEqualTo(protocol);
    assertThat(own.crypto()).hasSize(keys).allMatch(CryptoLine::keyed);
    assertThat(own.crypto().stream().map(CryptoLine::tag).distinct()).hasSize(keys);
  }

  @Test
  void theAnswerToAnOfferOfOursChoosesOneOfItsKeys() {
    SessionAnswer own = by(SrtpPolicy.OPTIONAL).ownOffer(PLACE, Optional.empty());
    CryptoLine second = own.streams().get(0).crypto().get(1);
    SessionOffer answer = offer(audio("RTP/AVP", new CryptoLine(second.tag(), GCM, KEY28)));

    SrtpKeys keys =
        Objects.requireNonNull(OfferAnswer.parameters(answer, own, "").orElseThrow().keys());

    assertThat(keys.ours().suite()).isEqualTo(SrtpSuite.AEAD_AES_128_GCM);
    assertThat(Base64.getEncoder().encodeToString(keys.ours().secret())).isEqualTo(second.key());
    assertThat(keys.theirs().secret()).isEqualTo(new byte[28]);
  }

  @Test
  void whoIgnoresOurKeysIsServedUnlessTheyAreRequired() {
    SessionOffer plain = offer(audio("RTP/AVP"));
    SessionAnswer optional = by(SrtpPolicy.OPTIONAL).ownOffer(PLACE, Optional.empty());
    SessionAnswer required = by(SrtpPolicy.REQUIRED).ownOffer(PLACE, Optional.empty());

    assertThat(OfferAnswer.parameters(plain, optional, "").orElseThrow().keys()).isNull();
    assertThat(OfferAnswer.parameters(plain, required, "")).isEmpty();
  }

  @Test
  void anAnswerWithAKeyThatFitsNoneOfOursIsRefused() {
    SessionAnswer own = by(SrtpPolicy.OPTIONAL).ownOffer(PLACE, Optional.empty());

    assertThat(
            OfferAnswer.parameters(
                offer(audio("RTP/AVP", new CryptoLine(9, CM80, KEY30))), own, ""))
        .isEmpty();
    assertThat(
            OfferAnswer.parameters(
                offer(audio("RTP/AVP", new CryptoLine(1, CM32, KEY30))), own, ""))
        .isEmpty();
  }

  @Test
  void whatIsMadeAnewHasTheSameLinesWithOtherKeys() {
    SecureMedia secure = new SecureMedia(SrtpPolicy.OPTIONAL, new Random(6));
    SessionOffer offer = offer(audio("RTP/SAVP", lines("256 80")));
    SessionAnswer before = by(SrtpPolicy.OPTIONAL).answer(offer, PLACE, Optional.empty());

    SessionAnswer anew = secure.rekeyed(before.withoutKeys());

    assertThat(anew.answers(offer)).isTrue();
    assertThat(only(anew).keyed()).isTrue();
    assertThat(only(anew)).isNotEqualTo(only(before));
  }

  @Test
  void theLevelOfPacketsIsAgreedOnUnderThePeersNumber() {
    StreamDescriptor plain = audio("RTP/AVP");
    StreamDescriptor told =
        new StreamDescriptor(
            plain.type(),
            plain.protocol(),
            plain.host(),
            plain.port(),
            0,
            false,
            plain.direction(),
            plain.formats(),
            plain.codecs(),
            20,
            List.of(),
            List.of(),
            3,
            IceDescription.NONE);
    OfferAnswer offerAnswer = by(SrtpPolicy.OFF);

    SessionAnswer answer = offerAnswer.answer(offer(told), PLACE, Optional.empty());

    assertThat(answer.streams().get(0).levelId()).isEqualTo(3);
    assertThat(OfferAnswer.parameters(offer(told), answer, "").orElseThrow().audioLevelId())
        .isEqualTo(3);
    assertThat(OfferAnswer.parameters(offer(plain), answer, "").orElseThrow().audioLevelId())
        .isZero();
  }

  @Test
  void whateverALineSaysIsUsedOrIsNot() {
    Random random = new Random(4568);
    String signs = "AZaz09+/=-_ |:;é\0";
    for (int i = 0; i < 5_000; i++) {
      StringBuilder key = new StringBuilder(KEY30);
      for (int n = random.nextInt(4); n > 0; n--) {
        key.setCharAt(random.nextInt(key.length()), signs.charAt(random.nextInt(signs.length())));
      }
      key.setLength(random.nextInt(key.length() + 1));
      SessionOffer offer = offer(audio("RTP/SAVP", new CryptoLine(1, CM80, key.toString())));
      boolean served = by(SrtpPolicy.REQUIRED).acceptable(offer);
      assertThat(served || !by(SrtpPolicy.REQUIRED).objection(offer).isEmpty()).isTrue();
    }
  }

  @Test
  void whatHadToBeEncryptedHasToBeInAnOfferOfOursToo() {
    OfferAnswer offerAnswer = by(SrtpPolicy.OPTIONAL);
    SessionOffer offer = offer(audio("RTP/SAVP", lines("80")));
    SessionAnswer before = offerAnswer.answer(offer, PLACE, Optional.empty());

    SessionAnswer own = offerAnswer.ownOffer(PLACE, Optional.of(before));

    SessionOffer plain = offer(audio("RTP/AVP"));
    assertThat(own.streams().get(0).protocol()).isEqualTo("RTP/SAVP");
    assertThat(own.streams().get(0).crypto()).hasSize(2);
    assertThat(OfferAnswer.parameters(plain, own.taken(plain), "")).isEmpty();
  }
}
