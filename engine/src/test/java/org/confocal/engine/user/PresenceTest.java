package org.confocal.engine.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.confocal.engine.Samples;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.presence.PresenceState;
import org.confocal.engine.presence.Publication;
import org.confocal.engine.presence.Publication.Expiry;
import org.confocal.engine.presence.Publication.Source;
import org.confocal.engine.presence.Publication.StateValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PresenceTest {
  private static final PeerAddress DESK = new PeerAddress("tcp", "192.0.2.7", 5060);
  private static final PeerAddress LAPTOP = new PeerAddress("tcp", "192.0.2.8", 5060);
  private static final Instant NOW = Samples.AT;

  private final Presence presence = new Presence(Samples.RAVI, PresenceAgentTest.SETTINGS, NOW);

  @BeforeEach
  void registered() {
    presence.bindings(
        List.of(
            UserProtocol.Binding.plain("sip:a", DESK, "c1", 1, NOW.plusSeconds(60)),
            UserProtocol.Binding.plain("sip:b", LAPTOP, "c2", 1, NOW.plusSeconds(60))));
  }

  private static Publication state(long instance, Source source, int availability) {
    return new Publication(
        new Publication.Key("state", instance, 2),
        0,
        Expiry.ENDPOINT,
        NOW,
        Optional.of(new StateValue(source, availability, "a" + availability)),
        "<state/>");
  }

  private static Publication note(int container, String text) {
    return new Publication(
        new Publication.Key("note", 0, container), 0, Expiry.STATIC, NOW, Optional.empty(), text);
  }

  private Presence.Outcome publishes(PeerAddress from, Publication... all) {
    return presence.publish(
        java.util.Arrays.stream(all)
            .map(p -> new PresenceProtocol.Wanted(p, false, Optional.empty()))
            .toList(),
        from,
        NOW);
  }

  private PresenceState state() {
    presence.refresh(NOW);
    return presence.state();
  }

  @Test
  void ofTwoMachinesTheOneCountsWhereHeIs() {
    publishes(DESK, state(1, Source.MACHINE, 15_500));
    publishes(LAPTOP, state(2, Source.MACHINE, 3500));

    assertThat(state().availability()).isEqualTo(3500);
  }

  @Test
  void whatHeSaysHimselfMakesHimLessThere() {
    publishes(DESK, state(1, Source.MACHINE, 3500), state(2, Source.USER, 9500));

    assertThat(state().availability()).isEqualTo(9500);
    assertThat(state().activity()).isEqualTo("a9500");
  }

  @Test
  void appearingOfflineIsOffline() {
    publishes(DESK, state(1, Source.USER, 18_500));

    assertThat(state().reachable()).isFalse();
  }

  @Test
  void whatCameOverALostConnectionIsGoneAndTheOtherMachineStays() {
    publishes(DESK, state(1, Source.MACHINE, 3500));
    publishes(LAPTOP, state(2, Source.MACHINE, 15_500));

    presence.cutOff(DESK);

    assertThat(state().availability()).isEqualTo(15_500);
    assertThat(presence.own().publications()).hasSize(1);
  }

  @Test
  void withNoConnectionLeftHeIsOffline() {
    presence.cutOff(DESK);
    presence.cutOff(LAPTOP);

    assertThat(state().reachable()).isFalse();
  }

  @Test
  void ofAllContainersColleaguesSeeTheirs() {
    publishes(DESK, note(100, "public"), note(200, "house"), note(400, "friends"));

    assertThat(state().shown()).extracting(Publication::content).containsExactly("house");
  }

  @Test
  void aPublicationThatIsTakenAwayLeavesItsCategoryCleared() {
    publishes(DESK, note(200, "x"));
    presence.own();

    presence.publish(
        List.of(new PresenceProtocol.Wanted(note(200, "").as(1, NOW), true, Optional.of(0L))),
        DESK,
        NOW);

    assertThat(presence.own().cleared()).containsExactly("note");
    assertThat(presence.own().cleared()).isEmpty();
  }

  @Test
  void tooManyPublicationsAreRefusedWhole() {
    Publication[] many = new Publication[11];
    for (int i = 0; i < many.length; i++) {
      many[i] = state(i, Source.MACHINE, 3500);
    }

    Presence.Outcome outcome = publishes(DESK, many);

    assertThat(outcome.rejection().orElseThrow().text()).contains("11", "10");
    assertThat(presence.own().publications()).isEmpty();
  }

  @Test
  void aPublicationForAWhileEndsByItself() {
    Publication p =
        new Publication(
            new Publication.Key("note", 0, 200), 0, Expiry.TIME, NOW, Optional.empty(), "x");
    presence.publish(List.of(new PresenceProtocol.Wanted(p, false, Optional.of(30L))), DESK, NOW);

    presence.refresh(NOW.plusSeconds(31));

    assertThat(presence.own().publications()).isEmpty();
  }
}
