package org.confocal.sip;

import java.util.Optional;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.mcu.McuType;

/**
 * The URI of the MCU of one media type of a conference: {@code
 * sip:dana@example.test;gruu;opaque=app:conf:chat:id:7F3A9C20B1D84E6F}.
 *
 * @param word stands for the media type; one that we do not have is possible
 */
record McuUri(ConferenceUri conference, String word) {
  /** Empty when we have no such MCU. */
  Optional<McuType> type() {
    return McuType.ofToken(word);
  }
}
