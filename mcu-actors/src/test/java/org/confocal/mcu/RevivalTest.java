package org.confocal.mcu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.junit.jupiter.api.Test;

class RevivalTest {
  private static final MediaPlace BEFORE = new MediaPlace("192.0.2.1", 20_000, 7);
  private static final MediaPlace NOW = new MediaPlace("192.0.2.2", 20_010, 8);
  private static final StreamDescriptor TEXT =
      StreamDescriptor.messages("192.0.2.1", 5060, List.of("text/plain"));

  private final Revival revival =
      new Revival(Sdp.OPEN, new IceNegotiation(McuSettings.Ice.LITE, new Random(1)));

  private static McuProtocol.Revive revive() {
    StreamDescriptor audio = Sdp.audio(Sdp.PCMU).line();
    return new McuProtocol.Revive(
        1,
        new UserUri("sip:ravi@example.test"),
        BEFORE,
        new SessionOffer(List.of(TEXT, audio)),
        new SessionAnswer(List.of(TEXT, audio.at(BEFORE.host(), BEFORE.port()))),
        "192.0.2.7");
  }

  @Test
  void onlyAudioMovesToThePlaceOfAudio() {
    List<StreamDescriptor> moved = revival.moved(revive(), NOW).orElseThrow().local().streams();

    assertThat(moved.get(0)).isEqualTo(TEXT);
    assertThat(moved.get(1).host()).isEqualTo(NOW.host());
    assertThat(moved.get(1).port()).isEqualTo(NOW.port());
  }

  @Test
  void atItsPlaceNothingMoves() {
    assertThat(revival.moved(revive(), BEFORE)).isEmpty();
  }
}
