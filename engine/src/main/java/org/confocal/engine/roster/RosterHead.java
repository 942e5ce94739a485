package org.confocal.engine.roster;

import java.util.Set;
import java.util.TreeSet;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.meeting.Admission;

/**
 * What a roster says of the conference as a whole.
 *
 * @param media media types that may be used
 * @param introduced those of them that are in use
 * @param recording it is being recorded
 */
public record RosterHead(
    String subject,
    MeetingNumber number,
    Admission admission,
    Set<McuType> media,
    Set<McuType> introduced,
    boolean locked,
    boolean recording) {
  public RosterHead {
    media = java.util.Collections.unmodifiableSet(new TreeSet<>(media));
    introduced = java.util.Collections.unmodifiableSet(new TreeSet<>(introduced));
  }

  /** Of a conference that is not being recorded. */
  public RosterHead(
      String subject,
      MeetingNumber number,
      Admission admission,
      Set<McuType> media,
      Set<McuType> introduced,
      boolean locked) {
    this(subject, number, admission, media, introduced, locked, false);
  }
}
