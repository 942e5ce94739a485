package org.confocal.server.control;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.confocal.engine.Rejection;
import org.confocal.engine.contacts.ContactChange;
import org.confocal.engine.contacts.ContactList;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.user.ContactBook;
import org.confocal.engine.user.PresenceProtocol;
import org.confocal.server.control.Answer.Given;
import org.confocal.server.control.Answer.Refused;
import org.confocal.server.control.OperatorDoor.ContactView;

/**
 * Contact lists, for operators: changed in the database; the user's actor, where one runs, is told
 * what has changed.
 *
 * @param domain of this installation
 */
record ContactDoor(String domain, ActorDoor.House house) {
  CompletionStage<Answer<List<ContactView>>> list(String user) {
    return known(
        user,
        owner ->
            house
                .contacts()
                .lists()
                .list(owner)
                .thenApply(list -> new Given<>(ContactView.of(list))));
  }

  CompletionStage<Answer<ContactView>> put(String user, String contact, String name, String group) {
    return both(
        user,
        contact,
        (owner, uri) ->
            change(owner, new ContactChange.AddContact(uri, name, group))
                .thenCompose(done -> done.fold(number -> view(owner, uri), no -> again(no))));
  }

  CompletionStage<Answer<String>> remove(String user, String contact) {
    UserUri uri;
    try {
      uri = uri(contact);
    } catch (IllegalArgumentException malformed) {
      return refused(Rejection.Reason.MALFORMED, String.valueOf(malformed.getMessage()));
    }
    return known(
        user,
        owner ->
            change(owner, new ContactChange.DeleteContact(uri))
                .thenApply(done -> done.fold(n -> new Given<>(uri.value()), ContactDoor::same)));
  }

  private CompletionStage<Answer<ContactView>> view(String owner, UserUri uri) {
    return house.contacts().lists().list(owner).thenApply(list -> new Given<>(entry(list, uri)));
  }

  private static ContactView entry(ContactList list, UserUri uri) {
    return ContactView.of(list).stream()
        .filter(c -> c.uri().equals(uri.value()))
        .findFirst()
        .orElseGet(() -> new ContactView(uri.value(), "", List.of()));
  }

  private CompletionStage<Answer<Long>> change(String owner, ContactChange change) {
    return house.contacts().change(owner, change).thenApply(outcome -> told(owner, outcome));
  }

  private Answer<Long> told(String owner, ContactBook.Outcome outcome) {
    if (outcome.delta().isEmpty()) {
      Rejection no = outcome.rejection().orElseThrow();
      return new Refused<>(no.reason(), owner + ": " + no.text());
    }
    house
        .switchboard()
        .tell(
            new Switchboard.ToUser(
                UserUri.of(owner, domain),
                new PresenceProtocol.ContactsChanged(outcome.delta().get())));
    return new Given<>(outcome.number());
  }

  /** What is done for an owner and a contact. */
  private interface Pair<T> {
    CompletionStage<Answer<T>> with(String owner, UserUri contact);
  }

  private <T> CompletionStage<Answer<T>> both(String user, String contact, Pair<T> then) {
    UserUri uri;
    try {
      uri = uri(contact);
    } catch (IllegalArgumentException malformed) {
      return refused(Rejection.Reason.MALFORMED, String.valueOf(malformed.getMessage()));
    }
    return known(
        user,
        owner ->
            uri.domain().equals(domain)
                ? known(uri.name(), name -> then.with(owner, uri))
                : then.with(owner, uri));
  }

  private UserUri uri(String contact) {
    return contact.contains("@")
        ? new UserUri(contact.startsWith("sip:") ? contact : "sip:" + contact)
        : UserUri.of(contact, domain);
  }

  private <T> CompletionStage<Answer<T>> known(
      String user, Function<String, CompletionStage<Answer<T>>> then) {
    String name = user.toLowerCase(Locale.ROOT);
    return house
        .users()
        .find(name)
        .thenCompose(
            found ->
                found.isPresent()
                    ? then.apply(name)
                    : refused(Rejection.Reason.UNKNOWN_USER, "there is no user " + name));
  }

  private static <T> CompletionStage<Answer<T>> again(Refused<Long> no) {
    return CompletableFuture.completedStage(same(no));
  }

  private static <T> Answer<T> same(Refused<Long> no) {
    return new Refused<>(no.reason(), no.text());
  }

  private static <T> CompletionStage<Answer<T>> refused(Rejection.Reason reason, String text) {
    return CompletableFuture.completedStage(new Refused<>(reason, text));
  }
}
