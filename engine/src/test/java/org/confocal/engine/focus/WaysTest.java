package org.confocal.engine.focus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.confocal.engine.Samples;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.edge.EdgeProtocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which edge a focus speaks by, when it starts again and when an edge ends. */
class WaysTest {
  private static final String ELSEWHERE = "sip:c-aaaaaaaaaaaaaaaaaaaa@192.0.2.9:5060";
  private static ActorTestKit kit;
  private FocusHarness conference;

  @BeforeAll
  static void startSystem() {
    kit = ActorTestKit.create("ways-test", FocusTest.CONFIG);
  }

  @AfterAll
  static void stopSystem() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void newConference() {
    conference = new FocusHarness(kit, 10);
  }

  private EdgeProtocol.Send sent() {
    return conference.edge.expectMessageClass(EdgeProtocol.Send.class);
  }

  private void ends(EdgeProtocol.Send send, EdgeProtocol.Outcome outcome, String contact) {
    send.replyTo()
        .tell(
            new EdgeProtocol.Result(
                send.dialog().localTag().leg(),
                send.method(),
                send.cseq(),
                outcome,
                Optional.empty(),
                outcome == EdgeProtocol.Outcome.OK ? 200 : 0,
                "",
                Optional.of(contact).filter(c -> !c.isEmpty())));
  }

  @Test
  void aFocusThatStartsAgainAsksEdgesWithAHigherEpoch() {
    LegTag tag = conference.phone("ada").joins();
    long before = conference.view().incarnation();

    conference.crash();

    EdgeProtocol.Attach attach = conference.attaches.receiveMessage();
    assertThat(attach.focus()).isEqualTo(tag.focus());
    assertThat(attach.epoch() & 0xffff).isEqualTo(before + 1);
    assertThat(attach.contacts()).containsExactly("sip:c-" + tag.focus() + "@192.0.2.1:5060");
  }

  @Test
  void whoeverHasTheContactOfADeadEdgeIsToldAnother() {
    conference.phone("ada").joins();
    conference.ownsContacts = false;

    conference.crash();

    assertThat(sent().method()).isEqualTo(EdgeProtocol.Method.UPDATE);
  }

  @Test
  void aContactThatWasToldIsRememberedByTheNextLife() {
    conference.phone("ada").joins();
    conference.ownsContacts = false;
    conference.crash();
    ends(sent(), EdgeProtocol.Outcome.OK, ELSEWHERE);
    conference.view();
    conference.attaches.receiveMessage();

    conference.crash();

    assertThat(conference.attaches.receiveMessage().contacts()).containsExactly(ELSEWHERE);
  }

  @Test
  void whoCameByAConnectionIsReachedByTheEdgeThatHasIt() {
    FocusHarness.Phone ada = conference.phone("ada");
    ada.transport = "tcp";
    ada.joins();
    conference.peers = List.of(new PeerAddress("tcp", "192.0.2.7", 5070));

    conference.crash();

    assertThat(sent().method()).isEqualTo(EdgeProtocol.Method.OPTIONS);
    assertThat(conference.relayed).hasValue(1);
  }

  @Test
  void whoComesToAnotherEdgeIsReachedByThatOne() {
    FocusHarness.Phone ada = conference.phone("ada");
    ada.transport = "tcp";
    LegTag tag = ada.joins();

    conference.focus.tell(new FocusProtocol.Comes(tag, conference.relay));
    conference.focus.tell(
        new ParticipantProtocol.WantsRequest(tag.leg(), EdgeProtocol.Method.OPTIONS));

    sent();
    assertThat(conference.relayed).hasValue(1);
  }

  @Test
  void whenAnEdgeEndsItsPeersAreToldTheContactOfAnother() {
    FocusHarness.Phone ada = conference.phone("ada");
    ada.by = kit.spawn(Behaviors.ignore());
    LegTag tag = ada.joins();

    kit.stop(ada.by);

    EdgeProtocol.Send send = sent();
    assertThat(send.method()).isEqualTo(EdgeProtocol.Method.UPDATE);
    assertThat(send.dialog().localTag()).isEqualTo(tag);
  }

  @Test
  void aFocusThatStartsAgainTellsSubscribersEverythingByTheirEdge() {
    FocusHarness.Phone ravi = conference.phone("ravi");
    ravi.proved = Optional.of(Samples.RAVI);
    ravi.joins();
    FocusHarness.Subscriber sam = conference.subscriber("sam");
    sam.proved = Optional.of(Samples.RAVI);
    sam.subscribes(3600);
    long version = conference.told().notices().get(0).version();
    conference.crash();

    EdgeProtocol.Notify again = conference.told();

    assertThat(again.document().orElseThrow().full()).isTrue();
    assertThat(again.notices().get(0).version()).isGreaterThan(version);
    assertThat(conference.relayed.get()).isPositive();
  }

  @Test
  void aFocusWhoseOrderIsStaleDoesNothingMore() {
    LegTag tag = conference.phone("ada").joins();
    TestProbe<Object> watch = kit.createTestProbe();
    conference.focus.tell(
        new ParticipantProtocol.WantsRequest(tag.leg(), EdgeProtocol.Method.OPTIONS));

    ends(sent(), EdgeProtocol.Outcome.STALE, "");

    watch.expectTerminated(conference.focus);
    conference.edge.expectNoMessage();
  }

  @Test
  void aFocusThatIsNotTheLastOneDoesNotAttach() {
    conference.phone("ada").joins();
    TestProbe<Object> watch = kit.createTestProbe();

    conference.focus.tell(new Ways.Heard(new EdgeProtocol.Stale(1L << 40)));

    watch.expectTerminated(conference.focus);
  }
}
