package org.confocal.mcu;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.confocal.engine.chat.ChatLine;
import org.confocal.engine.chat.Undelivered;
import org.confocal.engine.id.UserUri;

/**
 * What becomes of one line. A user with several legs has got it when one of them has; he has missed
 * it when all have failed.
 */
final class LineFate {
  /** Takes note of whom a line did not reach. */
  @FunctionalInterface
  interface Misses {
    void missed(ChatLine line, int senderLeg, Undelivered who);
  }

  private final int senderLeg;
  private final Misses misses;
  private final Map<UserUri, Integer> severalOpen = new HashMap<>();
  private final Set<UserUri> severalGot = new HashSet<>();

  /**
   * @param senderLeg the leg that the line came by; 0 = none
   */
  LineFate(int senderLeg, Misses misses) {
    this.senderLeg = senderLeg;
    this.misses = misses;
  }

  /** Nobody is told what becomes of it: somebody is typing, or it was said before one came. */
  static LineFate untold() {
    return new LineFate(0, (line, leg, who) -> {});
  }

  /** The line goes to so many legs of this user; need not be said of a single one. */
  void expects(UserUri user, int legs) {
    if (legs > 1) {
      severalOpen.put(user, legs);
    }
  }

  void reached(UserUri user) {
    if (severalOpen.remove(user) != null) {
      severalGot.add(user);
    }
  }

  void missed(ChatLine line, UserUri user, int status) {
    if (severalGot.contains(user)) {
      return;
    }
    int open = severalOpen.getOrDefault(user, 1);
    if (open > 1) {
      severalOpen.put(user, open - 1);
      return;
    }
    severalOpen.remove(user);
    misses.missed(line, senderLeg, new Undelivered(user, status));
  }
}
