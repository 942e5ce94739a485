package org.confocal.server.control;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.confocal.engine.meeting.ConferencePolicy;

/** What the command line can have done about conference policies. */
public interface PolicyDoor {
  /** Whose policy it is: the answer to an assignment. */
  record Assigned(String user, String policy) {}

  /** By name, that of the site always among them. */
  CompletionStage<List<ConferencePolicy>> list(int limit);

  CompletionStage<Answer<ConferencePolicy>> show(String name);

  /** The policy of the conferences that a user organizes; name or {@code sip:name@domain}. */
  CompletionStage<Answer<ConferencePolicy>> of(String user);

  /** Adds a policy, or replaces the one of that name. */
  CompletionStage<Answer<ConferencePolicy>> set(ConferencePolicy policy);

  /** Gives a user the policy of that name; {@code default} takes away what he had. */
  CompletionStage<Answer<Assigned>> assign(String user, String policy);
}
