package org.confocal.sip;

import java.util.Optional;
import org.confocal.engine.id.ConferenceId;
import org.confocal.wire.c3p.C3pAnswer;
import org.confocal.wire.c3p.ConferenceRecord;

/** What a request to the focus factory comes to. */
sealed interface FactoryOrder {
  /** The answer is known without asking. */
  record Tell(C3pAnswer answer) implements FactoryOrder {}

  /**
   * Schedule a meeting.
   *
   * @param id empty = the factory makes one
   */
  record Schedule(Optional<ConferenceId> id, MeetingWish wish) implements FactoryOrder {}

  /** Read one meeting. */
  record Find(ConferenceId id) implements FactoryOrder {}

  /** Read all meetings. */
  record All() implements FactoryOrder {}

  /**
   * Change a meeting.
   *
   * @param record what is said of it; what is not said stays
   */
  record Change(ConferenceId id, ConferenceRecord record) implements FactoryOrder {}

  /** Delete a meeting. */
  record Delete(ConferenceId id) implements FactoryOrder {}
}
