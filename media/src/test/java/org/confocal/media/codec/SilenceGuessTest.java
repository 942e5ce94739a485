package org.confocal.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SilenceGuessTest {

  private static final int HYBRID = 15 << 3;
  private static final int CELT = 31 << 3;
  private static final int VOICE = 0x80;

  private final SilenceGuess guess = new SilenceGuess();

  private boolean silent(int toc, int flags, int length) {
    ByteBuffer payload = ByteBuffer.allocate(200);
    payload.put(0, (byte) toc).put(1, (byte) flags);
    return guess.silent(payload, 0, length);
  }

  private void dozeOn(int toc, int length) {
    for (int i = 0; i < 25; i++) {
      silent(toc, 0, length);
      guess.onFrame(false);
    }
  }

  @Test
  void packetsOfDiscontinuousTransmissionAreSilence() {
    assertThat(silent(HYBRID, 0, 3)).isTrue();
  }

  @Test
  void nothingIsGuessedOfWhoSpokeJustNow() {
    silent(HYBRID, 0, 35);
    guess.onFrame(false);

    assertThat(silent(HYBRID, 0, 35)).isFalse();
  }

  @Test
  void whoIsSilentForHalfASecondIsGuessedByTheSizeOfHisPackets() {
    dozeOn(HYBRID, 40);

    assertThat(silent(HYBRID, 0, 40)).isTrue();
    assertThat(silent(HYBRID, 0, 45)).isTrue();
    assertThat(silent(HYBRID, 0, 46)).isFalse();
  }

  @Test
  void packetsWithTheFlagOfAVoiceAreDecoded() {
    dozeOn(HYBRID, 40);

    assertThat(silent(HYBRID, VOICE, 40)).isFalse();
  }

  @Test
  void packetsWithoutSuchAFlagAreDecoded() {
    dozeOn(CELT, 40);

    assertThat(silent(CELT, 0, 40)).isFalse();
  }

  @Test
  void packetsOfSeveralFramesAreDecoded() {
    dozeOn(HYBRID | 3, 40);

    assertThat(silent(HYBRID | 3, 0, 40)).isFalse();
  }

  @Test
  void eachOfTheFramesOfALongPacketMayHoldAVoice() {
    int sixtyMs = 3 << 3;
    dozeOn(sixtyMs, 40);

    assertThat(silent(sixtyMs, 0x20, 40)).isFalse();
    assertThat(silent(sixtyMs, 0x10, 40)).isTrue();
  }

  @Test
  void oneFrameThatIsHeardWakesHim() {
    dozeOn(HYBRID, 40);

    guess.onFrame(true);

    assertThat(silent(HYBRID, 0, 40)).isFalse();
  }

  @Test
  void nowAndThenAPacketIsDecodedWhateverIsGuessed() {
    dozeOn(HYBRID, 40);
    int decoded = 0;

    for (int i = 0; i < 1000; i++) {
      decoded += silent(HYBRID, 0, 40) ? 0 : 1;
    }

    assertThat(decoded).isEqualTo(10);
  }
}
