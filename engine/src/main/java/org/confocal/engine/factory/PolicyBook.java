package org.confocal.engine.factory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.ConferencePolicy;

/**
 * What a factory knows of its organizer and his policy: for a bounded time, after which it is read
 * again. While the database does not answer, what was known stands.
 */
final class PolicyBook {
  private final InstantSource clock;
  private final FocusFactorySettings settings;
  private Optional<Organizer> known = Optional.empty();
  private Instant until = Instant.MIN;
  private boolean doubted;

  PolicyBook(InstantSource clock, FocusFactorySettings settings) {
    this.clock = clock;
    this.settings = settings;
  }

  /** It is time to read the policy. */
  boolean isStale() {
    return !clock.instant().isBefore(until);
  }

  /** It is being read. */
  void asked() {
    doubted = false;
  }

  /** Something has changed: what is known is to be read again, also what is being read now. */
  void doubt() {
    doubted = true;
    until = Instant.MIN;
  }

  void read(Optional<Organizer> organizer) {
    boolean given = organizer.isPresent();
    known = organizer.or(() -> known);
    if (!doubted) {
      until = clock.instant().plus(given ? settings.policyAge() : settings.retryAfter());
    }
  }

  /** Empty when it could not be read up to now. */
  Optional<ConferencePolicy> policy() {
    return known.map(Organizer::policy);
  }

  /** Refuses to activate a meeting: nothing is known of the organizer, or he is gone. */
  Optional<Rejection> absence(UserUri organizer) {
    return known.isEmpty() ? Optional.of(unknown()) : known.get().refusal(organizer);
  }

  private Rejection unknown() {
    return Rejection.unavailable("the directory does not answer", settings.retryAfter());
  }

  /** Refuses a meeting that lets everybody in when the policy forbids it. */
  Optional<Rejection> refusal(Admission admission) {
    if (known.isEmpty()) {
      return Optional.of(unknown());
    }
    ConferencePolicy policy = known.get().policy();
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
