package org.confocal.mcu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.confocal.engine.mcu.IceDescription;
import org.confocal.engine.mcu.IceDescription.Kind;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.media.AudioCodec;
import org.confocal.media.ice.IceTerms;
import org.junit.jupiter.api.Test;

class IceNegotiationTest {
  private static final MediaPlace PLACE = new MediaPlace("198.51.100.5", 20000, 5);
  private static final String OWN = "1 1 UDP 2130706431 192.0.2.7 4000 typ host";
  private static final String OCS_USER = "iG39HYAIVAa3k8WMXO+a9Ar7L1+voMkIEVhdtUhfz3s";
  private static final String OCS_OWN =
      OCS_USER + " 1 9ux2qiiF/+y/4y65HIPU5A UDP 0.830 192.0.2.7 4000";

  private final OfferAnswer offerAnswer = new OfferAnswer(List.of(AudioCodec.PCMU), Sdp.OPEN);
  private final IceNegotiation ice = new IceNegotiation(McuSettings.Ice.LITE, new Random(1));

  private static IceDescription standard(String ufrag, String... candidates) {
    return new IceDescription(
        Kind.STANDARD, ufrag, "peerpasswordpeerpassword", List.of(candidates));
  }

  private static IceDescription older(String... candidates) {
    return new IceDescription(Kind.OCS_2007, "", "", List.of(candidates));
  }

  private static SessionOffer offer(Sdp audio, IceDescription said) {
    return new SessionOffer(List.of(audio.line().with(said)));
  }

  private static Sdp audio() {
    return Sdp.audio(Sdp.PCMU);
  }

  private SessionAnswer answer(SessionOffer offer) {
    return ice.answer(1, offer, offerAnswer.answer(offer, PLACE, Optional.empty()));
  }

  private static IceDescription said(SessionAnswer answer) {
    return answer.streams().get(0).ice();
  }

  @Test
  void anOfferIsAnsweredWithNamesAndAHostCandidateOfEachComponent() {
    IceDescription answer = said(answer(offer(audio(), standard("peer", OWN))));

    assertThat(answer.kind()).isEqualTo(Kind.STANDARD);
    assertThat(answer.ufrag()).hasSizeGreaterThanOrEqualTo(4).isNotEqualTo("peer");
    assertThat(answer.password()).hasSizeGreaterThanOrEqualTo(22);
    assertThat(answer.candidates())
        .containsExactly(
            "1 1 UDP 2130706431 198.51.100.5 20000 typ host",
            "1 2 UDP 2130706430 198.51.100.5 20001 typ host");
  }

  @Test
  void withMuxThereIsOneComponent() {
    IceDescription answer = said(answer(offer(audio().muxed(), standard("peer", OWN))));

    assertThat(answer.candidates())
        .containsExactly("1 1 UDP 2130706431 198.51.100.5 20000 typ host");
  }

  @Test
  void anOfferOfTheOlderDialectIsAnsweredInIt() {
    SessionOffer offer = offer(audio(), older(OCS_OWN));
    SessionAnswer answer = answer(offer);

    List<String> lines = said(answer).candidates();
    assertThat(said(answer).kind()).isEqualTo(Kind.OCS_2007);
    assertThat(lines.get(0)).matches("\\S{43} 1 \\S{22} UDP 0.830 198.51.100.5 20000");
    assertThat(lines.get(1)).matches("\\S{43} 2 \\S{22} UDP 0.830 198.51.100.5 20001");
    assertThat(IceNegotiation.terms(offer.streams().get(0), answer.streams().get(0)))
        .isInstanceOfSatisfying(
            IceTerms.Ocs.class,
            ocs -> {
              assertThat(ocs.local()).hasSize(2);
              assertThat(ocs.remotes().get(0).credentials().username()).isEqualTo(OCS_USER);
            });
  }

  @Test
  void anOfferWithoutIceIsAnsweredWithoutAndSoIsAnyWhenItIsOff() {
    SessionOffer offer = offer(audio(), standard("peer", OWN));
    IceNegotiation off = new IceNegotiation(McuSettings.Ice.OFF, new Random(1));

    assertThat(said(answer(offer(audio(), IceDescription.NONE)))).isEqualTo(IceDescription.NONE);
    assertThat(said(off.answer(1, offer, offerAnswer.answer(offer, PLACE, Optional.empty()))))
        .isEqualTo(IceDescription.NONE);
  }

  @Test
  void theSameNamesAreToldUntilThePeerHasNewOnes() {
    SessionOffer offer = offer(audio(), standard("peer", OWN));
    IceDescription first = said(answer(offer));

    assertThat(said(answer(offer))).isEqualTo(first);
    assertThat(said(answer(offer(audio(), standard("anew", OWN)))).ufrag())
        .isNotEqualTo(first.ufrag());
  }

  @Test
  void anAddressThatIsNoCandidateIsAMismatch() {
    SessionOffer changed = offer(audio().at("203.0.113.77", 4000), standard("peer", OWN));
    SessionOffer unknown = offer(audio().at("0.0.0.0", 9), standard("peer"));

    assertThat(said(answer(changed)).kind()).isEqualTo(Kind.MISMATCH);
    assertThat(said(answer(unknown)).kind()).isEqualTo(Kind.STANDARD);
  }

  @Test
  void candidatesThatNobodyCanReadAreLeftOut() {
    SessionOffer offer = offer(audio(), older("x y z", OCS_OWN, "a 1 b UDP 7 nowhere 1"));
    SessionAnswer answer = answer(offer);

    assertThat(IceNegotiation.terms(offer.streams().get(0), answer.streams().get(0)))
        .isInstanceOfSatisfying(IceTerms.Ocs.class, ocs -> assertThat(ocs.remotes()).hasSize(1));
  }

  @Test
  void ourFirstOfferHasNoIceAndALaterOneGoesOnWithIt() {
    SessionOffer offer = offer(audio().muxed(), standard("peer", OWN));
    SessionAnswer answer = answer(offer);

    SessionAnswer first =
        ice.offer(2, offerAnswer.ownOffer(PLACE, Optional.empty()), Optional.empty());
    Optional<SessionAnswer> before = Optional.of(answer);
    SessionAnswer later = ice.offer(1, offerAnswer.ownOffer(PLACE, before), before);

    assertThat(said(first)).isEqualTo(IceDescription.NONE);
    assertThat(said(later)).isEqualTo(said(answer));
    assertThat(later.streams().get(0).rtcpMux()).isTrue();
  }

  @Test
  void whatLostItsPasswordsIsToldAnewAndKeptWhenThePeerAnswers() {
    SessionOffer offer = offer(audio(), standard("peer", OWN));
    SessionAnswer told = answer(offer);
    SessionAnswer stored = told.withoutKeys();

    SessionAnswer anew = ice.anew(1, stored);
    SessionOffer reply = offer(audio(), standard("anew", OWN));
    ice.settled(1, reply, anew);

    assertThat(told.keyless()).isFalse();
    assertThat(stored.keyless()).isTrue();
    assertThat(anew.keyless()).isFalse();
    assertThat(said(anew).ufrag()).isNotEqualTo(said(told).ufrag());
    assertThat(said(answer(reply))).as("no restart by ourselves").isEqualTo(said(anew));
  }

  @Test
  void withoutIceOnBothSidesThereIsNone() {
    SessionOffer offer = offer(audio(), standard("peer", OWN));
    SessionAnswer answer = answer(offer);
    SessionOffer plain = offer(audio(), IceDescription.NONE);

    assertThat(IceNegotiation.terms(offer.streams().get(0), answer.streams().get(0)))
        .isInstanceOf(IceTerms.Lite.class);
    assertThat(IceNegotiation.terms(plain.streams().get(0), answer.streams().get(0)))
        .isEqualTo(IceTerms.NONE);
  }

  @Test
  void noPasswordIsShown() {
    SessionAnswer answer = answer(offer(audio(), standard("peer", OWN)));

    assertThat(answer.toString()).doesNotContain(said(answer).password());
    assertThat(said(answer).withoutKeys().password()).isEmpty();
  }
}
