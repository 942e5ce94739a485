package org.confocal.sip;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.confocal.engine.directory.ConferencePolicies;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.ConferencePolicy;

/**
 * The meeting policy of a user in the words of MS-SIPREGE section 2.2.2.5.2: what his conference
 * policy says, beside the properties of the settings. Where both say something the policy is right,
 * for the conferences go by it. MeetingSize and AllowPresenterToRecord are called so in the meeting
 * policies of OCS; AllowAnonymousParticipants is our name, there it is a setting of the user.
 *
 * @param settings properties for every user
 */
record MeetingPolicyProperties(Map<String, String> settings, ConferencePolicies policies) {
  /** Properties by name, in order. */
  CompletionStage<Map<String, String>> of(UserUri user) {
    return policies.of(user).thenApply(this::with);
  }

  private Map<String, String> with(ConferencePolicy policy) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("AllowIPAudio", "true"); // every conference has sound; the settings may hide it
    all.putAll(settings);
    all.put("MeetingSize", Integer.toString(policy.meetingSize()));
    all.put("AllowAnonymousParticipants", Boolean.toString(policy.anonymousAllowed()));
    all.put("AllowPresenterToRecord", Boolean.toString(policy.recordingAllowed()));
    return all;
  }
}
