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
 * @param secrets what opens the meeting for guests; absent in old records: none
 * @param lobby who waits until he is let in; absent in old records: nobody
 */
public record MeetingTerms(
    Optional<Instant> expiry,
    List<Invitee> invitees,
    Set<McuType> media,
    boolean locked,
    Optional<Instant> updated,
    Secrets secrets,
    Lobby lobby) {
  /** Nothing was laid down. */
  public static final MeetingTerms NONE =
      new MeetingTerms(Optional.empty(), List.of(), Set.of(), false, Optional.empty());

  private static final int MOST_INVITEES = 1000;

  public MeetingTerms {
    secrets = secrets == null ? Secrets.NONE : secrets;
    lobby = lobby == null ? Lobby.OFF : lobby;
    invitees = List.copyOf(invitees);
    media = java.util.Collections.unmodifiableSet(new TreeSet<>(media));
    if (invitees.size() > MOST_INVITEES) {
      throw new IllegalArgumentException(
          "invitees: " + invitees.size() + " (expected: <= " + MOST_INVITEES + ")");
    }
  }

  /** The same terms with another expiry. */
  public MeetingTerms expiring(Optional<Instant> at) {
    return new MeetingTerms(at, invitees, media, locked, updated, secrets, lobby);
  }

  /** Terms without secrets and lobby. */
  public MeetingTerms(
      Optional<Instant> expiry,
      List<Invitee> invitees,
      Set<McuType> media,
      boolean locked,
      Optional<Instant> updated) {
    this(expiry, invitees, media, locked, updated, Secrets.NONE, Lobby.OFF);
  }

  /** The same with other secrets. */
  public MeetingTerms with(Secrets other) {
    return new MeetingTerms(expiry, invitees, media, locked, updated, other, lobby);
  }

  /** The same with another lobby. */
  public MeetingTerms with(Lobby other) {
    return new MeetingTerms(expiry, invitees, media, locked, updated, secrets, other);
  }

  /** The same, changed at that time. */
  public MeetingTerms changedAt(Instant at) {
    return new MeetingTerms(expiry, invitees, media, locked, Optional.of(at), secrets, lobby);
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
