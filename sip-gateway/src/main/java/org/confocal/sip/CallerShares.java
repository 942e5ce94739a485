package org.confocal.sip;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.confocal.engine.id.UserUri;
import org.confocal.sip.jain.ServerTransactionId;

/**
 * How many requests of one user are on their way to others: nobody takes all the room that there
 * is. Any thread may call.
 */
final class CallerShares {
  private final int most;
  private final Map<ServerTransactionId, UserUri> callers = new ConcurrentHashMap<>();
  private final Map<UserUri, Integer> counts = new ConcurrentHashMap<>();

  /**
   * @param most of one user
   */
  CallerShares(int most) {
    this.most = most;
  }

  /** False when this user has his share already. Once for each request. */
  boolean take(ServerTransactionId request, UserUri caller) {
    callers.put(request, caller);
    return counts.merge(caller, 1, Integer::sum) <= most;
  }

  /** The request is over; nothing for one that took nothing. */
  void give(ServerTransactionId request) {
    UserUri caller = callers.remove(request);
    if (caller != null) {
      counts.computeIfPresent(caller, (c, count) -> count > 1 ? count - 1 : null);
    }
  }
}
