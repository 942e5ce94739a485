package org.confocal.engine.cluster;

import com.typesafe.config.Config;
import org.confocal.engine.factory.FocusFactorySettings;
import org.confocal.engine.factory.SweeperSettings;
import org.confocal.engine.focus.FocusSettings;
import org.confocal.engine.focus.WakerSettings;
import org.confocal.engine.meeting.PolicySettings;
import org.confocal.engine.user.UserSettings;

/** All settings of the engine: {@code confocal.engine}. */
public record EngineSettings(
    FocusSettings focus,
    FocusFactorySettings focusFactory,
    UserSettings user,
    WakerSettings waker,
    SweeperSettings sweeper,
    PolicySettings policy) {
  /** Reads the settings from the whole configuration. */
  public static EngineSettings from(Config root) {
    return new EngineSettings(
        FocusSettings.from(root),
        FocusFactorySettings.from(root),
        UserSettings.from(root),
        WakerSettings.from(root),
        SweeperSettings.from(root),
        PolicySettings.from(root));
  }
}
