package org.confocal.server.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.confocal.engine.Rejection;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.directory.CallRecords;
import org.confocal.engine.directory.CallRecords.ConferenceRecord;
import org.confocal.engine.directory.ConferencePolicies;
import org.confocal.engine.directory.DialNames;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.directory.UserDirectory.Credentials;
import org.confocal.engine.factory.FocusFactoryProtocol;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.meeting.MeetingTerms;
import org.confocal.engine.user.ContactBook;
import org.confocal.server.control.Answer.Given;
import org.confocal.server.control.Answer.Refused;

/** The operators' door of the process that has actors and database itself. */
public final class ActorDoor implements OperatorDoor {
  /**
   * What the door needs.
   *
   * @param farewell ends what runs of a user who is removed or disabled
   * @param timeout longest wait for one factory
   */
  public record House(
      UserDirectory users,
      DialNames names,
      CallRecords records,
      ContactBook contacts,
      ConferencePolicies policies,
      Farewell farewell,
      ActorRef<Switchboard.Command> switchboard,
      Scheduler scheduler,
      Duration timeout) {}

  /** Ends the conferences of an organizer who is no user any more, or is disabled. */
  @FunctionalInterface
  public interface Farewell {
    CompletionStage<Integer> of(UserUri organizer);

    /** Where no conference runs. */
    static Farewell none() {
      return organizer -> CompletableFuture.completedStage(0);
    }
  }

  private final NodeView view;
  private final House house;
  private final UserDoor users;
  private final ContactDoor contacts;
  private final Runnable onClose;

  /**
   * @param onClose lets go of what the door was made for
   */
  public ActorDoor(NodeView view, House house, Runnable onClose) {
    this.view = view;
    this.house = house;
    this.users = new UserDoor(view, house);
    this.contacts = new ContactDoor(view.domain(), house);
    this.onClose = onClose;
  }

  @Override
  public CompletionStage<NodeView> node() {
    return CompletableFuture.completedStage(view);
  }

  @Override
  public CompletionStage<Answer<String>> putUser(Credentials user, boolean replace) {
    return users.put(user, replace);
  }

  @Override
  public CompletionStage<Answer<String>> disableUser(String name, boolean disabled) {
    return users.disable(name, disabled);
  }

  @Override
  public CompletionStage<Answer<String>> removeUser(String name) {
    return users.remove(name);
  }

  @Override
  public CompletionStage<List<UserDirectory.Entry>> users(int limit) {
    return house.users().list(limit);
  }

  @Override
  public CompletionStage<Answer<List<ContactView>>> contacts(String user) {
    return contacts.list(user);
  }

  @Override
  public CompletionStage<Answer<ContactView>> putContact(
      String user, String contact, String name, String group) {
    return contacts.put(user, contact, name, group);
  }

  @Override
  public CompletionStage<Answer<String>> removeContact(String user, String contact) {
    return contacts.remove(user, contact);
  }

  @Override
  public PolicyDoor policies() {
    return new StoredPolicies(house.policies(), view.domain());
  }

  @Override
  public RecordingDoor recordings() {
    return new FocusRecordings(this::operate, this::people);
  }

  @Override
  public CompletionStage<Answer<MeetingView>> create(NewMeeting meeting) {
    try {
      Optional<ConferenceId> id = meeting.id().map(ConferenceId::new);
      Optional<MeetingNumber> number = meeting.number().map(MeetingNumber::new);
      return organizer(meeting.organizer())
          .thenCompose(
              organizer ->
                  organizer.fold(
                      uri ->
                          askOne(
                              uri,
                              replyTo ->
                                  new FocusFactoryProtocol.Schedule(
                                      id,
                                      number,
                                      meeting.subject(),
                                      meeting.admission(),
                                      meeting.access().applyTo(MeetingTerms.NONE),
                                      replyTo)),
                      no -> refused(no.reason(), no.text())));
    } catch (IllegalArgumentException malformed) {
      return refused(Rejection.Reason.MALFORMED, String.valueOf(malformed.getMessage()));
    }
  }

  @Override
  public CompletionStage<List<MeetingView>> meetings(int limit) {
    return new MeetingList(house).first(limit);
  }

  @Override
  public CompletionStage<Answer<MeetingView>> meeting(MeetingNumber number) {
    return byNumber(
        number,
        uri ->
            askOne(uri.organizer(), replyTo -> new FocusFactoryProtocol.Find(uri.id(), replyTo)));
  }

  @Override
  public CompletionStage<Answer<MeetingView>> change(MeetingNumber number, Access access) {
    return byNumber(
        number,
        uri ->
            ask(uri.organizer(), replyTo -> new FocusFactoryProtocol.Find(uri.id(), replyTo))
                .thenCompose(
                    found ->
                        found instanceof FocusFactoryProtocol.Done done
                            ? changed(done.meeting(), access)
                            : CompletableFuture.completedStage(answer(found))));
  }

  private CompletionStage<Answer<MeetingView>> changed(Meeting meeting, Access access) {
    return askOne(
        meeting.uri().organizer(),
        replyTo ->
            new FocusFactoryProtocol.Change(
                meeting.uri().id(),
                Optional.of(meeting.version()),
                meeting.subject(),
                access.admission().orElse(meeting.admission()),
                access.applyTo(meeting.terms()),
                replyTo));
  }

  @Override
  public CompletionStage<Answer<String>> order(MeetingNumber number, PeopleOrder order) {
    Optional<ControlOrder> wanted = order(order);
    if (wanted.isEmpty()) {
      return refused(
          Rejection.Reason.MALFORMED,
          order.deed() + " of " + order.users() + " (expected: sip:name@domain, one for a ban)");
    }
    return operate(number, wanted.get());
  }

  @Override
  public CompletionStage<Answer<String>> sound(MeetingNumber number, String verb, JsonNode body) {
    try {
      return operate(number, SoundWords.order(verb, body, view.domain()));
    } catch (IllegalArgumentException malformed) {
      return refused(Rejection.Reason.MALFORMED, String.valueOf(malformed.getMessage()));
    }
  }

  private CompletionStage<Answer<String>> operate(MeetingNumber number, ControlOrder order) {
    return running(
        number,
        key ->
            AskPattern.<Switchboard.Command, FocusProtocol.Operated>ask(
                    house.switchboard(),
                    replyTo ->
                        new Switchboard.ToFocus(key, new FocusProtocol.Operate(order, replyTo)),
                    house.timeout(),
                    house.scheduler())
                .thenApply(
                    done ->
                        done.refusal()
                            .<Answer<String>>map(no -> new Refused<>(no.reason(), no.text()))
                            .orElseGet(() -> new Given<>("done"))));
  }

  private Optional<ControlOrder> order(PeopleOrder order) {
    try {
      List<UserUri> users = order.users().stream().map(this::user).toList();
      return switch (order.deed()) {
        case ADMIT -> Optional.of(new ControlOrder.Admit(users, true));
        case DENY -> Optional.of(new ControlOrder.Admit(users, false));
        case BAN -> one(users).map(user -> new ControlOrder.Ban(user, true));
        case UNBAN -> one(users).map(user -> new ControlOrder.Ban(user, false));
      };
    } catch (IllegalArgumentException nobody) {
      return Optional.empty();
    }
  }

  private static Optional<UserUri> one(List<UserUri> users) {
    return users.size() == 1 ? Optional.of(users.get(0)) : Optional.empty();
  }

  private UserUri user(String text) {
    return text.startsWith("sip:") ? new UserUri(text) : UserUri.of(text, view.domain());
  }

  @Override
  public CompletionStage<Answer<FocusProtocol.View>> people(MeetingNumber number) {
    return running(
        number,
        key ->
            AskPattern.<Switchboard.Command, FocusProtocol.View>ask(
                    house.switchboard(),
                    replyTo -> new Switchboard.ToFocus(key, new FocusProtocol.Show(replyTo)),
                    house.timeout(),
                    house.scheduler())
                .thenApply(Given::new));
  }

  /** Without a node no conference runs, and nobody would answer. */
  private <T> CompletionStage<Answer<T>> running(
      MeetingNumber number, Function<FocusKey, CompletionStage<Answer<T>>> then) {
    return view.callIn().isEmpty()
        ? refused(Rejection.Reason.UNKNOWN_CONFERENCE, "no node runs, and so no conference")
        : house
            .names()
            .find(number)
            .thenCompose(
                found ->
                    found
                        .map(uri -> then.apply(FocusKey.of(uri)))
                        .orElseGet(
                            () ->
                                refused(
                                    Rejection.Reason.UNKNOWN_NUMBER,
                                    "there is no meeting with the number " + number)));
  }

  @Override
  public CompletionStage<Answer<MeetingView>> delete(MeetingNumber number) {
    return byNumber(
        number,
        uri ->
            askOne(uri.organizer(), replyTo -> new FocusFactoryProtocol.Delete(uri.id(), replyTo)));
  }

  @Override
  public CompletionStage<List<ConferenceRecord>> records(int limit) {
    return house.records().conferences(limit);
  }

  @Override
  public CompletionStage<Answer<RecordView>> record(FocusKey key, int limit) {
    return house
        .records()
        .conferences(key, limit)
        .thenCombine(
            house.records().legs(key, limit),
            (lives, legs) ->
                lives.isEmpty()
                    ? new Refused<>(
                        Rejection.Reason.UNKNOWN_CONFERENCE, "there is no record of " + key)
                    : new Given<>(new RecordView(lives, legs)));
  }

  @Override
  public void close() {
    onClose.run();
  }

  private CompletionStage<Answer<UserUri>> organizer(Optional<String> wanted) {
    if (wanted.isEmpty()) {
      return CompletableFuture.completedStage(
          new Given<>(UserUri.of(DEFAULT_ORGANIZER, view.domain())));
    }
    String text = wanted.get();
    UserUri uri = text.startsWith("sip:") ? new UserUri(text) : UserUri.of(text, view.domain());
    if (!uri.domain().equals(view.domain())) {
      return refused(
          Rejection.Reason.UNKNOWN_USER,
          "organizer: " + text + " (expected: a user of the domain " + view.domain() + ")");
    }
    return house
        .users()
        .find(uri.name())
        .thenApply(
            found ->
                found.isPresent()
                    ? new Given<>(uri)
                    : new Refused<>(
                        Rejection.Reason.UNKNOWN_USER, "there is no user " + uri.name()));
  }

  private CompletionStage<Answer<MeetingView>> byNumber(
      MeetingNumber number, Function<ConferenceUri, CompletionStage<Answer<MeetingView>>> then) {
    return house
        .names()
        .find(number)
        .thenCompose(
            found ->
                found
                    .map(then)
                    .orElseGet(
                        () ->
                            refused(
                                Rejection.Reason.UNKNOWN_NUMBER,
                                "there is no meeting with the number " + number)));
  }

  private CompletionStage<Answer<MeetingView>> askOne(
      UserUri organizer,
      Function<ActorRef<FocusFactoryProtocol.Reply>, FocusFactoryProtocol.Command> command) {
    return ask(organizer, command).thenApply(ActorDoor::answer);
  }

  private CompletionStage<FocusFactoryProtocol.Reply> ask(
      UserUri organizer,
      Function<ActorRef<FocusFactoryProtocol.Reply>, FocusFactoryProtocol.Command> command) {
    return AskPattern.ask(
        house.switchboard(),
        replyTo -> new Switchboard.ToFactory(organizer, command.apply(replyTo)),
        house.timeout(),
        house.scheduler());
  }

  private static Answer<MeetingView> answer(FocusFactoryProtocol.Reply reply) {
    if (reply instanceof FocusFactoryProtocol.Done done) {
      return new Given<>(MeetingView.of(done.meeting()));
    }
    if (reply instanceof FocusFactoryProtocol.NotDone no) {
      return new Refused<>(no.rejection().reason(), no.rejection().text());
    }
    throw new AssertionError(reply);
  }

  private static <T> CompletionStage<Answer<T>> refused(Rejection.Reason reason, String text) {
    return CompletableFuture.completedStage(new Refused<>(reason, text));
  }
}
