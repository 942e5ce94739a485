package org.confocal.engine.directory;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.confocal.engine.id.UserUri;

/** Whoever has meetings, whether his focus factory is loaded or not. */
@FunctionalInterface
public interface MeetingOwners {
  /**
   * Organizers with at least one meeting, in the order of their addresses.
   *
   * @param after the last address of the page before; empty text = from the first
   * @param limit most organizers of a page
   */
  CompletionStage<List<UserUri>> after(String after, int limit);
}
