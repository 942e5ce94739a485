package org.confocal.engine.directory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.confocal.engine.conference.Departure;
import org.confocal.engine.conference.EndReason;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.conference.Role;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;

/**
 * What has happened: a view of the journals of all foci, a moment behind them. Times are kept to
 * the microsecond; long texts of callers are cut.
 */
public interface CallRecords {
  /**
   * One life of a conference.
   *
   * @param subject as it was last
   * @param ended empty while it runs
   * @param legs legs that have joined
   * @param peak most legs at the same time
   */
  record ConferenceRecord(
      FocusKey key,
      long activation,
      ConferenceUri conference,
      MeetingNumber number,
      String subject,
      Instant started,
      Optional<Instant> ended,
      Optional<EndReason> why,
      int legs,
      int peak) {}

  /**
   * One leg of a conference.
   *
   * @param leg unique in the conference, also over its lives
   * @param activation the life of the conference that it belonged to
   * @param role in which it joined
   * @param media every media type that it ever had, as in {@code audio-video chat}
   * @param peer where it called from
   * @param left empty while it is there
   */
  record LegRecord(
      FocusKey key,
      int leg,
      long activation,
      UserUri participant,
      String displayName,
      Role role,
      LegKind kind,
      String media,
      String callId,
      String peer,
      Instant joined,
      Optional<Instant> left,
      Optional<Departure> why) {}

  /**
   * One public event.
   *
   * @param revision 1, 2, 3 ... without a gap, as rosters count it
   * @param kind name of the event, for instance {@code LegJoined}
   * @param participant whom it is about
   * @param leg which leg it is about
   * @param detail in words, may be empty
   */
  record EventRecord(
      long revision,
      Instant at,
      String kind,
      Optional<UserUri> participant,
      Optional<Integer> leg,
      String detail) {}

  /** Lives of all conferences, newest first; at most {@code limit}. */
  CompletionStage<List<ConferenceRecord>> conferences(int limit);

  /** Lives of one conference, newest first; at most {@code limit}. */
  CompletionStage<List<ConferenceRecord>> conferences(FocusKey key, int limit);

  /** Legs of one conference over all its lives, newest first; at most {@code limit}. */
  CompletionStage<List<LegRecord>> legs(FocusKey key, int limit);

  /** Events of one conference with a revision above {@code after}, in order. */
  CompletionStage<List<EventRecord>> events(FocusKey key, long after, int limit);
}
