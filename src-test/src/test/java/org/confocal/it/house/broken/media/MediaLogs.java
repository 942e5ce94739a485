package org.confocal.it.house.broken.media;

import java.util.Optional;
import org.confocal.it.house.broken.sip.SipSeesMedia;
import org.slf4j.LoggerFactory;

/** Logs, locks and sees another room. */
public final class MediaLogs {
  private MediaLogs() {}

  static synchronized Optional<SipSeesMedia> log() {
    LoggerFactory.getLogger("media").info("heard");
    return Optional.empty();
  }
}
