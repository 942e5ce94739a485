package org.confocal.engine.meeting;

import com.typesafe.config.Config;
import org.confocal.engine.SectionSettings;

/**
 * Settings of policies.
 *
 * @param site the policy of all to whom none is assigned, unless the database has one of the name
 *     {@value ConferencePolicy#DEFAULT}
 */
public record PolicySettings(ConferencePolicy site) {
  public static PolicySettings from(Config root) {
    SectionSettings s = SectionSettings.of(root, "confocal.engine.policy");
    return new PolicySettings(
        new ConferencePolicy(
            ConferencePolicy.DEFAULT,
            s.whole("meeting-size", 1, ConferencePolicy.MOST),
            s.flag("anonymous"),
            s.flag("dial-out"),
            s.flag("recording")));
  }
}
