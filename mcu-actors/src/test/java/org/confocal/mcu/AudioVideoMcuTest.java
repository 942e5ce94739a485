package org.confocal.mcu;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.confocal.engine.Rejection;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.IceDescription;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.Tuning;
import org.confocal.media.AudioCodec;
import org.confocal.media.CommandResult;
import org.confocal.media.MediaPlane;
import org.confocal.media.MediaSettings;
import org.confocal.media.loop.MediaLoops;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The MCU, the media node and the media plane, on real sockets of this machine. */
class AudioVideoMcuTest {
  private static final List<AudioCodec> LAWS = List.of(AudioCodec.PCMU, AudioCodec.PCMA);

  private static final UserUri USER = new UserUri("sip:ravi@example.test");

  private static final int FIRST_PORT = 27_000;
  private static final int LAST_PORT = 27_199;
  private static final String HERE = "127.0.0.1";
  private static final AtomicInteger CONFERENCES = new AtomicInteger(10_000_000);
  private static ActorTestKit kit;

  private final FocusKey conference =
      FocusKey.of(
          new ConferenceUri(
              new UserUri("sip:dana@example.test"),
              new ConferenceId(Integer.toString(CONFERENCES.incrementAndGet()))));
  private final List<Handset> handsets = new ArrayList<>();
  private MediaPlane plane;
  private ActorRef<MediaNode.Command> node;
  private TestProbe<McuProtocol.Event> focus;
  private ActorRef<McuProtocol.Command> mcu;
  private SrtpPolicy policy = SrtpPolicy.OFF;

  @BeforeAll
  static void startSystem() {
    kit = ActorTestKit.create("mcu-test", ConfigFactory.load());
  }

  @AfterAll
  static void stopSystem() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void newConference() {
    startPlane(anyAddress(), FIRST_PORT, LAST_PORT);
    focus = kit.createTestProbe();
    mcu = mcu(1);
  }

  @AfterEach
  void endPlane() {
    handsets.forEach(Handset::close);
    plane.close();
  }

  private static InetAddress address(String literal) {
    return IpLiteral.parse(literal).orElseThrow();
  }

  private static InetAddress anyAddress() {
    return MediaSettings.defaults().ports().bindAddress();
  }

  private void start(InetAddress bind, int first, int last) {
    startPlane(bind, first, last);
    focus = kit.createTestProbe();
    mcu = mcu(1);
  }

  private void startPlane(InetAddress bind, int first, int last) {
    MediaSettings defaults = MediaSettings.defaults();
    MediaSettings.Ports ports = defaults.ports();
    plane =
        MediaLoops.start(
            defaults
                .with(new MediaSettings.Loops(1, 4, 4096, Duration.ofMillis(5)))
                .with(
                    new MediaSettings.Ports(
                        first,
                        last,
                        bind,
                        Duration.ZERO,
                        ports.receiveBufferBytes(),
                        ports.sendBufferBytes())),
            System::nanoTime,
            System::currentTimeMillis);
    node = kit.spawn(MediaNode.create(plane));
  }

  private void restart(InetAddress bind, int first, int last) {
    kit.stop(mcu);
    plane.close();
    start(bind, first, last);
  }

  private ActorRef<McuProtocol.Command> mcu(long epoch) {
    return mcu(epoch, List.of());
  }

  private ActorRef<McuProtocol.Command> mcu(long epoch, List<InetAddress> advertised) {
    return kit.spawn(
        Mcus.here(
                node,
                new McuSettings(
                    advertised, LAWS, 7, ChatSettings.from(ConfigFactory.load()), policy))
            .mcu(McuType.AUDIO_VIDEO, conference, epoch, withoutTalkers(focus)));
  }

  /** Who speaks is told whenever somebody does: no news here. */
  private static ActorRef<McuProtocol.Event> withoutTalkers(TestProbe<McuProtocol.Event> to) {
    return kit.spawn(
        Behaviors.receiveMessage(
            event -> {
              if (!(event instanceof McuProtocol.Talking)) {
                to.getRef().tell(event);
              }
              return Behaviors.same();
            }));
  }

  private Handset handset() throws SocketException {
    Handset handset = new Handset();
    handsets.add(handset);
    return handset;
  }

  private void negotiates(int leg, SessionOffer offer) {
    mcu.tell(new McuProtocol.Negotiate(leg, Optional.of(offer), HERE, focus.getRef()));
  }

  private McuProtocol.Negotiated negotiated(int leg, SessionOffer offer) {
    negotiates(leg, offer);
    return focus.expectMessageClass(McuProtocol.Negotiated.class);
  }

  private McuProtocol.Negotiated joins(int leg, Handset handset) {
    McuProtocol.Negotiated n = negotiated(leg, handset.offer());
    mcu.tell(new McuProtocol.Connect(leg, USER, handset.offer(), n.local()));
    return n;
  }

  private void revives(int leg, McuProtocol.Negotiated before, SessionOffer remote) {
    mcu.tell(new McuProtocol.Revive(leg, USER, before.place(), remote, before.local(), HERE));
  }

  /** Speaks until the other hears it: his packets are the clock. */
  private static void assertHeard(Handset speaker, MediaPlace at, Handset listener)
      throws IOException {
    int loud = 0;
    for (int i = 0; i < 100 && loud < 5; i++) {
      speaker.speak(at);
      loud += listener.hearsTone() ? 1 : 0;
    }
    assertThat(loud).isEqualTo(5);
  }

  private List<String> legsOfThePlane() {
    return plane.inventory().stream().map(r -> r.id().leg()).toList();
  }

  @Test
  void aLegIsPreparedConnectedAndHeard() throws Exception {
    Handset ada = handset();
    Handset bob = handset();
    McuProtocol.Negotiated a = joins(1, ada);
    joins(2, bob);

    assertHeard(ada, a.place(), bob);

    assertThat(focus.expectMessageClass(McuProtocol.StreamAlive.class).leg()).isEqualTo(1);
    assertThat(a.local())
        .isEqualTo(
            new OfferAnswer(LAWS, Sdp.OPEN).answer(ada.offer(), a.place(), Optional.empty()));
    assertThat(a.place().host()).isEqualTo(HERE);
    assertThat(a.place().port()).isBetween(FIRST_PORT, LAST_PORT).isEven();
    assertThat(ada.hear()).isEqualTo(a.place().ssrc());
  }

  @Test
  void nothingFlowsBeforeConnect() throws Exception {
    Handset ada = handset();

    negotiated(1, ada.offer());

    assertThat(ada.fallsSilent()).isTrue();
  }

  @Test
  void aLegThatIsNegotiatedAgainKeepsItsPlace() throws Exception {
    Handset ada = handset();
    McuProtocol.Negotiated first = joins(1, ada);

    SessionOffer hold =
        Sdp.offer(Sdp.audio(Sdp.PCMA).at(HERE, ada.socket.getLocalPort()).with(Direction.SENDONLY));
    McuProtocol.Negotiated second = negotiated(1, hold);

    assertThat(second.place()).isEqualTo(first.place());
    assertThat(second.local())
        .isEqualTo(new OfferAnswer(LAWS, Sdp.OPEN).answer(hold, first.place(), Optional.empty()));
  }

  @Test
  void negotiatingTwiceAtOnceKeepsTheLeg() throws Exception {
    Handset ada = handset();
    negotiates(1, ada.offer());
    negotiates(1, ada.offer());
    negotiates(2, handset().offer());

    McuProtocol.Negotiated n = focus.expectMessageClass(McuProtocol.Negotiated.class);
    negotiatedLast(2);

    assertThat(legsOfThePlane()).containsExactlyInAnyOrder("1", "2");
    mcu.tell(new McuProtocol.Connect(1, USER, ada.offer(), n.local()));
    assertThat(ada.hear()).isEqualTo(n.place().ssrc());
  }

  /** Skips the answers of other legs: a repetition may be answered with the first or apart. */
  private void negotiatedLast(int leg) {
    int answered = 0;
    while (answered != leg) {
      answered = focus.expectMessageClass(McuProtocol.Negotiated.class).leg();
    }
  }

  @Test
  void aMutedLegIsHeardNoMoreAndThenAgain() throws Exception {
    Handset ada = handset();
    Handset bob = handset();
    McuProtocol.Negotiated a = joins(1, ada);
    joins(2, bob);
    assertHeard(ada, a.place(), bob);

    mcu.tell(new McuProtocol.Muted(1, true));

    int silent = 0;
    for (int i = 0; i < 200 && silent < 10; i++) {
      ada.speak(a.place());
      silent = bob.hearsTone() ? 0 : silent + 1;
    }
    assertThat(silent).isEqualTo(10);
    mcu.tell(new McuProtocol.Muted(1, false));
    assertHeard(ada, a.place(), bob);
  }

  @Test
  void aDeafLegHearsNothingAndHearsAgain() throws Exception {
    Handset ada = handset();
    Handset bob = handset();
    McuProtocol.Negotiated a = joins(1, ada);
    joins(2, bob);
    assertHeard(ada, a.place(), bob);

    mcu.tell(new McuProtocol.Tuned(2, Tuning.PLAIN.withDeaf(true)));

    int silent = 0;
    for (int i = 0; i < 200 && silent < 10; i++) {
      ada.speak(a.place());
      silent = bob.hearsTone() ? 0 : silent + 1;
    }
    assertThat(silent).isEqualTo(10);
    mcu.tell(new McuProtocol.Tuned(2, Tuning.PLAIN));
    assertHeard(ada, a.place(), bob);
  }

  @Test
  void whoSpeaksIsToldToTheFocus() throws Exception {
    TestProbe<McuProtocol.Event> all = kit.createTestProbe();
    mcu =
        kit.spawn(
            Mcus.here(
                    node,
                    new McuSettings(
                        List.of(), LAWS, 7, ChatSettings.from(ConfigFactory.load()), policy))
                .mcu(McuType.AUDIO_VIDEO, conference, 2, all.getRef()));
    focus.expectMessageClass(McuProtocol.Fenced.class);
    Handset ada = handset();
    Handset bob = handset();
    McuProtocol.Negotiated a = joins(1, ada);
    joins(2, bob);

    assertHeard(ada, a.place(), bob);

    all.fishForMessage(
        Duration.ofSeconds(3),
        event ->
            event.equals(new McuProtocol.Talking(Set.of(1)))
                ? FishingOutcomes.complete()
                : FishingOutcomes.continueAndIgnore());
  }

  @Test
  void aReleasedLegIsSilentAndItsPortIsFree() throws Exception {
    Handset ada = handset();
    MediaPlace place = joins(1, ada).place();
    ada.hear();

    mcu.tell(new McuProtocol.Release(1));

    negotiated(2, handset().offer());
    assertThat(legsOfThePlane()).containsExactly("2");
    assertThat(ada.fallsSilent()).isTrue();
    try (DatagramSocket free = new DatagramSocket(place.port(), address(HERE))) {
      assertThat(free.isBound()).isTrue();
    }
  }

  @Test
  void aLegThatIsReleasedBeforeItHasItsPortLeavesNothing() throws Exception {
    negotiates(1, handset().offer());
    mcu.tell(new McuProtocol.Release(1));
    negotiates(2, handset().offer());

    negotiatedLast(2);

    assertThat(legsOfThePlane()).containsExactly("2");
  }

  @Test
  void anEndedConferenceLeavesNothingAndTheMcuStops() throws Exception {
    Handset ada = handset();
    joins(1, ada);
    joins(2, handset());
    ada.hear();

    mcu.tell(new McuProtocol.Ended());

    focus.expectTerminated(mcu);
    assertThat(ada.fallsSilent()).isTrue();
    assertThat(plane.inventory()).isEmpty();
  }

  private static SessionOffer withIce(Handset handset) {
    String own = "1 1 UDP 2130706431 127.0.0.1 " + handset.socket.getLocalPort() + " typ host";
    return new SessionOffer(
        List.of(
            handset
                .offer()
                .streams()
                .get(0)
                .with(
                    new IceDescription(
                        IceDescription.Kind.STANDARD,
                        "peer",
                        "peerpasswordpeerpassword",
                        List.of(own)))));
  }

  @Test
  void aLegThatDidIceGetsNewNamesInANewOfferWhenItsPasswordsAreForgotten() throws Exception {
    SessionOffer offer = withIce(handset());
    McuProtocol.Negotiated n = negotiated(1, offer);
    mcu.tell(new McuProtocol.Connect(1, USER, offer, n.local()));
    mcu = mcu(2);
    focus.expectMessageClass(McuProtocol.Fenced.class);

    mcu.tell(
        new McuProtocol.Revive(
            1, USER, n.place(), offer.withoutKeys(n.local()), n.local().withoutKeys(), HERE));

    McuProtocol.Moved moved = focus.expectMessageClass(McuProtocol.Moved.class);
    IceDescription before = n.local().streams().get(0).ice();
    IceDescription now = moved.local().streams().get(0).ice();
    assertThat(moved.place()).isEqualTo(n.place());
    assertThat(now.password()).isNotEmpty().isNotEqualTo(before.password());
    assertThat(now.ufrag()).isNotEqualTo(before.ufrag());
    assertThat(now.candidates()).isEqualTo(before.candidates());
  }

  @Test
  void aLegThatDidIceKeepsItsNamesWhileTheFocusKnowsThem() throws Exception {
    SessionOffer offer = withIce(handset());
    McuProtocol.Negotiated n = negotiated(1, offer);
    mcu.tell(new McuProtocol.Connect(1, USER, offer, n.local()));
    mcu = mcu(2);
    focus.expectMessageClass(McuProtocol.Fenced.class);

    mcu.tell(new McuProtocol.Revive(1, USER, n.place(), offer, n.local(), HERE));
    McuProtocol.Negotiated again = negotiated(1, offer);

    assertThat(again.local()).isEqualTo(n.local());
  }

  @Test
  void anOfferWithoutOurCodecsIsRefused() {
    negotiates(1, Sdp.offer(Sdp.audio(Sdp.OPUS).at(HERE, 4000)));

    assertThat(focus.expectMessageClass(McuProtocol.NotNegotiated.class).rejection().reason())
        .isEqualTo(Rejection.Reason.MEDIA_NOT_ACCEPTABLE);
    assertThat(plane.inventory()).isEmpty();
  }

  @Test
  void anOfferOfOursIsConnectedByItsAnswer() throws Exception {
    Handset ada = handset();
    mcu.tell(new McuProtocol.Negotiate(1, Optional.empty(), HERE, focus.getRef()));
    McuProtocol.Negotiated n = focus.expectMessageClass(McuProtocol.Negotiated.class);
    assertThat(n.local())
        .isEqualTo(new OfferAnswer(LAWS, Sdp.OPEN).ownOffer(n.place(), Optional.empty()));

    mcu.tell(new McuProtocol.Connect(1, USER, ada.offer(), n.local()));

    assertThat(ada.hear()).isEqualTo(n.place().ssrc());
  }

  @Test
  void anOfferOfOursInASessionThatIsThereKeepsItsLines() throws Exception {
    Handset ada = handset();
    SessionOffer withVideo =
        Sdp.offer(Sdp.video(), Sdp.audio(Sdp.PCMU).at(HERE, ada.socket.getLocalPort()));
    McuProtocol.Negotiated n = negotiated(1, withVideo);
    mcu.tell(new McuProtocol.Connect(1, USER, withVideo, n.local()));

    mcu.tell(new McuProtocol.Negotiate(1, Optional.empty(), HERE, focus.getRef()));

    SessionAnswer ours = focus.expectMessageClass(McuProtocol.Negotiated.class).local();
    assertThat(ours.streams()).hasSize(2);
    assertThat(ours.streams().get(0)).isEqualTo(n.local().streams().get(0));
    assertThat(ours.streams().get(1).codecs()).contains(Sdp.PCMU, Sdp.PCMA);
    assertThat(ours.streams().get(1).port()).isEqualTo(n.place().port());
  }

  @Test
  void anAnswerThatCannotBeUsedIsTold() {
    mcu.tell(new McuProtocol.Negotiate(1, Optional.empty(), HERE, focus.getRef()));
    SessionAnswer ours = focus.expectMessageClass(McuProtocol.Negotiated.class).local();

    mcu.tell(new McuProtocol.Connect(1, USER, Sdp.offer(Sdp.audio(Sdp.OPUS).at(HERE, 4000)), ours));

    assertThat(focus.expectMessageClass(McuProtocol.NotConnected.class).leg()).isEqualTo(1);
  }

  @Test
  void whenOnlyTheMcuDiedAudioGoesOnWithoutAGap() throws Exception {
    Handset ada = handset();
    McuProtocol.Negotiated before = joins(1, ada);
    ada.hear();
    kit.stop(mcu);
    mcu = mcu(2);

    revives(1, before, ada.offer());

    assertThat(negotiated(2, handset().offer()).place().port()).isNotEqualTo(before.place().port());
    assertThat(legsOfThePlane()).containsExactlyInAnyOrder("1", "2");
    assertThat(ada.hear()).isEqualTo(before.place().ssrc());
    assertThat(ada.fallsSilent()).isFalse();
  }

  @Test
  void whenTheMediaDiedTooALegComesBackAtItsPlace() throws Exception {
    Handset ada = handset();
    Handset bob = handset();
    joins(5, handset());
    McuProtocol.Negotiated a = joins(1, ada);
    McuProtocol.Negotiated b = joins(2, bob);
    restart(anyAddress(), FIRST_PORT, LAST_PORT);
    assertThat(ada.fallsSilent()).isTrue();
    assertThat(bob.fallsSilent()).isTrue();

    revives(2, b, bob.offer());
    revives(1, a, ada.offer());

    assertHeard(ada, a.place(), bob);
    assertThat(bob.hear()).isEqualTo(b.place().ssrc());
    assertThat(focus.expectMessageClass(McuProtocol.StreamAlive.class).leg()).isEqualTo(1);
  }

  @Test
  void aLegWhosePortIsTakenIsToldAsMoved() throws Exception {
    Handset ada = handset();
    McuProtocol.Negotiated before = joins(1, ada);
    kit.stop(mcu);
    plane.close();
    try (DatagramSocket squatter = new DatagramSocket(before.place().port(), address(HERE))) {
      start(anyAddress(), FIRST_PORT, LAST_PORT);

      revives(1, before, ada.offer());

      McuProtocol.Moved moved = focus.expectMessageClass(McuProtocol.Moved.class);
      assertThat(moved.place().port()).isNotEqualTo(squatter.getLocalPort());
      assertThat(moved.place().host()).isEqualTo(HERE);
      assertThat(moved.local())
          .isEqualTo(
              new OfferAnswer(LAWS, Sdp.OPEN).answer(ada.offer(), moved.place(), Optional.empty()));
      mcu.tell(new McuProtocol.Connect(1, USER, ada.offer(), moved.local()));
      assertThat(ada.hear()).isEqualTo(moved.place().ssrc());
    }
  }

  /** He offers a key, and gets back ours. */
  private McuProtocol.Negotiated joinsSecurely(int leg, Handset handset) {
    policy = SrtpPolicy.REQUIRED;
    kit.stop(mcu);
    mcu = mcu(2);
    McuProtocol.Negotiated n = negotiated(leg, handset.secureOffer());
    handset.hearsBy(n.local());
    mcu.tell(new McuProtocol.Connect(leg, USER, handset.secureOffer(), n.local()));
    return n;
  }

  @Test
  void aLegWithKeysIsHeardByAnotherWithKeys() throws Exception {
    Handset ada = handset();
    Handset bob = handset();
    McuProtocol.Negotiated a = joinsSecurely(1, ada);
    joinsSecurely(2, bob);

    assertHeard(ada, a.place(), bob);

    assertThat(plane.counters().packets().unauthentic()).isZero();
  }

  @Test
  void whoHasNoKeyIsRefusedWhereKeysAreRequired() throws Exception {
    policy = SrtpPolicy.REQUIRED;
    kit.stop(mcu);
    mcu = mcu(2);

    negotiates(1, handset().offer());

    Rejection rejection = focus.expectMessageClass(McuProtocol.NotNegotiated.class).rejection();
    assertThat(rejection.reason()).isEqualTo(Rejection.Reason.MEDIA_NOT_ACCEPTABLE);
    assertThat(rejection.text()).startsWith("Audio has to be encrypted (expected: a=crypto with");
  }

  @Test
  void whenOnlyTheMcuDiedALegWithKeysGoesOnWithoutAGap() throws Exception {
    Handset ada = handset();
    McuProtocol.Negotiated before = joinsSecurely(1, ada);
    ada.hear();
    kit.stop(mcu);
    mcu = mcu(3);

    revives(1, before, ada.secureOffer());

    assertThat(negotiated(2, handset().secureOffer()).leg()).isEqualTo(2);
    assertThat(ada.hear()).isEqualTo(before.place().ssrc());
    assertThat(ada.fallsSilent()).isFalse();
  }

  @Test
  void aLegWhoseKeysAreLostGetsNewOnesAndAnotherStream() throws Exception {
    Handset ada = handset();
    McuProtocol.Negotiated before = joinsSecurely(1, ada);
    restart(anyAddress(), FIRST_PORT, LAST_PORT);
    kit.stop(mcu);
    mcu = mcu(3);

    mcu.tell(
        new McuProtocol.Revive(
            1,
            USER,
            before.place(),
            ada.secureOffer().withoutKeys(before.local()),
            before.local().withoutKeys(),
            HERE));
    McuProtocol.Moved moved = focus.expectMessageClass(McuProtocol.Moved.class);
    mcu.tell(
        new McuProtocol.Connect(
            1, USER, ada.secureOffer().withoutKeys(before.local()), moved.local()));
    boolean silent = ada.fallsSilent();
    ada.hearsBy(moved.local());
    mcu.tell(new McuProtocol.Connect(1, USER, ada.secureOffer(), moved.local()));

    assertThat(silent).as("until the peer has answered").isTrue();
    assertThat(moved.place().port()).isEqualTo(before.place().port());
    assertThat(moved.place().ssrc()).isNotEqualTo(before.place().ssrc());
    assertThat(ada.hear()).isEqualTo(moved.place().ssrc());
  }

  @Test
  void aLegWhoseMediaDiedButWhoseKeysAreKnownGetsNewOnesToo() throws Exception {
    Handset ada = handset();
    McuProtocol.Negotiated before = joinsSecurely(1, ada);
    restart(anyAddress(), FIRST_PORT, LAST_PORT);
    kit.stop(mcu);
    mcu = mcu(3);

    revives(1, before, ada.secureOffer());

    McuProtocol.Moved moved = focus.expectMessageClass(McuProtocol.Moved.class);
    assertThat(moved.local().keyless()).isFalse();
    assertThat(moved.local()).isNotEqualTo(before.local());
  }

  @Test
  void aFocusWithALowerEpochIsFenced() {
    mcu(5);
    assertThat(focus.expectMessageClass(McuProtocol.Fenced.class).highestEpoch()).isEqualTo(5);

    mcu(4);

    assertThat(focus.expectMessageClass(McuProtocol.Fenced.class).highestEpoch()).isEqualTo(5);
  }

  @Test
  void aFocusWithALowerEpochIsFencedByThePlaneToo() throws Exception {
    mcu = mcu(5);
    focus.expectMessageClass(McuProtocol.Fenced.class);
    negotiated(1, handset().offer());
    kit.stop(mcu);
    kit.stop(node);
    node = kit.spawn(MediaNode.create(plane));

    mcu(4);

    assertThat(focus.expectMessageClass(McuProtocol.Fenced.class).highestEpoch()).isEqualTo(5);
  }

  @Test
  void whenANewFocusTakesOverTheOldOneIsFencedAndItsCommandsDoNothing() throws Exception {
    Handset ada = handset();
    McuProtocol.Negotiated n = joins(1, ada);
    ada.hear();
    ActorRef<McuProtocol.Command> older = mcu;
    TestProbe<McuProtocol.Event> oldFocus = focus;
    focus = kit.createTestProbe();
    mcu = mcu(9);
    assertThat(oldFocus.expectMessageClass(McuProtocol.Fenced.class).highestEpoch()).isEqualTo(9);

    older.tell(new McuProtocol.Release(1));
    older.tell(
        new McuProtocol.Negotiate(3, Optional.of(handset().offer()), HERE, oldFocus.getRef()));
    older.tell(new McuProtocol.Connect(1, USER, handset().offer(), n.local()));
    kit.stop(older);

    negotiated(2, handset().offer());
    assertThat(legsOfThePlane()).containsExactlyInAnyOrder("1", "2");
    assertThat(ada.hear()).isEqualTo(n.place().ssrc());
    focus.expectNoMessage(Duration.ZERO);
    oldFocus.expectNoMessage(Duration.ZERO);
  }

  @Test
  void whenNoPortIsLeftTheCallerIsToldToTryAgain() throws Exception {
    restart(anyAddress(), LAST_PORT + 1, LAST_PORT + 2);
    Handset ada = handset();
    joins(1, ada);

    negotiates(2, handset().offer());

    Rejection rejection = focus.expectMessageClass(McuProtocol.NotNegotiated.class).rejection();
    assertThat(rejection.reason()).isEqualTo(Rejection.Reason.UNAVAILABLE);
    assertThat(rejection.retryAfter()).contains(Duration.ofSeconds(7));
    mcu.tell(new McuProtocol.Release(1));
    // The selector lets go of a closed socket with its next poll: without quarantine that counts.
    assertThat(ada.fallsSilent()).isTrue();
    assertThat(negotiated(2, handset().offer()).leg()).isEqualTo(2);
  }

  @Test
  void aNewMediaNodeOnTheSamePlaneFindsTheLegs() throws Exception {
    Handset ada = handset();
    McuProtocol.Negotiated before = joins(1, ada);
    ada.hear();
    kit.stop(mcu);
    kit.stop(node);
    node = kit.spawn(MediaNode.create(plane));
    mcu = mcu(2);

    revives(1, before, ada.offer());

    negotiated(2, handset().offer());
    assertThat(ada.hear()).isEqualTo(before.place().ssrc());
    assertThat(legsOfThePlane()).containsExactlyInAnyOrder("1", "2");
    ada.speak(before.place());
    assertThat(plane.counters().conferences()).isEqualTo(1);
  }

  @Test
  void aMediaNodeThatFailsKnowsItsMcusAfterwards() throws Exception {
    kit.stop(mcu);
    kit.stop(node);
    node =
        kit.spawn(
            Behaviors.supervise(MediaNode.create(failingOnMute(plane)))
                .onFailure(SupervisorStrategy.restart()));
    mcu = mcu(2);
    Handset ada = handset();
    McuProtocol.Negotiated a = joins(1, ada);

    mcu.tell(new McuProtocol.Muted(1, true));

    assertThat(negotiated(2, handset().offer()).leg()).isEqualTo(2);
    ada.speak(a.place());
    assertThat(focus.expectMessageClass(McuProtocol.StreamAlive.class).leg()).isEqualTo(1);
  }

  @Test
  void aPlaneThatIsTooBusyIsToldAgain() throws Exception {
    AtomicInteger relates = new AtomicInteger();
    AtomicInteger stops = new AtomicInteger();
    kit.stop(mcu);
    kit.stop(node);
    node =
        kit.spawn(
            MediaNode.create(
                busyAtFirst(plane, Map.of("relate", relates, "stopRecording", stops))));
    mcu = mcu(2);
    joins(1, handset());

    mcu.tell(new McuProtocol.Related(List.of()));
    mcu.tell(new McuProtocol.StopRecording("r1"));

    focus.awaitAssert(
        () -> {
          assertThat(relates).hasValue(2);
          assertThat(stops).hasValue(2);
          return null;
        });
  }

  /** The real plane, but it has no time for these commands when they come for the first time. */
  private static MediaPlane busyAtFirst(MediaPlane real, Map<String, AtomicInteger> calls) {
    return (MediaPlane)
        Proxy.newProxyInstance(
            MediaPlane.class.getClassLoader(),
            new Class<?>[] {MediaPlane.class},
            (proxy, method, arguments) -> {
              AtomicInteger called = calls.get(method.getName());
              if (called != null && called.incrementAndGet() == 1) {
                @SuppressWarnings("unchecked")
                Consumer<CommandResult> done =
                    (Consumer<CommandResult>) arguments[arguments.length - 1];
                done.accept(new CommandResult.Busy());
                return null;
              }
              return method.invoke(real, arguments);
            });
  }

  /** The real plane, but for one command. */
  private static MediaPlane failingOnMute(MediaPlane real) {
    return (MediaPlane)
        Proxy.newProxyInstance(
            MediaPlane.class.getClassLoader(),
            new Class<?>[] {MediaPlane.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("mute")) {
                throw new IllegalStateException("a failure of ours");
              }
              return method.invoke(real, arguments);
            });
  }

  @Test
  void theBoundAddressIsToldWhenTheSettingsChooseIt() throws Exception {
    restart(address("127.0.0.2"), FIRST_PORT, LAST_PORT);

    McuProtocol.Negotiated n = negotiated(1, handset().offer());

    assertThat(n.place().host()).isEqualTo("127.0.0.2");
    assertThat(n.local().streams().get(0).host()).isEqualTo("127.0.0.2");
  }

  @Test
  void anAdvertisedAddressIsToldInsteadToItsFamily() throws Exception {
    restart(address("127.0.0.2"), FIRST_PORT, LAST_PORT);
    kit.stop(mcu);
    mcu = mcu(2, List.of(address("2001:db8::5"), address("198.51.100.5")));

    McuProtocol.Negotiated n = negotiated(1, handset().offer());

    assertThat(n.place().host()).isEqualTo("198.51.100.5");
  }

  @Test
  void aLegWithAnAdvertisedAddressComesBackAtItsPlace() throws Exception {
    Handset ada = handset();
    kit.stop(mcu);
    mcu = mcu(2, List.of(address("198.51.100.5")));
    McuProtocol.Negotiated before = joins(1, ada);
    kit.stop(mcu);
    plane.close();
    startPlane(anyAddress(), FIRST_PORT, LAST_PORT);
    mcu = mcu(3, List.of(address("198.51.100.5")));

    revives(1, before, ada.offer());

    assertThat(ada.hear()).isEqualTo(before.place().ssrc());
    focus.expectNoMessage(Duration.ZERO);
  }

  @Test
  void aPeerWhoseAddressCannotBeReachedIsServedTowardsItsSignalling() throws Exception {
    Handset ada = handset();
    SessionOffer linkLocal =
        Sdp.offer(Sdp.audio(Sdp.PCMU).at("fe80::1", ada.socket.getLocalPort()));
    McuProtocol.Negotiated n = negotiated(1, linkLocal);
    assertThat(n.place().host()).isEqualTo(HERE);

    mcu.tell(new McuProtocol.Connect(1, USER, linkLocal, n.local()));

    assertThat(ada.hear()).isEqualTo(n.place().ssrc());
  }

  @Test
  void aPeerThatNamesItsHostIsServedWhereItsSignallingComesFrom() throws Exception {
    Handset ada = handset();
    SessionOffer named =
        Sdp.offer(Sdp.audio(Sdp.PCMU).at("ada.example.test", ada.socket.getLocalPort()));
    McuProtocol.Negotiated n = negotiated(1, named);

    mcu.tell(new McuProtocol.Connect(1, USER, named, n.local()));

    assertThat(ada.hear()).isEqualTo(n.place().ssrc());
  }

  @Test
  void whoOfferedAKeyThatWeDidNotTakeComesBackUnnoticed() throws Exception {
    Handset ada = handset();
    McuProtocol.Negotiated before = negotiated(1, ada.secureOffer());
    SessionOffer stored =
        ada.secureOffer().withoutKeys(new SessionAnswer(ada.secureOffer().streams()));
    restart(anyAddress(), FIRST_PORT, LAST_PORT);
    kit.stop(mcu);
    mcu = mcu(3);

    revives(1, before, stored);

    assertThat(stored.keyless()).as("as older journals have it").isTrue();
    assertThat(ada.hear()).isEqualTo(before.place().ssrc());
  }
}
