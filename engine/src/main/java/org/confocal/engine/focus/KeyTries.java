package org.confocal.engine.focus;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.edge.EdgeProtocol;

/**
 * Offers of new keys to legs that have lost theirs. A refusal for the moment only is no refusal: a
 * phone with an INVITE of its own on its way answers 500 and a time to wait (RFC 3261 section 14.2,
 * up to 10 s). Such a leg is asked again, after the time that is waited when offers meet.
 */
final class KeyTries {
  /** Unavailable for now, an error or an INVITE that is on its way, overloaded. */
  private static final Set<Integer> FOR_THE_MOMENT = Set.of(480, 500, 503);

  /** With what is waited between them by default they outlast the 10 s that a peer may ask for. */
  private static final int MOST = 8;

  private final Map<Integer, Integer> tries = new HashMap<>();

  /** What a result means: a refusal for the moment is an offer that met another, some times. */
  EdgeProtocol.Result judged(Conference state, EdgeProtocol.Result result) {
    if (result.method() != EdgeProtocol.Method.INVITE) {
      return result;
    }
    tries.keySet().removeIf(number -> state.leg(number).isEmpty());
    boolean again =
        result.outcome() == EdgeProtocol.Outcome.REFUSED
            && FOR_THE_MOMENT.contains(result.status())
            && state.leg(result.leg()).filter(KeyTries::isKeyless).isPresent();
    if (!again) {
      tries.remove(result.leg());
      return result;
    }
    return tries.merge(result.leg(), 1, Integer::sum) < MOST
        ? result.with(EdgeProtocol.Outcome.GLARE)
        : result;
  }

  /** He keeps his session, and nobody knows its keys. */
  static boolean isKeyless(Leg leg) {
    return leg.remote().filter(r -> r.agreed(leg.local()).keyless()).isPresent();
  }
}
