package org.confocal.engine.conference;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.confocal.engine.id.UserUri;

/** Who takes over when the last presenter leaves. Pure. */
public final class Succession {
  private Succession() {}

  /**
   * The heir when {@code going} leave: whoever stays longest of those who have proved who they are,
   * with conference control before the others. Empty when a presenter stays, or none leaves, or
   * there is nobody.
   */
  public static Optional<UserUri> heir(Conference state, Collection<Leg> going) {
    boolean presenterGoes = going.stream().anyMatch(l -> presents(state, l));
    boolean presenterStays =
        state.allLegs().stream().anyMatch(l -> !going.contains(l) && presents(state, l));
    if (!presenterGoes || presenterStays) {
      return Optional.empty();
    }
    return state.allLegs().stream()
        .filter(l -> !going.contains(l) && l.attends())
        .min(
            Comparator.comparing((Leg l) -> l.entry().kind() != LegKind.FOCUS)
                .thenComparing(Leg::joinedAt)
                .thenComparing(Leg::number))
        .map(Leg::participant);
  }

  /** Whoever waits leads nothing. */
  private static boolean presents(Conference state, Leg leg) {
    return !leg.waits() && state.role(leg.participant()).presents();
  }
}
