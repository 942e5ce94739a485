package org.confocal.engine.meeting;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;

/**
 * What the organizer has laid down beside subject and admission.
 *
 * @param expiry after this the meeting may be deleted; empty = never
 * @param invitees listed users
 * @param media media types that the meeting may use; empty = all there are
 * @param locked nobody but organizer and presenters may join
 * @param updated when the meeting was last changed; empty = never
 */
public record MeetingTerms(
    Optional<Instant> expiry,
    List<Invitee> invitees,
    Set<McuType> media,
    boolean locked,
    Optional<Instant> updated) {
  /** Nothing was laid down. */
  public static final MeetingTerms NONE =
      new MeetingTerms(Optional.empty(), List.of(), Set.of(), false, Optional.empty());

  private static final int MOST_INVITEES = 1000;

  public MeetingTerms {
    invitees = List.copyOf(invitees);
    media = java.util.Collections.unmodifiableSet(new TreeSet<>(media));
    if (invitees.size() > MOST_INVITEES) {
      throw new IllegalArgumentException(
          "invitees: " + invitees.size() + " (expected: <= " + MOST_INVITEES + ")");
    }
  }

  /** The same terms with another expiry. */
  public MeetingTerms expiring(Optional<Instant> at) {
    return new MeetingTerms(at, invitees, media, locked, updated);
  }

  /** The listing of {@code user}, if there is one. */
  public Optional<Invitee> invitee(UserUri user) {
    return invitees.stream().filter(i -> i.user().equals(user)).findFirst();
  }

  /** Tells whether the meeting may use this media type. */
  public boolean allows(McuType type) {
    return media.isEmpty() || media.contains(type);
  }
}
