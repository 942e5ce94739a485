package org.confocal.engine.user;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.contacts.ContactList;
import org.confocal.engine.contacts.ContactsDelta;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.presence.PresenceEvent;
import org.confocal.engine.presence.PresenceNews;

/** Changes of the user's contact list, and who hears of them. Belongs to the presence agent. */
final class ContactSubscribers {
  private static final Duration SOON = Duration.ofSeconds(2);

  private final ActorContext<AgentProtocol.Command> context;
  private final String owner;
  private final AgentProtocol.Environment env;
  private final ContactBook book;
  private final PresenceSubscriptions subscriptions;
  private final ActorRef<EdgeProtocol.Result> results;

  ContactSubscribers(
      ActorContext<AgentProtocol.Command> context,
      String owner,
      AgentProtocol.Environment env,
      PresenceSubscriptions subscriptions,
      ActorRef<EdgeProtocol.Result> results) {
    this.context = context;
    this.owner = owner;
    this.env = env;
    this.book = new ContactBook(env.contacts(), env.settings().contacts());
    this.subscriptions = subscriptions;
    this.results = results;
  }

  void change(PresenceProtocol.ChangeContacts ask) {
    CompletionStage<ContactBook.Outcome> done =
        ask.known().isPresent()
            ? book.change(owner, ask.known().get(), ask.change())
            : book.change(owner, ask.change());
    context.pipeToSelf(
        done,
        (outcome, error) -> new AgentProtocol.Changed(ask, outcome == null ? failed() : outcome));
  }

  private static ContactBook.Outcome failed() {
    return new ContactBook.Outcome(
        Optional.empty(),
        Optional.of(Rejection.unavailable("The contact lists do not answer", SOON)),
        0);
  }

  void onChanged(AgentProtocol.Changed changed) {
    PresenceProtocol.ChangeContacts ask = changed.ask();
    ContactBook.Outcome outcome = changed.outcome();
    if (outcome.delta().isPresent()) {
      ask.replyTo().tell(new PresenceProtocol.ContactsStored(outcome.delta().get()));
      tellChange(outcome.delta().get(), Optional.of(ask.from()));
      return;
    }
    ask.replyTo().tell(new PresenceProtocol.ContactsNotStored(outcome.rejection().orElseThrow()));
    // A client counts on by itself, refused or not: it is told the list, and its number.
    for (PresenceSubscription s : subscriptions.of(PresenceEvent.CONTACTS)) {
      if (s.dialog.peer().equals(ask.from())) {
        read(s);
      }
    }
  }

  /** A client that has made the change itself knows it. */
  void tellChange(ContactsDelta delta, Optional<PeerAddress> author) {
    for (PresenceSubscription s : subscriptions.of(PresenceEvent.CONTACTS)) {
      if (s.listNumber < delta.before()) {
        read(s);
      } else if (s.listNumber == delta.before()) {
        s.listNumber = delta.number();
        if (author.filter(s.dialog.peer()::equals).isEmpty()) {
          s.tell(Optional.of(new PresenceNews.ListChange(delta)), now(), results);
        }
      }
    }
  }

  /** Reads the whole list for a client. */
  void read(PresenceSubscription s) {
    context.pipeToSelf(
        env.contacts().list(owner),
        (list, error) -> new AgentProtocol.Read(s.number, Optional.ofNullable(list)));
  }

  void onRead(AgentProtocol.Read read) {
    Optional<PresenceSubscription> known = subscriptions.number(read.subscription());
    Optional<ContactList> list = read.list();
    if (known.isPresent() && list.isPresent()) {
      known.get().listNumber = list.get().number();
      known.get().tell(list.map(PresenceNews.WholeList::new), now(), results);
    }
  }

  private Instant now() {
    return env.clock().instant();
  }
}
