package org.confocal.persistence;

import java.util.Set;
import java.util.TreeSet;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.mcu.Holding;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.engine.mcu.Tuning;

/** The texts of the records. */
final class RecordText {
  static final int DETAIL = 512;
  static final int NAME = 256;
  static final int CALL_ID = 256;
  static final int PEER = 128;

  private static final char REPLACEMENT = '\uFFFD';

  private RecordText() {}

  /**
   * What a column can hold of a text that may be a stranger's: at most {@code most} characters, no
   * NUL (PostgreSQL takes none), no half of a surrogate pair.
   */
  static String fitting(String text, int most) {
    StringBuilder fits = new StringBuilder(Math.min(text.length(), most));
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      int length = Character.charCount(point);
      if (fits.length() + length > most) {
        break;
      }
      boolean half = length == 1 && Character.isSurrogate((char) point);
      fits.appendCodePoint(point == 0 || half ? REPLACEMENT : point);
      i += length;
    }
    return fits.toString();
  }

  /** The media types of what we described, and of {@code known} before it. */
  static String media(String known, SessionAnswer local) {
    Set<String> tokens = new TreeSet<>(Set.of(known.split(" ")));
    tokens.remove("");
    for (StreamDescriptor stream : local.streams()) {
      for (McuType type : McuType.values()) {
        if (stream.port() != 0 && stream.type().equals(type.media())) {
          tokens.add(type.token());
        }
      }
    }
    return String.join(" ", tokens);
  }

  /** The event in words, without what has a column of its own. */
  static String detail(ConferenceEvent event) {
    if (event instanceof ConferenceEvent.Activated e) {
      return "activation " + e.activation() + " of meeting " + e.meeting().number();
    }
    if (event instanceof ConferenceEvent.LegJoined e) {
      return e.leg().entry().kind()
          + " as "
          + e.leg().role()
          + (e.leg().dialedOut() ? ", called by us" : "");
    }
    if (event instanceof ConferenceEvent.SessionChanged e) {
      String media = media("", e.local());
      return "version " + e.version() + (media.isEmpty() ? "" : ", " + media);
    }
    if (event instanceof ConferenceEvent.LegLeft e) {
      return e.why().name();
    }
    if (event instanceof ConferenceEvent.MediaIntroduced e) {
      return e.type().token();
    }
    if (event instanceof ConferenceEvent.Deactivated e) {
      return e.why().name();
    }
    return steering(event);
  }

  private static String steering(ConferenceEvent event) {
    if (event instanceof ConferenceEvent.RoleChanged e) {
      return e.role() + " by " + e.by();
    }
    if (event instanceof ConferenceEvent.LockChanged e) {
      return (e.locked() ? "locked by " : "opened by ") + e.by();
    }
    if (event instanceof ConferenceEvent.MuteChanged e) {
      return muted(e.muted()) + (e.locked() ? " with a lock by " : " by ") + e.by();
    }
    if (event instanceof ConferenceEvent.RoleMuteChanged e) {
      return e.role()
          + " "
          + muted(e.muted())
          + (e.locked() ? " with a lock by " : " by ")
          + e.by();
    }
    return heard(event);
  }

  private static String heard(ConferenceEvent event) {
    if (event instanceof ConferenceEvent.TuningChanged e) {
      Tuning t = e.tuning();
      return (t.deaf() ? "deaf, " : "")
          + (t.holding() == Holding.NONE ? "" : "on hold, ")
          + ("in " + t.inDb() + " dB, out " + t.outDb() + " dB by ")
          + e.by();
    }
    if (event instanceof ConferenceEvent.RelationsChanged e) {
      return e.relations().size() + " relations by " + e.by();
    }
    if (event instanceof ConferenceEvent.FloorChanged e) {
      return e.holder().map(user -> "to " + user).orElse("open") + " by " + e.by();
    }
    if (event instanceof ConferenceEvent.SubjectChanged e) {
      return e.subject();
    }
    if (event instanceof ConferenceEvent.MeetingRenewed e) {
      return "version " + e.meeting().version();
    }
    return recording(event);
  }

  private static String recording(ConferenceEvent event) {
    if (event instanceof ConferenceEvent.RecordingStarted e) {
      return e.id() + " as " + e.format() + " by " + e.by();
    }
    if (event instanceof ConferenceEvent.RecordingStopped e) {
      return e.id() + " by " + e.by();
    }
    return event instanceof ConferenceEvent.RecordingFailed e ? e.id() + ": " + e.why() : "";
  }

  private static String muted(boolean muted) {
    return muted ? "muted" : "unmuted";
  }
}
