package org.confocal.engine.user;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.confocal.engine.Rejection;
import org.confocal.engine.contacts.ContactChange;
import org.confocal.engine.contacts.ContactList;
import org.confocal.engine.contacts.ContactsDelta;
import org.confocal.engine.directory.ContactLists;

/**
 * Changes contact lists: reads one, works out what the change makes of it, and stores that if
 * nobody was quicker. Any thread may ask.
 */
public record ContactBook(ContactLists lists, ContactList.Bounds bounds) {
  private static final int TRIES = 5;
  private static final Duration SOON = Duration.ofSeconds(2);

  /**
   * What came of it.
   *
   * @param number of the list now
   */
  public record Outcome(
      Optional<ContactsDelta> delta, Optional<Rejection> rejection, long number) {}

  /**
   * Changes the list of a user.
   *
   * @param owner user part of the address of record, lower case
   * @param known the number that the list must have
   */
  public CompletionStage<Outcome> change(String owner, long known, ContactChange change) {
    return lists.list(owner).thenCompose(list -> check(owner, list, known, change));
  }

  /** Changes the list of a user, whatever number it has. */
  public CompletionStage<Outcome> change(String owner, ContactChange change) {
    return attempt(owner, change, TRIES);
  }

  private CompletionStage<Outcome> check(
      String owner, ContactList list, long known, ContactChange change) {
    return list.number() == known
        ? store(owner, list, change).thenApply(o -> o.orElseGet(() -> stale(known, known + 1)))
        : CompletableFuture.completedStage(stale(known, list.number()));
  }

  private CompletionStage<Outcome> attempt(String owner, ContactChange change, int tries) {
    return lists
        .list(owner)
        .thenCompose(list -> store(owner, list, change))
        .thenCompose(
            outcome ->
                outcome.isPresent()
                    ? CompletableFuture.completedStage(outcome.get())
                    : tries > 1 ? attempt(owner, change, tries - 1) : busy(owner));
  }

  /** Empty when somebody was quicker. */
  private CompletionStage<Optional<Outcome>> store(
      String owner, ContactList list, ContactChange change) {
    ContactList.Applied applied = list.apply(change, bounds);
    if (applied.delta().isEmpty()) {
      return CompletableFuture.completedStage(
          Optional.of(new Outcome(Optional.empty(), applied.rejection(), list.number())));
    }
    ContactsDelta delta = applied.delta().get();
    return lists
        .change(owner, delta)
        .thenApply(
            done ->
                done
                    ? Optional.of(new Outcome(Optional.of(delta), Optional.empty(), delta.number()))
                    : Optional.empty());
  }

  private static Outcome stale(long known, long number) {
    return new Outcome(
        Optional.empty(),
        Optional.of(
            Rejection.of(
                Rejection.Reason.VERSION_CONFLICT,
                "deltaNum: " + known + " (expected: " + number + ")")),
        number);
  }

  private static CompletionStage<Outcome> busy(String owner) {
    return CompletableFuture.completedStage(
        new Outcome(
            Optional.empty(),
            Optional.of(
                Rejection.unavailable("The contact list of " + owner + " is being changed", SOON)),
            0));
  }
}
