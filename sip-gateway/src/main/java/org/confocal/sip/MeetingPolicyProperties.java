package org.confocal.sip;

import java.util.Map;
import org.confocal.engine.id.UserUri;

/** The meeting policy of a user in the words of MS-SIPREGE: properties by name. */
@FunctionalInterface
public interface MeetingPolicyProperties {
  Map<String, String> of(UserUri user);
}
