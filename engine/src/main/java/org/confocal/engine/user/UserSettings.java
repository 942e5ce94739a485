package org.confocal.engine.user;

import com.typesafe.config.Config;
import org.confocal.engine.SectionSettings;

/**
 * Settings of users.
 *
 * @param maxBindings most places where one user can be reached at a time
 * @param presence contact lists and presence
 */
public record UserSettings(int maxBindings, PresenceSettings presence) {
  public static UserSettings from(Config root) {
    return new UserSettings(
        SectionSettings.of(root, "confocal.engine.user").whole("max-bindings", 1, 1000),
        PresenceSettings.from(root));
  }
}
