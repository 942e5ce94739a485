package org.confocal.engine.mcu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What counts of two descriptions is what both sides speak of. */
class AgreementTest {
  private static final CryptoLine KEY = new CryptoLine(1, "AES_CM_128_HMAC_SHA1_80", "S0VZ");
  private static final IceDescription ICE =
      new IceDescription(
          IceDescription.Kind.STANDARD,
          "name",
          "password",
          List.of("1 1 UDP 1 192.0.2.7 9 typ host"));

  private static StreamDescriptor audio(int port) {
    return new StreamDescriptor(
        "audio",
        "RTP/AVP",
        "192.0.2.7",
        port,
        0,
        false,
        Direction.SENDRECV,
        List.of("0"),
        List.of(new Codec(0, "PCMU", 8000, 1, "")),
        20);
  }

  private static StreamDescriptor keyed() {
    return audio(4000).with(List.of(KEY)).with(ICE);
  }

  private static SessionOffer offer(StreamDescriptor... streams) {
    return new SessionOffer(List.of(streams));
  }

  private static SessionAnswer answer(StreamDescriptor... streams) {
    return new SessionAnswer(List.of(streams));
  }

  @Test
  void whatBothSpeakOfIsStoredWithoutItsSecrets() {
    SessionOffer stored = offer(keyed()).withoutKeys(answer(keyed()));

    assertThat(stored.streams().get(0).crypto()).containsExactly(KEY.key(""));
    assertThat(stored.streams().get(0).ice().kind()).isEqualTo(IceDescription.Kind.STANDARD);
    assertThat(stored.keyless()).isTrue();
  }

  @Test
  void aKeyThatWeDidNotTakeIsNotMissedLater() {
    SessionOffer stored = offer(audio(4000).with(List.of(KEY))).withoutKeys(answer(audio(20_000)));

    assertThat(stored.streams()).containsExactly(audio(4000));
    assertThat(stored.keyless()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "MISMATCH", "OCS_2007"})
  void iceThatWeDidNotTakeIsNotMissedLater(IceDescription.Kind ours) {
    SessionAnswer local = answer(audio(20_000).with(IceDescription.of(ours)));

    assertThat(offer(audio(4000).with(ICE)).withoutKeys(local).streams())
        .containsExactly(audio(4000));
  }

  @Test
  void aStreamThatWeRefusedHasNoKeysToMiss() {
    SessionOffer offer = offer(audio(4000), keyed(), keyed());
    SessionAnswer local = answer(audio(20_000), keyed().at("192.0.2.1", 0));

    assertThat(offer.agreed(local).streams())
        .containsExactly(audio(4000), audio(4000), audio(4000));
  }

  @Test
  void anOfferLosesWhatItsAnswerDoesNotTake() {
    SessionAnswer ours = answer(keyed(), keyed(), keyed(), keyed());
    SessionOffer theirs = offer(audio(4000), keyed(), audio(0));

    SessionAnswer left = ours.taken(theirs);

    assertThat(left.streams())
        .containsExactly(audio(4000), keyed(), keyed().refused(), keyed().refused());
  }
}
