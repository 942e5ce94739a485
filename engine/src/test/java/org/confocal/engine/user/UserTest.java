package org.confocal.engine.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.Effect;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.confocal.engine.Rejection;
import org.confocal.engine.Samples;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.edge.EdgeProtocol;
import org.junit.jupiter.api.Test;

class UserTest {
  private static final String DESK = "sip:ravi@192.0.2.7:5060";
  private static final String SOFT = "sip:ravi@192.0.2.8:5060";
  private static final PeerAddress FLOW = new PeerAddress("udp", "192.0.2.7", 5060);

  private Instant now = Samples.AT;
  private final BehaviorTestKit<UserProtocol.Command> user =
      BehaviorTestKit.create(
          User.create(
              Samples.RAVI,
              new UserSettings(3, PresenceAgentTest.SETTINGS),
              PresenceAgentTest.doors((to, command) -> {}, () -> now)));
  private final TestInbox<UserProtocol.Reply> replies = TestInbox.create();
  private TestInbox<EdgeProtocol.Command> edge = TestInbox.create("edge");

  private UserProtocol.Reply binds(String callId, long cseq, UserProtocol.Wish... wishes) {
    user.run(
        new UserProtocol.Bind(
            callId, cseq, List.of(wishes), false, FLOW, edge.getRef(), replies.getRef()));
    return replies.receiveMessage();
  }

  private static UserProtocol.Wish wish(String contact, int seconds) {
    return UserProtocol.Wish.plain(contact, seconds);
  }

  private List<String> contacts() {
    return bindings().stream().map(UserProtocol.Binding::contact).toList();
  }

  private List<UserProtocol.Binding> bindings() {
    user.run(new UserProtocol.Bindings(replies.getRef()));
    return ((UserProtocol.Bound) replies.receiveMessage()).bindings();
  }

  private static List<String> contacts(UserProtocol.Reply reply) {
    return ((UserProtocol.Bound) reply)
        .bindings().stream().map(UserProtocol.Binding::contact).toList();
  }

  @Test
  void aRegisteredContactIsTold() {
    UserProtocol.Reply reply = binds("c1", 1, wish(DESK, 3600));

    assertThat(reply)
        .isEqualTo(
            new UserProtocol.Bound(
                now,
                List.of(
                    UserProtocol.Binding.plain(DESK, FLOW, "c1", 1, now.plusSeconds(3600))
                        .at(Optional.of(edge.getRef())))));
    assertThat(contacts()).containsExactly(DESK);
  }

  @Test
  void aRefreshStartsTheTimeAnew() {
    binds("c1", 1, wish(DESK, 3600));
    now = now.plusSeconds(3599);

    UserProtocol.Reply reply = binds("c1", 2, wish(DESK, 60));

    assertThat(((UserProtocol.Bound) reply).bindings().get(0).expires())
        .isEqualTo(now.plusSeconds(60));
    now = now.plusSeconds(59);
    assertThat(contacts()).containsExactly(DESK);
  }

  @Test
  void anExpiredContactIsGone() {
    binds("c1", 1, wish(DESK, 60));
    binds("c2", 1, wish(SOFT, 61));

    now = now.plusSeconds(60);

    assertThat(contacts()).containsExactly(SOFT);
  }

  @Test
  void zeroSecondsRemoveAContact() {
    binds("c1", 1, wish(DESK, 60));
    binds("c2", 1, wish(SOFT, 60));

    assertThat(contacts(binds("c1", 2, wish(DESK, 0)))).containsExactly(SOFT);
  }

  @Test
  void aStarRemovesAll() {
    binds("c1", 1, wish(DESK, 60));
    binds("c2", 1, wish(SOFT, 60));

    user.run(
        new UserProtocol.Bind("c1", 2, List.of(), true, FLOW, edge.getRef(), replies.getRef()));

    assertThat(contacts(replies.receiveMessage())).isEmpty();
  }

  @Test
  void aRegisterWithoutContactsAsksOnly() {
    binds("c1", 1, wish(DESK, 60));

    assertThat(contacts(binds("c9", 1))).containsExactly(DESK);
  }

  @Test
  void anOlderRequestOfTheSameCallChangesNothing() {
    binds("c1", 5, wish(DESK, 60));

    UserProtocol.Reply reply = binds("c1", 4, wish(SOFT, 60), wish(DESK, 0));

    assertThat(((UserProtocol.NotBound) reply).rejection().reason())
        .isEqualTo(Rejection.Reason.OUT_OF_ORDER);
    assertThat(contacts()).containsExactly(DESK);
  }

  @Test
  void aRepeatedRequestGetsTheSameAnswer() {
    UserProtocol.Reply first = binds("c1", 5, wish(DESK, 60));

    assertThat(binds("c1", 5, wish(DESK, 60))).isEqualTo(first);
  }

  @Test
  void aPhoneThatStartedAgainMayBeginToCountAnew() {
    binds("c1", 5, wish(DESK, 60));

    assertThat(contacts(binds("c2", 1, wish(DESK, 60)))).containsExactly(DESK);
  }

  @Test
  void aDeviceThatComesAgainTakesTheOldPlaceWhateverItsContact() {
    binds("c1", 1, onFlow("sip:192.0.2.7:39380"));

    assertThat(contacts(binds("c2", 1, onFlow("sip:192.0.2.7:40001"), wish(SOFT, 60))))
        .containsExactly("sip:192.0.2.7:40001", SOFT);
  }

  @Test
  void theSameContactIsOnePlaceWithAndWithoutItsDevice() {
    binds("c1", 1, wish(DESK, 60));

    assertThat(contacts(binds("c2", 1, onFlow(DESK)))).containsExactly(DESK);
  }

  @Test
  void aClosedConnectionTakesAlongWhatHasNoOtherWay() {
    binds("c1", 1, onFlow("sip:192.0.2.7:39380"), wish(DESK, 60));

    user.run(new UserProtocol.Unbind(new PeerAddress("udp", "192.0.2.7", 5061)));
    assertThat(contacts()).containsExactly("sip:192.0.2.7:39380", DESK);
    user.run(new UserProtocol.Unbind(FLOW));

    assertThat(contacts()).containsExactly(DESK);
  }

  @Test
  void anEdgeThatHasGoneTakesItsConnectionsAlongAndLeavesWhatCanBeDialled() {
    TestInbox<EdgeProtocol.Command> first = edge;
    binds("c1", 1, onFlow("sip:192.0.2.7:39380"), wish(DESK, 60));
    edge = TestInbox.create("second");
    binds("c2", 1, wish(SOFT, 60));

    user.run(new UserProtocol.EdgeGone(first.getRef()));

    assertThat(bindings())
        .extracting(UserProtocol.Binding::contact, UserProtocol.Binding::edge)
        .containsExactly(tuple(DESK, Optional.empty()), tuple(SOFT, Optional.of(edge.getRef())));
  }

  @Test
  void whoRegistersAtAnotherEdgeDoesNotGoWithTheFirst() {
    TestInbox<EdgeProtocol.Command> first = edge;
    binds("c1", 1, onFlow("sip:192.0.2.7:39380"));
    edge = TestInbox.create("second");
    binds("c2", 1, onFlow("sip:192.0.2.7:40001"));

    user.run(new UserProtocol.EdgeGone(first.getRef()));

    assertThat(contacts()).containsExactly("sip:192.0.2.7:40001");
  }

  @Test
  void anEdgeIsWatchedWhileSomebodyIsRegisteredThere() {
    binds("c1", 1, wish(DESK, 60));
    binds("c2", 1, wish(SOFT, 60));
    assertThat(user.getAllEffects()).filteredOn(Effect.WatchedWith.class::isInstance).hasSize(1);

    binds("c1", 2, wish(DESK, 0));
    assertThat(user.getAllEffects()).isEmpty();
    binds("c2", 2, wish(SOFT, 0));

    assertThat(user.getAllEffects()).hasOnlyElementsOfType(Effect.Unwatched.class).hasSize(1);
  }

  @Test
  void whoIsDismissedCanBeReachedNowhere() {
    binds("c1", 1, onFlow("sip:192.0.2.7:39380"), wish(DESK, 60));

    user.run(new UserProtocol.Dismiss());

    assertThat(contacts()).isEmpty();
  }

  private static UserProtocol.Wish onFlow(String contact) {
    return new UserProtocol.Wish(
        contact, 60, Optional.of(new UserProtocol.Device("AA", "urn:uuid:1")), true);
  }

  @Test
  void theOldestOfTooManyIsDropped() {
    binds("c1", 1, wish("sip:a@192.0.2.7", 60));
    binds("c2", 1, wish("sip:b@192.0.2.7", 60));
    binds("c3", 1, wish("sip:c@192.0.2.7", 60));
    binds("c1", 2, wish("sip:a@192.0.2.7", 60));

    assertThat(contacts(binds("c4", 1, wish("sip:d@192.0.2.7", 60))))
        .containsExactly("sip:c@192.0.2.7", "sip:a@192.0.2.7", "sip:d@192.0.2.7");
  }
}
