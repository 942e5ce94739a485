package org.confocal.engine.conference;

import java.util.Optional;
import org.confocal.engine.mcu.McuType;

/**
 * By which way somebody comes in.
 *
 * @param mcu the MCU that was called, for {@link LegKind#MEDIA}
 * @param endpoint the id that the client gave to its endpoint
 */
public record Entry(LegKind kind, Optional<McuType> mcu, Optional<String> endpoint) {
  /** A call to the conference itself. */
  public static final Entry PLAIN = new Entry(LegKind.PLAIN, Optional.empty(), Optional.empty());
}
