package org.confocal.engine.focus;

import org.apache.pekko.persistence.typed.EventAdapter;
import org.apache.pekko.persistence.typed.EventSeq;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;

/**
 * What is written down of a conference: everything but the keys of its legs. The focus itself keeps
 * them in its state, so that it can repeat what it said, for as long as it runs; a later life of it
 * finds legs that are protected by keys that nobody knows.
 */
final class WithoutKeys extends EventAdapter<ConferenceEvent, ConferenceEvent> {
  @Override
  public ConferenceEvent toJournal(ConferenceEvent event) {
    return event.withoutKeys();
  }

  @Override
  public String manifest(ConferenceEvent event) {
    return "";
  }

  @Override
  public EventSeq<ConferenceEvent> fromJournal(ConferenceEvent stored, String manifest) {
    return EventSeq.single(stored);
  }

  /** The same for snapshots. */
  static final class Snapshots implements SnapshotAdapter<Conference> {
    @Override
    public Object toJournal(Conference state) {
      return state.withoutKeys();
    }

    @Override
    public Conference fromJournal(Object stored) {
      return (Conference) stored;
    }
  }
}
