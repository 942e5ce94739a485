package org.confocal.engine.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.Samples;
import org.confocal.engine.contacts.ContactChange;
import org.confocal.engine.contacts.ContactList;
import org.confocal.engine.contacts.ContactsDelta;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.directory.ContactLists;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.presence.PresenceEvent;
import org.confocal.engine.presence.PresenceNews;
import org.confocal.engine.presence.PresenceNotice;
import org.confocal.engine.presence.PresenceState;
import org.confocal.engine.presence.Publication;
import org.confocal.engine.presence.SubscriberDialog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

public class PresenceAgentTest {
  private static final Duration PAUSE = Duration.ofMillis(300);
  public static final PresenceSettings SETTINGS = settings(PresenceSettings.VisibleTo.EVERYONE);

  private static final UserUri DANA = Samples.DANA;
  private static final UserUri RAVI = Samples.RAVI;
  private static final PeerAddress DESK = new PeerAddress("tcp", "192.0.2.7", 5060);
  private static final PeerAddress LAPTOP = new PeerAddress("tcp", "192.0.2.8", 5060);

  private static PresenceSettings settings(PresenceSettings.VisibleTo visibleTo) {
    return new PresenceSettings(
        new ContactList.Bounds(3, 3),
        visibleTo,
        new PresenceSettings.Subscriptions(5, 3, 36_000, 60),
        10,
        1000,
        10,
        new PresenceSettings.Pace(PAUSE, 2, Duration.ofSeconds(60), Duration.ofSeconds(10)));
  }

  /** Everybody is a user but {@code nobody}; contact lists are in memory. */
  public static User.Doors doors(Users users, InstantSource clock) {
    return new User.Doors(directory(), new Lists(), users, clock);
  }

  private static UserDirectory directory() {
    return new UserDirectory() {
      @Override
      public CompletionStage<Optional<Credentials>> find(String name) {
        return CompletableFuture.completedStage(
            name.startsWith("nobody")
                ? Optional.empty()
                : Optional.of(new Credentials(name, "r", "", "")));
      }

      @Override
      public CompletionStage<Boolean> put(Credentials user) {
        throw new UnsupportedOperationException();
      }

      @Override
      public CompletionStage<Standing> standing(String name) {
        throw new UnsupportedOperationException();
      }

      @Override
      public CompletionStage<Boolean> disable(String name, boolean disabled) {
        throw new UnsupportedOperationException();
      }

      @Override
      public CompletionStage<Boolean> remove(String name) {
        throw new UnsupportedOperationException();
      }

      @Override
      public CompletionStage<List<Entry>> list(int limit) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private static final class Lists implements ContactLists {
    private final Map<String, ContactList> lists = new HashMap<>();

    @Override
    public synchronized CompletionStage<ContactList> list(String owner) {
      return CompletableFuture.completedStage(lists.getOrDefault(owner, ContactList.EMPTY));
    }

    @Override
    public synchronized CompletionStage<Boolean> change(String owner, ContactsDelta delta) {
      ContactList now = lists.getOrDefault(owner, ContactList.EMPTY);
      if (now.number() != delta.before()) {
        return CompletableFuture.completedStage(false);
      }
      var contacts = new ArrayList<>(now.contacts());
      contacts.addAll(delta.added());
      lists.put(owner, new ContactList(delta.number(), now.groups(), contacts));
      return CompletableFuture.completedStage(true);
    }
  }

  private ActorTestKit kit;
  private ManualTime time;
  private Instant now = Samples.AT;
  private final Map<UserUri, ActorRef<UserProtocol.Command>> users = new HashMap<>();
  private TestProbe<EdgeProtocol.Command> edge;
  private TestProbe<PresenceProtocol.SubscribeReply> subscribed;
  private TestProbe<UserProtocol.Reply> bound;
  private int dialogs;

  @BeforeEach
  void start() {
    start(SETTINGS);
  }

  private void start(PresenceSettings settings) {
    kit = ActorTestKit.create(ManualTime.config());
    time = ManualTime.get(kit.system());
    edge = kit.createTestProbe(EdgeProtocol.Command.class);
    subscribed = kit.createTestProbe(PresenceProtocol.SubscribeReply.class);
    bound = kit.createTestProbe(UserProtocol.Reply.class);
    User.Doors doors = doors((to, command) -> user(to).tell(command), () -> now);
    for (UserUri each : List.of(DANA, RAVI)) {
      users.put(each, kit.spawn(User.create(each, new UserSettings(3, settings), doors)));
    }
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private ActorRef<UserProtocol.Command> user(UserUri uri) {
    return Objects.requireNonNull(users.get(uri));
  }

  private void registers(UserUri user, PeerAddress from, int seconds) {
    user(user)
        .tell(
            new UserProtocol.Bind(
                "r-" + from,
                ++dialogs,
                List.of(UserProtocol.Wish.plain("sip:x@" + from.host(), seconds)),
                false,
                from,
                edge.getRef(),
                bound.getRef()));
    bound.receiveMessage();
  }

  private SubscriberDialog dialog(PeerAddress peer) {
    dialogs++;
    return new SubscriberDialog(
        "c" + dialogs,
        "l" + dialogs,
        "r",
        "<sip:a@b>",
        "<sip:a@b>",
        "sip:a",
        "sip:b",
        List.of(),
        peer);
  }

  private PresenceProtocol.Wish wish(PresenceEvent event, PeerAddress peer, UserUri... watch) {
    return new PresenceProtocol.Wish(
        event, dialog(peer), false, -1, true, true, List.of(watch), List.of());
  }

  private PresenceProtocol.SubscribeReply subscribes(UserUri user, PresenceProtocol.Wish wish) {
    user(user).tell(new PresenceProtocol.Subscribe(wish, edge.getRef(), subscribed.getRef()));
    return subscribed.receiveMessage();
  }

  private PresenceNotice notice() {
    return edge.expectMessageClass(EdgeProtocol.NotifySubscriber.class).notice();
  }

  /** Lets the pause pass in which news is gathered. */
  private PresenceState seen() {
    time.timePasses(PAUSE);
    return ((PresenceNews.Seen) notice().news().orElseThrow()).state();
  }

  private PresenceProtocol.PublishReply publishes(
      UserUri user, PeerAddress from, long version, int availability) {
    TestProbe<PresenceProtocol.PublishReply> reply =
        kit.createTestProbe(PresenceProtocol.PublishReply.class);
    Publication p =
        new Publication(
            new Publication.Key("state", 1, 2),
            version,
            Publication.Expiry.ENDPOINT,
            Instant.EPOCH,
            Optional.of(new Publication.StateValue(Publication.Source.USER, availability, "")),
            "<state/>");
    user(user)
        .tell(
            new PresenceProtocol.Publish(
                List.of(new PresenceProtocol.Wanted(p, false, Optional.empty())),
                from,
                reply.getRef()));
    return reply.receiveMessage();
  }

  /** All messages that are under way have arrived. */
  private void settles(UserUri... who) {
    for (int i = 0; i < 6; i++) {
      for (UserUri each : who) {
        TestProbe<PresenceProtocol.PublishReply> reply =
            kit.createTestProbe(PresenceProtocol.PublishReply.class);
        user(each).tell(new PresenceProtocol.Publish(List.of(), LAPTOP, reply.getRef()));
        reply.receiveMessage();
      }
    }
  }

  @Test
  void theContactListComesWithTheAnswer() {
    PresenceProtocol.Subscribed reply =
        (PresenceProtocol.Subscribed) subscribes(DANA, wish(PresenceEvent.CONTACTS, DESK));

    assertThat(reply.expiresSeconds()).isEqualTo(36_000);
    assertThat(reply.cseq()).isEqualTo(1);
    assertThat(reply.first()).contains(new PresenceNews.WholeList(ContactList.EMPTY));
  }

  @Test
  void whoeverIsRegisteredIsSeenAsAvailable() {
    registers(RAVI, DESK, 3600);

    subscribes(DANA, wish(PresenceEvent.CATEGORIES, DESK, RAVI));
    settles(DANA, RAVI);

    assertThat(seen().availability()).isEqualTo(PresenceState.AVAILABLE);
  }

  @Test
  void ofManyChangesInAMomentTheLastIsTold() {
    registers(RAVI, DESK, 3600);
    subscribes(DANA, wish(PresenceEvent.CATEGORIES, DESK, RAVI));
    settles(DANA, RAVI);
    seen();

    publishes(RAVI, DESK, 0, 6500);
    publishes(RAVI, DESK, 1, 9500);
    settles(DANA, RAVI);

    assertThat(seen().availability()).isEqualTo(9500);
    time.timePasses(PAUSE);
    edge.expectNoMessage(Duration.ZERO);
  }

  @Test
  void whoeverSignsOutIsSeenAsOffline() {
    registers(RAVI, DESK, 3600);
    subscribes(DANA, wish(PresenceEvent.CATEGORIES, DESK, RAVI));
    settles(DANA, RAVI);
    seen();

    registers(RAVI, DESK, 0);
    settles(DANA, RAVI);

    assertThat(seen().reachable()).isFalse();
  }

  @Test
  void aRegistrationThatRunsOutIsSeen() {
    registers(RAVI, DESK, 60);
    subscribes(DANA, wish(PresenceEvent.CATEGORIES, DESK, RAVI));
    settles(DANA, RAVI);
    seen();

    now = now.plusSeconds(61);
    time.timePasses(Duration.ofSeconds(10));
    settles(DANA, RAVI);

    assertThat(seen().reachable()).isFalse();
  }

  @Test
  void aBrokenConnectionTakesSubscriptionsAndPresenceWithIt() {
    registers(RAVI, DESK, 3600);
    subscribes(RAVI, wish(PresenceEvent.CONTACTS, DESK));
    subscribes(DANA, wish(PresenceEvent.CATEGORIES, LAPTOP, RAVI));
    settles(DANA);
    seen();

    user(RAVI).tell(new UserProtocol.Unbind(DESK));
    user(RAVI).tell(new PresenceProtocol.ContactsChanged(ContactsDelta.nothing(1)));
    settles(DANA);

    assertThat(seen().reachable()).isFalse();
    edge.expectNoMessage(Duration.ZERO);
  }

  @Test
  void aStaleVersionIsRefusedWithTheLatest() {
    publishes(RAVI, DESK, 0, 6500);

    PresenceProtocol.PublishReply reply = publishes(RAVI, DESK, 0, 3500);

    assertThat(reply)
        .isEqualTo(new PresenceProtocol.Stale(List.of(new PresenceProtocol.StaleVersion(1, 1))));
  }

  @Test
  void whatOneMachinePublishesTheOtherHears() {
    subscribes(RAVI, wish(PresenceEvent.SELF, DESK));
    subscribes(RAVI, wish(PresenceEvent.SELF, LAPTOP));

    publishes(RAVI, DESK, 0, 6500);

    assertThat(notice().dialog().peer()).isEqualTo(LAPTOP);
    edge.expectNoMessage(Duration.ZERO);
  }

  @Test
  void aChangeOfTheListReachesTheOtherMachineOnly() {
    subscribes(RAVI, wish(PresenceEvent.CONTACTS, DESK));
    subscribes(RAVI, wish(PresenceEvent.CONTACTS, LAPTOP));
    TestProbe<PresenceProtocol.ContactsReply> reply =
        kit.createTestProbe(PresenceProtocol.ContactsReply.class);

    user(RAVI)
        .tell(
            new PresenceProtocol.ChangeContacts(
                new ContactChange.SetContact(DANA, "Dana", List.of(1)),
                Optional.of(1L),
                DESK,
                reply.getRef()));

    PresenceNotice told = notice();
    assertThat(reply.receiveMessage()).isInstanceOf(PresenceProtocol.ContactsStored.class);
    assertThat(told.dialog().peer()).isEqualTo(LAPTOP);
    assertThat(told.news().orElseThrow()).isInstanceOf(PresenceNews.ListChange.class);
    edge.expectNoMessage(Duration.ZERO);
  }

  @Test
  void aStaleNumberIsRefusedAndTheClientIsToldItsList() {
    subscribes(RAVI, wish(PresenceEvent.CONTACTS, DESK));
    TestProbe<PresenceProtocol.ContactsReply> reply =
        kit.createTestProbe(PresenceProtocol.ContactsReply.class);

    user(RAVI)
        .tell(
            new PresenceProtocol.ChangeContacts(
                new ContactChange.AddGroup("Team"), Optional.of(7L), DESK, reply.getRef()));

    assertThat(reply.receiveMessage().toString()).contains("deltaNum: 7 (expected: 1)");
    assertThat(notice().news()).contains(new PresenceNews.WholeList(ContactList.EMPTY));
  }

  @Test
  void anUnsubscriptionOutOfAnyDialogEndsWhatTheClientHas() {
    subscribes(RAVI, wish(PresenceEvent.CONTACTS, DESK));
    PresenceProtocol.Wish end =
        new PresenceProtocol.Wish(
            PresenceEvent.CONTACTS, dialog(DESK), false, 0, true, true, List.of(), List.of());

    PresenceProtocol.Subscribed reply = (PresenceProtocol.Subscribed) subscribes(RAVI, end);
    user(RAVI).tell(new PresenceProtocol.ContactsChanged(Samples.DELTA));
    settles(RAVI);

    assertThat(reply.expiresSeconds()).isZero();
    edge.expectNoMessage(Duration.ZERO);
  }

  @Test
  void aDialogThatIsNotThereIsRefused() {
    PresenceProtocol.Wish wish =
        new PresenceProtocol.Wish(
            PresenceEvent.CONTACTS, dialog(DESK), true, 60, true, true, List.of(), List.of());

    assertThat(subscribes(RAVI, wish)).isInstanceOf(PresenceProtocol.NotSubscribed.class);
  }

  @Test
  void whoAsksOnceIsToldOnceAndKeepsWhatHeHas() {
    registers(RAVI, DESK, 3600);
    subscribes(DANA, wish(PresenceEvent.PIDF, LAPTOP, RAVI));
    settles(DANA, RAVI);
    seen();
    PresenceProtocol.Wish fetch =
        new PresenceProtocol.Wish(
            PresenceEvent.PIDF, dialog(LAPTOP), false, 0, false, false, List.of(RAVI), List.of());

    PresenceProtocol.Subscribed reply = (PresenceProtocol.Subscribed) subscribes(DANA, fetch);
    settles(DANA, RAVI);
    time.timePasses(PAUSE);

    PresenceNotice told = notice();
    assertThat(reply.expiresSeconds()).isZero();
    assertThat(told.expiresSeconds()).isZero();
    assertThat(told.dialog()).isEqualTo(fetch.dialog());
    assertThat(((PresenceNews.Seen) told.news().orElseThrow()).state().reachable()).isTrue();
    registers(RAVI, DESK, 0);
    settles(DANA, RAVI);
    assertThat(seen().reachable()).isFalse();
    time.timePasses(Duration.ofSeconds(10));
    edge.expectNoMessage(Duration.ZERO);
  }

  @Test
  void anAnsweredNotifyIsWaitedForBeforeTheNext() {
    registers(RAVI, DESK, 3600);
    PresenceProtocol.Wish plain =
        new PresenceProtocol.Wish(
            PresenceEvent.PIDF, dialog(LAPTOP), false, 600, false, false, List.of(RAVI), List.of());
    subscribes(DANA, plain);
    settles(DANA, RAVI);
    time.timePasses(PAUSE);
    EdgeProtocol.NotifySubscriber first =
        edge.expectMessageClass(EdgeProtocol.NotifySubscriber.class);

    registers(RAVI, DESK, 0);
    settles(DANA, RAVI);
    time.timePasses(PAUSE);
    edge.expectNoMessage(Duration.ZERO);
    first
        .replyTo()
        .tell(
            new EdgeProtocol.Result(
                first.notice().subscription(),
                EdgeProtocol.Method.NOTIFY,
                1,
                EdgeProtocol.Outcome.OK,
                Optional.empty(),
                200,
                "OK"));
    settles(DANA);

    assertThat(seen().reachable()).isFalse();
  }

  @Test
  void whoIsNotOnTheListSeesNothingWhenOnlyContactsMay() {
    kit.shutdownTestKit();
    start(settings(PresenceSettings.VisibleTo.CONTACTS));
    registers(RAVI, DESK, 3600);

    subscribes(DANA, wish(PresenceEvent.CATEGORIES, DESK, RAVI));
    settles(DANA, RAVI);

    assertThat(seen().reachable()).isFalse();
  }

  @Test
  void aNameThatIsNobodysMakesNoActor() {
    subscribes(DANA, wish(PresenceEvent.CATEGORIES, DESK, new UserUri("sip:nobody@example.test")));
    settles(DANA);

    assertThat(seen().reachable()).isFalse();
  }
}
