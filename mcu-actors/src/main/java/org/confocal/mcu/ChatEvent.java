package org.confocal.mcu;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.confocal.engine.Stored;
import org.confocal.engine.chat.ChatLine;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.id.UserUri;

/** What the journal of a chat MCU holds. */
public sealed interface ChatEvent extends Stored {
  /** Epoch of the focus in whose life it happened. */
  long epoch();

  /**
   * Something was said.
   *
   * @param leg the leg it came by; 0 = outside of a dialog
   * @param newestLeg highest number of a leg that was in the chat: later ones did not miss it
   */
  record LineSaid(long epoch, RequestKey key, int leg, int newestLeg, ChatLine line)
      implements ChatEvent {}

  /**
   * How far the lines have come. It is written now and then, so that after a crash little is sent
   * twice and nothing is left out.
   *
   * @param number up to this line everybody has got what he can get, or his failure was told
   * @param open by leg: lines up to {@code number} for which that is not so
   */
  record LinesReached(long epoch, long number, Map<Integer, List<Long>> open) implements ChatEvent {
    public LinesReached {
      Map<Integer, List<Long>> copy = new TreeMap<>();
      open.forEach((leg, lines) -> copy.put(leg, List.copyOf(lines)));
      open = Collections.unmodifiableMap(copy);
    }
  }

  /** Somebody without a chat session has written and gets the lines of others in his call. */
  record PagerCame(long epoch, int leg, UserUri user) implements ChatEvent {}

  /** He gets them no more. */
  record PagerWent(long epoch, int leg) implements ChatEvent {}

  /** This life of the conference is over, and its conversation with it. */
  record ChatEnded(long epoch) implements ChatEvent {}
}
