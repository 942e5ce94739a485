package org.confocal.engine.conference;

import java.util.Optional;
import org.confocal.engine.Rejection;

/**
 * What the gate says.
 *
 * @param refusal why he may not come; empty = he may
 * @param waits he may come as far as the lobby
 */
public record Verdict(Optional<Rejection> refusal, boolean waits) {
  static final Verdict WELCOME = new Verdict(Optional.empty(), false);
  static final Verdict WAITS = new Verdict(Optional.empty(), true);

  static Verdict no(Rejection.Reason reason, String text) {
    return new Verdict(Optional.of(Rejection.of(reason, text)), false);
  }

  public boolean refuses() {
    return refusal.isPresent();
  }
}
