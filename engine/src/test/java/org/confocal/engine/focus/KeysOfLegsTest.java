package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.mcu.CryptoLine;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys of legs: told to whom they concern, and never written down. */
class KeysOfLegsTest {
  private static final String SUITE = "AES_CM_128_HMAC_SHA1_80";
  private static final CryptoLine THEIRS = new CryptoLine(1, SUITE, "VEhFSVJLRVk");
  private static final CryptoLine OURS = new CryptoLine(1, SUITE, "T1VSS0VZ");
  private static final CryptoLine NEW = new CryptoLine(1, SUITE, "TkVXS0VZ");

  private static ActorTestKit kit;
  private static PersistenceTestKit persistence;
  private FocusHarness conference;
  private FocusHarness.Phone ada;

  @BeforeAll
  static void startSystem() {
    kit =
        ActorTestKit.create(
            "keys-test",
            PersistenceTestKitPlugin.config()
                .withFallback(PersistenceTestKitSnapshotPlugin.config())
                .withFallback(ConfigFactory.load()));
    persistence = PersistenceTestKit.create(kit.system());
  }

  @AfterAll
  static void stopSystem() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void newConference() {
    persistence.clearAll();
    conference = new FocusHarness(kit, 10);
    conference.keys = List.of(OURS);
    conference.newKeys = List.of(NEW);
    ada = conference.phone("ada");
  }

  private static SessionOffer offer(int port, CryptoLine... lines) {
    return new SessionOffer(
        List.of(FocusHarness.offer(port).streams().get(0).with(List.of(lines))));
  }

  private FocusProtocol.Established joins() {
    ada.invite(Optional.of(offer(4000, THEIRS)), Optional.empty());
    return ada.replies.expectMessageClass(FocusProtocol.Established.class);
  }

  private static List<CryptoLine> lines(SessionAnswer description) {
    return description.streams().get(0).crypto();
  }

  private List<Object> journal() {
    return persistence.persistedInStorage("Focus|" + conference.key.value());
  }

  private <M> M mcuHears(Class<M> type) {
    Object message = conference.mcu.receiveMessage();
    while (!type.isInstance(message)) {
      message = conference.mcu.receiveMessage();
    }
    return type.cast(message);
  }

  private static void ends(
      EdgeProtocol.Send send,
      int leg,
      EdgeProtocol.Outcome outcome,
      Optional<SessionOffer> answer) {
    send.replyTo()
        .tell(new EdgeProtocol.Result(leg, send.method(), send.cseq(), outcome, answer, 0, ""));
  }

  private static void ends(EdgeProtocol.Send send, int status) {
    send.replyTo()
        .tell(
            new EdgeProtocol.Result(
                send.dialog().localTag().leg(),
                send.method(),
                send.cseq(),
                EdgeProtocol.Outcome.REFUSED,
                Optional.empty(),
                status,
                ""));
  }

  private EdgeProtocol.Send offeredAnew(LegTag tag) {
    conference.movedLeg = tag.leg();
    conference.crash();
    EdgeProtocol.Send send = conference.edge.expectMessageClass(EdgeProtocol.Send.class);
    assertThat(send.method()).isEqualTo(EdgeProtocol.Method.INVITE);
    return send;
  }

  @Test
  void keysAreToldToTheCallerAndToTheMcu() {
    FocusProtocol.Established answer = joins();

    assertThat(lines(answer.session().orElseThrow().description())).containsExactly(OURS);
    McuProtocol.Connect connect = mcuHears(McuProtocol.Connect.class);
    assertThat(connect.remote().streams().get(0).crypto()).containsExactly(THEIRS);
    assertThat(lines(connect.local())).containsExactly(OURS);
  }

  @Test
  void aRepeatedInviteGetsTheSameKey() {
    FocusProtocol.Established answer = joins();

    assertThat(joins().session()).isEqualTo(answer.session());
  }

  @Test
  void noKeyIsWrittenDown() {
    LegTag tag = joins().tag();
    ada.offers(tag, offer(4100, new CryptoLine(1, SUITE, "T1RIRVI")));
    ada.replies.expectMessageClass(FocusProtocol.Established.class);

    Serialization serialization = SerializationExtension.get(Adapter.toClassic(kit.system()));
    assertThat(journal()).hasSizeGreaterThan(3);
    StringBuilder all = new StringBuilder();
    for (Object event : journal()) {
      byte[] bytes = serialization.serialize(event).get();
      all.append(new String(bytes, StandardCharsets.ISO_8859_1));
    }
    assertThat(all.toString()).contains(SUITE);
    assertThat(all.toString()).doesNotContain(THEIRS.key()).doesNotContain(OURS.key());
    assertThat(all.toString()).doesNotContain("T1RIRVI");
  }

  @Test
  void aSnapshotHasNoKeyAndTheStateKeepsIt() {
    LegTag tag = joins().tag();
    ConferenceEvent.LegJoined stored =
        journal().stream()
            .filter(ConferenceEvent.LegJoined.class::isInstance)
            .map(ConferenceEvent.LegJoined.class::cast)
            .findFirst()
            .orElseThrow();
    Conference state =
        Conference.idle(conference.key)
            .apply(stored)
            .apply(
                new ConferenceEvent.SessionChanged(
                    conference.now,
                    tag.leg(),
                    stored.leg().joinKey(),
                    stored.leg().dialog(),
                    stored.leg().place(),
                    Optional.of(offer(4000, THEIRS)),
                    new SessionAnswer(offer(4000, OURS).streams()),
                    2,
                    Optional.empty()));
    WithoutKeys.Snapshots snapshots = new WithoutKeys.Snapshots();

    Conference written = snapshots.fromJournal(snapshots.toJournal(state));

    assertThat(written.leg(tag.leg()).orElseThrow().lostItsKeys()).isTrue();
    assertThat(written.leg(tag.leg()).orElseThrow().remote().orElseThrow().keyless()).isTrue();
    assertThat(state.leg(tag.leg()).orElseThrow().lostItsKeys()).isFalse();
    assertThat(written.attendance()).isEqualTo(state.attendance());
  }

  @Test
  void noTextShowsAKey() {
    FocusProtocol.Established answer = joins();
    McuProtocol.Connect connect = mcuHears(McuProtocol.Connect.class);

    assertThat(answer + " " + connect)
        .contains(SUITE)
        .doesNotContain(THEIRS.key())
        .doesNotContain(OURS.key());
  }

  @Test
  void whoseKeysAreLostIsOfferedNewOnesAndHeardAgain() {
    LegTag tag = joins().tag();

    EdgeProtocol.Send send = offeredAnew(tag);
    McuProtocol.Revive revive = mcuHears(McuProtocol.Revive.class);
    ends(send, tag.leg(), EdgeProtocol.Outcome.OK, Optional.of(offer(4000, THEIRS)));

    assertThat(revive.remote().keyless()).isTrue();
    assertThat(revive.local().keyless()).isTrue();
    assertThat(lines(send.session().orElseThrow().description())).containsExactly(NEW);
    assertThat(mcuHears(McuProtocol.Connect.class).remote().keyless()).isTrue();
    McuProtocol.Connect connect = mcuHears(McuProtocol.Connect.class);
    assertThat(connect.remote().streams().get(0).crypto()).containsExactly(THEIRS);
    assertThat(lines(connect.local())).containsExactly(NEW);
  }

  @Test
  void whoRefusesNewKeysIsSentAway() {
    LegTag tag = joins().tag();
    EdgeProtocol.Send send = offeredAnew(tag);

    ends(send, tag.leg(), EdgeProtocol.Outcome.REFUSED, Optional.empty());

    assertThat(conference.edge.expectMessageClass(EdgeProtocol.Send.class).method())
        .isEqualTo(EdgeProtocol.Method.BYE);
  }

  @Test
  void anAnswerIsNotRepeatedWithoutItsKey() {
    joins();
    conference.crash();
    mcuHears(McuProtocol.Revive.class);

    ada.invite(Optional.of(offer(4000, THEIRS)), Optional.empty());

    ada.replies.expectNoMessage();
  }

  @Test
  void whoAnswersWithoutKeysHasNone() {
    ada.invite(Optional.empty(), Optional.empty());
    LegTag tag = ada.replies.expectMessageClass(FocusProtocol.Established.class).tag();

    conference.focus.tell(
        new FocusProtocol.Acknowledge(
            tag, "call-ada", "tag-ada", 1, Optional.of(FocusHarness.offer(4000))));

    McuProtocol.Connect connect = mcuHears(McuProtocol.Connect.class);
    assertThat(lines(connect.local())).isEmpty();
    assertThat(connect.local().keyless()).isFalse();
  }

  @Test
  void whoOfferedAKeyThatWeDidNotTakeIsNotSentAway() {
    conference.keys = List.of();
    conference.newKeys = List.of();
    LegTag tag = joins().tag();
    EdgeProtocol.Send send = offeredAnew(tag);

    ends(send, tag.leg(), EdgeProtocol.Outcome.REFUSED, Optional.empty());

    assertThat(mcuHears(McuProtocol.Revive.class).remote().keyless()).isFalse();
    assertThat(conference.view().legs()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {480, 500, 503})
  void whoRefusesNewKeysForTheMomentIsOfferedThemAgain(int status) {
    LegTag tag = joins().tag();
    EdgeProtocol.Send first = offeredAnew(tag);

    ends(first, status);

    EdgeProtocol.Send second = conference.edge.expectMessageClass(EdgeProtocol.Send.class);
    while (second.method() == EdgeProtocol.Method.OPTIONS) { // the leg is probed as well
      second = conference.edge.expectMessageClass(EdgeProtocol.Send.class);
    }
    assertThat(second.method()).isEqualTo(EdgeProtocol.Method.INVITE);
    assertThat(second.session()).isEqualTo(first.session());
  }

  @Test
  void whoRefusesNewKeysForTheMomentAgainAndAgainIsSentAway() {
    EdgeProtocol.Send send = offeredAnew(joins().tag());

    int offers = 0;
    while (send.method() != EdgeProtocol.Method.BYE) {
      offers += send.method() == EdgeProtocol.Method.INVITE ? 1 : 0;
      ends(send, 500);
      send = conference.edge.expectMessageClass(EdgeProtocol.Send.class);
    }

    assertThat(offers).isEqualTo(8);
  }
}
