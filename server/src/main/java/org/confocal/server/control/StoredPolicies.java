package org.confocal.server.control;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.confocal.engine.Rejection;
import org.confocal.engine.directory.ConferencePolicies;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.ConferencePolicy;
import org.confocal.server.control.Answer.Given;
import org.confocal.server.control.Answer.Refused;

/**
 * The policies of the process that has the database itself.
 *
 * @param domain of users who are named without one
 */
record StoredPolicies(ConferencePolicies policies, String domain) implements PolicyDoor {
  @Override
  public CompletionStage<List<ConferencePolicy>> list(int limit) {
    return policies.list(limit);
  }

  @Override
  public CompletionStage<Answer<ConferencePolicy>> show(String name) {
    return policies
        .find(name)
        .thenApply(
            found ->
                found.<Answer<ConferencePolicy>>map(Given::new).orElseGet(() -> unknown(name)));
  }

  @Override
  public CompletionStage<Answer<ConferencePolicy>> of(String user) {
    return with(user, uri -> policies.of(uri).thenApply(Given::new));
  }

  @Override
  public CompletionStage<Answer<ConferencePolicy>> set(ConferencePolicy policy) {
    return policies.put(policy).thenApply(done -> new Given<>(policy));
  }

  @Override
  public CompletionStage<Answer<Assigned>> assign(String user, String policy) {
    return with(
        user,
        uri ->
            policies
                .assign(uri, policy)
                .thenApply(
                    known ->
                        known ? new Given<>(new Assigned(uri.value(), policy)) : unknown(policy)));
  }

  private <T> CompletionStage<Answer<T>> with(
      String user, Function<UserUri, CompletionStage<Answer<T>>> then) {
    try {
      return then.apply(user.startsWith("sip:") ? new UserUri(user) : UserUri.of(user, domain));
    } catch (IllegalArgumentException malformed) {
      return CompletableFuture.completedStage(
          new Refused<>(Rejection.Reason.MALFORMED, String.valueOf(malformed.getMessage())));
    }
  }

  private static <T> Answer<T> unknown(String name) {
    return new Refused<>(
        Rejection.Reason.MALFORMED, "policy: " + name + " (expected: one of confocal policy list)");
  }
}
