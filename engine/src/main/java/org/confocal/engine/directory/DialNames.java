package org.confocal.engine.directory;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;

/**
 * The numbers that phones dial. Numbers of meetings and names of users are rows of one table with
 * one unique key, so that no number can ever be a user name as well.
 */
public interface DialNames {
  /** A meeting and its number. */
  record Entry(MeetingNumber number, ConferenceUri conference) {}

  /**
   * Claims {@code number} for {@code conference}.
   *
   * @return true when the number is now the conference's (also when it was before), false when
   *     somebody else has it
   */
  CompletionStage<Boolean> claim(MeetingNumber number, ConferenceUri conference);

  /** Gives the number of {@code conference} back; nothing happens when it has none. */
  CompletionStage<Void> release(ConferenceUri conference);

  /** Gives back every number of {@code organizer} whose conference is not among {@code known}. */
  CompletionStage<Void> releaseOthers(UserUri organizer, Set<ConferenceId> known);

  CompletionStage<Optional<ConferenceUri>> find(MeetingNumber number);

  /**
   * All meetings, by number. Of more than {@code limit} those whose numbers come first in a
   * dictionary, where 10000 stands before 9000.
   */
  CompletionStage<List<Entry>> list(int limit);
}
