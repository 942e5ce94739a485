package org.confocal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.mcu.IceDescription;
import org.confocal.engine.mcu.IceDescription.Kind;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.junit.jupiter.api.Test;

/** What is said of ICE travels whole, and is stored without its passwords. */
class IceIsStoredTest {
  private static final String PASSWORD = "abcdefghijklmnopqrstuvwx";
  private static final IceDescription STANDARD =
      new IceDescription(
          Kind.STANDARD, "name", PASSWORD, List.of("1 1 UDP 1 192.0.2.1 9 typ host"));
  private static final IceDescription OLDER =
      new IceDescription(
          Kind.OCS_2007, "", "", List.of("name 1 " + PASSWORD + " UDP 0.8 192.0.2.1 9"));

  private static ConferenceEvent.SessionChanged changed(
      IceDescription theirs, IceDescription ours) {
    ConferenceEvent.SessionChanged c =
        (ConferenceEvent.SessionChanged)
            Objects.requireNonNull(Samples.stored().get("SessionChanged"));
    return new ConferenceEvent.SessionChanged(
        c.at(),
        c.leg(),
        c.key(),
        c.dialog(),
        c.place(),
        Optional.of(
            new SessionOffer(
                c.remote().orElseThrow().streams().stream().map(s -> s.with(theirs)).toList())),
        new SessionAnswer(c.local().streams().stream().map(s -> s.with(ours)).toList()),
        c.version(),
        c.timer());
  }

  @Test
  void itIsReadAsItWasWritten() {
    try (Wire wire = new Wire("ice-travels")) {
      ConferenceEvent.SessionChanged event = changed(OLDER, STANDARD);

      assertThat(wire.read(wire.write(event), event)).isEqualTo(event);
    }
  }

  @Test
  void noPasswordIsStored() {
    try (Wire wire = new Wire("ice-stored")) {
      for (IceDescription ice : List.of(OLDER, STANDARD)) {
        ConferenceEvent event = changed(ice, ice).withoutKeys();
        String stored = new String(wire.write(event), StandardCharsets.ISO_8859_1);

        assertThat(stored).doesNotContain(PASSWORD).contains(ice.kind().name());
      }
    }
  }
}
