package org.confocal.engine.directory;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;

/**
 * The conferences that should be running. A row is written before the first event of an activation
 * and removed after the last, so that after a crash every conference in the table, and no other, is
 * woken.
 */
public interface ActiveConferences {
  /** A conference that should be running. */
  record Entry(FocusKey key, ConferenceUri conference, Instant since) {}

  /** Adds the row; nothing happens when it is there. */
  CompletionStage<Void> add(Entry entry);

  /** Removes the row; nothing happens when there is none. */
  CompletionStage<Void> remove(FocusKey key);

  /** All rows, oldest first; at most {@code limit}. */
  CompletionStage<List<Entry>> list(int limit);
}
