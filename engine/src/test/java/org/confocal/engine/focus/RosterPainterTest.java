package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.confocal.engine.Samples;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Entry;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.conference.Role;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.engine.roster.EndpointStatus;
import org.confocal.engine.roster.RosterDocument;
import org.confocal.engine.roster.RosterEndpoint;
import org.confocal.engine.roster.RosterMedia;
import org.confocal.engine.roster.RosterUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RosterPainterTest {
  private static final UserUri ADA = Scene.user("ada");
  private final Scene scene = new Scene();

  private List<RosterEndpoint> endpoints() {
    return RosterPainter.user(scene.state, ADA).endpoints();
  }

  @Test
  void aPhoneIsOneEndpointOfTheAudioMcu() {
    scene.joins("ada");
    Leg leg = scene.state.legsOf(ADA).get(0);

    assertThat(RosterPainter.user(scene.state, ADA))
        .isEqualTo(
            new RosterUser(
                ADA,
                "ada",
                false,
                List.of(
                    new RosterEndpoint(
                        leg.endpoint(),
                        Optional.of(McuType.AUDIO_VIDEO),
                        EndpointStatus.CONNECTED,
                        false,
                        leg.joinedAt(),
                        "",
                        List.of(
                            new RosterMedia(
                                1, McuType.AUDIO_VIDEO, Direction.SENDRECV, 1001, false))))));
  }

  @Test
  void aPhoneWithAudioAndChatIsTwoEndpointsWithIdsOfTheirOwn() {
    scene.joins(
        "ada", Role.ATTENDEE, Entry.PLAIN, List.of(Scene.chat(), Scene.audio(Direction.SENDRECV)));

    assertThat(endpoints())
        .extracting(e -> e.session().orElseThrow())
        .containsExactly(McuType.AUDIO_VIDEO, McuType.CHAT);
    assertThat(endpoints().get(0).id()).isEqualTo(scene.state.legsOf(ADA).get(0).endpoint());
    assertThat(endpoints().get(1).id())
        .isNotEqualTo(endpoints().get(0).id())
        .matches("\\{[0-9A-F-]{36}}");
  }

  @Test
  void theEndpointOfAPhonesChatIsTheSameWhenAudioComesToIt() {
    scene.joins(
        "ada",
        Role.ATTENDEE,
        Entry.PLAIN,
        List.of(Scene.audio(Direction.SENDRECV).refused(), Scene.chat()));
    String before = endpoints().get(0).id();
    scene.leaves("ada");
    Scene again = new Scene();
    again.joins(
        "ada", Role.ATTENDEE, Entry.PLAIN, List.of(Scene.audio(Direction.SENDRECV), Scene.chat()));

    List<RosterEndpoint> after = RosterPainter.user(again.state, ADA).endpoints();

    assertThat(after).extracting(RosterEndpoint::id).contains(before).doesNotHaveDuplicates();
    assertThat(after.get(1).id()).isEqualTo(before);
  }

  @Test
  void controlIsAnEndpointOfTheFocusWithoutMedia() {
    scene.joins("ada", Role.PRESENTER, Scene.control("{C}"), List.of());
    scene.joins("ada", Role.PRESENTER, Scene.media(McuType.CHAT, "{M}"), List.of(Scene.chat()));

    assertThat(RosterPainter.user(scene.state, ADA).presenter()).isTrue();
    assertThat(endpoints()).extracting(RosterEndpoint::id).containsExactly("{C}", "{M}");
    assertThat(endpoints().get(0).session()).isEmpty();
    assertThat(endpoints().get(0).media()).isEmpty();
    assertThat(endpoints().get(0).status()).isEqualTo(EndpointStatus.CONNECTED);
    assertThat(endpoints().get(1).session()).contains(McuType.CHAT);
    assertThat(endpoints().get(1).media())
        .containsExactly(new RosterMedia(1, McuType.CHAT, Direction.SENDRECV, 0, false));
  }

  @Test
  void equalIdsOfAClientAreToldApart() {
    scene.joins("ada", Role.PRESENTER, Scene.control("{c}"), List.of());
    scene.joins("ada", Role.PRESENTER, Scene.media(McuType.CHAT, "{C}"), List.of(Scene.chat()));

    assertThat(endpoints()).hasSize(2);
    assertThat(endpoints().get(1).id()).isNotEqualToIgnoringCase("{c}");
  }

  @ParameterizedTest
  @CsvSource({
    "SENDRECV, SENDRECV, CONNECTED",
    "SENDONLY, SENDONLY, ON_HOLD",
    "RECVONLY, RECVONLY, CONNECTED",
    "INACTIVE, INACTIVE, ON_HOLD"
  })
  void whoHoldsIsSeenSo(Direction offered, Direction seen, EndpointStatus status) {
    scene.joins("ada", Role.ATTENDEE, Entry.PLAIN, List.of(Scene.audio(offered)));

    assertThat(endpoints().get(0).status()).isEqualTo(status);
    assertThat(endpoints().get(0).media().get(0).direction()).isEqualTo(seen);
  }

  @Test
  void anAddressThatIsNowhereIsAHoldToo() {
    StreamDescriptor nowhere = Scene.audio(Direction.SENDRECV).at("0.0.0.0", 4000);
    scene.joins("ada", Role.ATTENDEE, Entry.PLAIN, List.of(nowhere));

    assertThat(endpoints().get(0).status()).isEqualTo(EndpointStatus.ON_HOLD);
  }

  @Test
  void aStreamThatThePeerHasNotAnsweredIsPending() {
    scene.joins("ada");
    Leg leg = scene.state.legsOf(ADA).get(0);
    scene.happens(
        new ConferenceEvent.SessionChanged(
            Samples.AT,
            leg.number(),
            leg.changeKey(),
            leg.dialog(),
            leg.place(),
            leg.remote(),
            new SessionAnswer(List.of(leg.local().streams().get(0), Scene.chat())),
            2,
            Optional.empty()));

    assertThat(endpoints())
        .extracting(RosterEndpoint::status)
        .containsExactly(EndpointStatus.CONNECTED, EndpointStatus.PENDING);
  }

  @Test
  void whoeverIsMutedIsShownBlocked() {
    scene.joins("ada");

    scene.mutes("ada", true);

    assertThat(endpoints().get(0).media().get(0).blocked()).isTrue();
  }

  @Test
  void aChangedRoleIsShown() {
    scene.joins("ada");

    scene.changesRole("ada", Role.PRESENTER);

    assertThat(RosterPainter.user(scene.state, ADA).presenter()).isTrue();
  }

  @Test
  void aFullDocumentHoldsEverybodyAndTheHead() {
    scene.joins("ada");
    scene.joins("bob");
    scene.locks(true);
    scene.happens(new ConferenceEvent.MediaIntroduced(Samples.AT, McuType.AUDIO_VIDEO));

    RosterDocument document = RosterPainter.full(scene.state);

    assertThat(document.full()).isTrue();
    assertThat(document.conference()).isEqualTo(Samples.CONFERENCE);
    assertThat(document.userCount()).isEqualTo(2);
    assertThat(document.users())
        .extracting(RosterUser::user)
        .containsExactly(ADA, Scene.user("bob"));
    assertThat(document.head().orElseThrow().locked()).isTrue();
    assertThat(document.head().orElseThrow().media()).containsExactly(McuType.values());
    assertThat(document.head().orElseThrow().introduced()).containsExactly(McuType.AUDIO_VIDEO);
    assertThat(document.head().orElseThrow().subject()).isEqualTo(Samples.MEETING.subject());
  }

  @Test
  void whoIsCalledIsSeenBesideWhatHeHas() {
    scene.joins("ada");
    RosterEndpoint called = Samples.ROSTER_USER.endpoints().get(0);
    RosterEndpoint ringing =
        new RosterEndpoint(
            "{R}", called.session(), EndpointStatus.ALERTING, true, Samples.AT, "", List.of());
    RosterUser whole = new RosterUser(ADA, "Ada", true, List.of(called, ringing));

    RosterPainter painter = new RosterPainter(scene.state, Map.of(ADA, whole), Set.of());

    assertThat(painter.user(ADA).orElseThrow().endpoints())
        .extracting(RosterEndpoint::status)
        .containsExactly(EndpointStatus.CONNECTED, EndpointStatus.ALERTING);
    assertThat(painter.user(ADA).orElseThrow().presenter()).isFalse();
  }

  @Test
  void whoIsCalledAndNotInIsNotCounted() {
    RosterUser whole = new RosterUser(ADA, "Ada", true, List.of());

    RosterPainter painter = new RosterPainter(scene.state, Map.of(ADA, whole), Set.of());

    assertThat(painter.user(ADA)).contains(whole);
    assertThat(painter.userCount()).isZero();
  }
}
