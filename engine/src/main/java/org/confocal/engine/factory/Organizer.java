package org.confocal.engine.factory;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.confocal.engine.Rejection;
import org.confocal.engine.directory.ConferencePolicies;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.ConferencePolicy;

/** What the directory knows of whoever organizes meetings; he need never have been a user. */
public record Organizer(ConferencePolicy policy, UserDirectory.Standing standing) {
  /** Looks both up. */
  public static Function<UserUri, CompletionStage<Organizer>> in(
      ConferencePolicies policies, UserDirectory users) {
    return uri -> policies.of(uri).thenCombine(users.standing(uri.name()), Organizer::new);
  }

  /** Refuses to activate a meeting of somebody who is no user any more, or is disabled. */
  Optional<Rejection> refusal(UserUri self) {
    return switch (standing) {
      case NOBODY, USER -> Optional.empty();
      case DISABLED ->
          Optional.of(
              Rejection.of(
                  Rejection.Reason.NOT_AUTHORIZED, "The organizer " + self + " is disabled"));
      case REMOVED ->
          Optional.of(
              Rejection.of(
                  Rejection.Reason.UNKNOWN_CONFERENCE,
                  "The organizer " + self + " is no user any more"));
    };
  }
}
