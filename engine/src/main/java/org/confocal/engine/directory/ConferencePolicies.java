package org.confocal.engine.directory;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.ConferencePolicy;

/** The conference policies of this installation, and which user has which. */
public interface ConferencePolicies {
  /**
   * The policy of the conferences that {@code user} organizes: the one assigned to him, otherwise
   * the stored one of the name {@value ConferencePolicy#DEFAULT}, otherwise that of the settings.
   */
  CompletionStage<ConferencePolicy> of(UserUri user);

  /** All policies by name, that of the site always among them; at most {@code limit}. */
  CompletionStage<List<ConferencePolicy>> list(int limit);

  /** The policy of that name. */
  CompletionStage<Optional<ConferencePolicy>> find(String name);

  /** Adds a policy, or replaces the one of that name. */
  CompletionStage<Void> put(ConferencePolicy policy);

  /**
   * Gives {@code user} the policy of that name; {@value ConferencePolicy#DEFAULT} takes away what
   * he had.
   *
   * @return false when there is no such policy
   */
  CompletionStage<Boolean> assign(UserUri user, String name);
}
