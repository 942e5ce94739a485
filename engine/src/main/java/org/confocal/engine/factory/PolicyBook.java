package org.confocal.engine.factory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.ConferencePolicy;

/**
 * What a factory knows of its organizer's policy: for a bounded time, after which it is read again.
 * While the database does not answer, what was known stands.
 */
final class PolicyBook {
  private final InstantSource clock;
  private final FocusFactorySettings settings;
  private Optional<ConferencePolicy> known = Optional.empty();
  private Instant until = Instant.MIN;

  PolicyBook(InstantSource clock, FocusFactorySettings settings) {
    this.clock = clock;
    this.settings = settings;
  }

  /** It is time to read the policy. */
  boolean isStale() {
    return !clock.instant().isBefore(until);
  }

  void read(Optional<ConferencePolicy> policy) {
    boolean given = policy.isPresent();
    known = policy.or(() -> known);
    until = clock.instant().plus(given ? settings.policyAge() : settings.retryAfter());
  }

  /** Empty when it could not be read up to now. */
  Optional<ConferencePolicy> policy() {
    return known;
  }

  Rejection unknown() {
    return Rejection.unavailable("the directory does not answer", settings.retryAfter());
  }

  /** Refuses a meeting that lets everybody in when the policy forbids it. */
  Optional<Rejection> refusal(Admission admission) {
    if (known.isEmpty()) {
      return Optional.of(unknown());
    }
    ConferencePolicy policy = known.get();
    return isAnonymous(admission) && !policy.anonymousAllowed()
        ? Optional.of(
            Rejection.of(
                Rejection.Reason.NOT_AUTHORIZED,
                "admission: anonymous (expected: authenticated or closed, for the organizer's"
                    + " policy "
                    + policy.name()
                    + " allows nobody anonymous)"))
        : Optional.empty();
  }

  private static boolean isAnonymous(Admission admission) {
    return switch (admission) {
      case AUTHENTICATED, CLOSED, LOOPBACK -> false;
      case OPEN, ANONYMOUS -> true;
    };
  }
}
