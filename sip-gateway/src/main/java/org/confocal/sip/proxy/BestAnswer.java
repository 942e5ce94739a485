package org.confocal.sip.proxy;

import java.util.List;
import java.util.Optional;
import org.confocal.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the refusals of those to whom a request was passed on: a 6xx before all others,
 * else the lowest class, and in it what helps the caller to ask better. RFC 3261 section 16.7 step
 * 6.
 */
public final class BestAnswer {
  /** What a caller can mend comes first. */
  private static final List<Integer> HELPFUL = List.of(401, 407, 415, 420, 484);

  private @Nullable SipResponse best;

  /**
   * Looks at one more.
   *
   * @param refusal a final answer of 300 or more
   */
  public void add(SipResponse refusal) {
    if (best == null || rank(refusal.status()) < rank(best.status())) {
      best = refusal;
    }
  }

  /** The best so far. */
  public Optional<SipResponse> get() {
    return Optional.ofNullable(best);
  }

  private static int rank(int status) {
    if (status >= 600) {
      return 0;
    }
    int helpful = HELPFUL.indexOf(status);
    int within = helpful >= 0 ? helpful : status == 503 || status == 408 ? 999 : 100 + status % 100;
    return status / 100 * 1000 + within;
  }
}
