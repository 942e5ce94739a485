package org.confocal.server.control;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.confocal.engine.Rejection;
import org.confocal.engine.directory.UserDirectory.Credentials;
import org.confocal.engine.factory.FocusFactoryProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.user.UserProtocol;
import org.confocal.server.control.Answer.Given;
import org.confocal.server.control.Answer.Refused;
import org.confocal.server.control.OperatorDoor.NodeView;

/**
 * Users, for operators: changed in the database; what runs of a user who is removed or disabled is
 * told after that, so that nothing begins anew in between.
 */
record UserDoor(NodeView view, ActorDoor.House house) {
  CompletionStage<Answer<String>> put(Credentials user, boolean replace) {
    if (UserName.parse(user.name()).filter(user.name()::equals).isEmpty()) {
      return refused(
          Rejection.Reason.MALFORMED,
          "user name: " + user.name() + " (expected: " + UserName.EXPECTED + ")");
    }
    if (!user.realm().equals(view.realm())) {
      return refused(
          Rejection.Reason.MALFORMED,
          "realm: " + user.realm() + " (expected: " + view.realm() + ")");
    }
    CompletionStage<Optional<Credentials>> found =
        replace
            ? CompletableFuture.completedStage(Optional.empty())
            : house.users().find(user.name());
    return found.thenCompose(
        known ->
            known.isPresent()
                ? refused(
                    Rejection.Reason.ALREADY_EXISTS, "user " + user.name() + " exists already")
                : house.users().put(user).thenApply(put -> added(user.name(), put)));
  }

  private Answer<String> added(String name, boolean put) {
    if (!put) {
      return new Refused<>(Rejection.Reason.NAME_TAKEN, name + " is the number of a meeting");
    }
    lookAgain(name);
    return new Given<>(name);
  }

  CompletionStage<Answer<String>> remove(String name) {
    return house.users().remove(name).thenCompose(done -> done ? gone(name) : unknown(name));
  }

  CompletionStage<Answer<String>> disable(String name, boolean disabled) {
    return house
        .users()
        .disable(name, disabled)
        .thenCompose(
            done -> {
              if (!done) {
                return unknown(name);
              }
              if (disabled) {
                return gone(name);
              }
              lookAgain(name);
              return CompletableFuture.completedStage(new Given<>(name));
            });
  }

  private CompletionStage<Answer<String>> gone(String name) {
    lookAgain(name);
    house.switchboard().tell(new Switchboard.ToUser(uri(name), new UserProtocol.Dismiss()));
    return house.farewell().of(uri(name)).thenApply(ended -> new Given<>(name));
  }

  /** His factory forgets what it knows of him. */
  private void lookAgain(String name) {
    house
        .switchboard()
        .tell(new Switchboard.ToFactory(uri(name), new FocusFactoryProtocol.LookAgain()));
  }

  private UserUri uri(String name) {
    return UserUri.of(name, view.domain());
  }

  private static CompletionStage<Answer<String>> unknown(String name) {
    return refused(Rejection.Reason.UNKNOWN_USER, "there is no user " + name);
  }

  private static CompletionStage<Answer<String>> refused(Rejection.Reason reason, String text) {
    return CompletableFuture.completedStage(new Refused<>(reason, text));
  }
}
