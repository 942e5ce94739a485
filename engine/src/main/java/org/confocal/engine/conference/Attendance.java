package org.confocal.engine.conference;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;

/**
 * What the journal tells of coming and going: the instants from which the rules of a conference's
 * life count, and those who may come back.
 *
 * @param lastJoin when somebody joined last, or when the conference was activated
 * @param unattendedSince since when nobody is in who has proved who he is; empty = somebody is
 * @param absences users without a leg with audio, longest away first; at most {@value #MOST}
 */
public record Attendance(
    Optional<Instant> lastJoin, Optional<Instant> unattendedSince, List<Absence> absences) {
  /** Whoever is away longest is forgotten first. */
  static final int MOST = 1000;

  /** The conference does not run. */
  public static final Attendance NONE =
      new Attendance(Optional.empty(), Optional.empty(), List.of());

  public Attendance {
    absences = List.copyOf(absences);
  }

  /** Of a conference that begins. */
  static Attendance begun(Instant at) {
    return new Attendance(Optional.of(at), Optional.of(at), List.of());
  }

  /** As far as the legs themselves can tell: for records that are older than this one. */
  static Attendance of(Collection<Leg> legs) {
    Optional<Instant> last = legs.stream().map(Leg::joinedAt).max(Instant::compareTo);
    boolean attended = legs.stream().anyMatch(Leg::attends);
    return new Attendance(last, attended ? Optional.empty() : last, List.of());
  }

  /** A leg is in from that time on: it has come, or was let in. */
  Attendance entered(Leg leg, Instant at) {
    List<Absence> away =
        hasAudio(leg) ? absences.stream().filter(not(leg.participant())).toList() : absences;
    return new Attendance(
        Optional.of(at), leg.attends() ? Optional.empty() : unattendedSince, away);
  }

  Attendance left(Leg gone, Collection<Leg> staying, Instant at) {
    boolean last = gone.attends() && staying.stream().noneMatch(Leg::attends);
    boolean silent =
        staying.stream().noneMatch(l -> l.participant().equals(gone.participant()) && hasAudio(l));
    List<Absence> away = absences;
    if (hasAudio(gone) && silent && !gone.isGuest() && !gone.waits()) {
      List<Absence> next = new ArrayList<>(absences);
      next.removeIf(not(gone.participant()).negate());
      next.add(new Absence(gone.participant(), at, gone.muted()));
      away = next.subList(Math.max(0, next.size() - MOST), next.size());
    }
    return new Attendance(lastJoin, last ? Optional.of(at) : unattendedSince, away);
  }

  /** Whoever is away is muted or unmuted with all others of his role. */
  Attendance roleMuted(Predicate<UserUri> meant, boolean muted) {
    return new Attendance(
        lastJoin,
        unattendedSince,
        absences.stream()
            .map(a -> meant.test(a.user()) ? new Absence(a.user(), a.since(), muted) : a)
            .toList());
  }

  /** The absence of a user who comes back in time. */
  public Optional<Absence> absence(UserUri user, Instant now, Duration grace) {
    return absences.stream()
        .filter(a -> a.user().equals(user) && !now.isAfter(a.since().plus(grace)))
        .findFirst();
  }

  private static boolean hasAudio(Leg leg) {
    return leg.media().contains(McuType.AUDIO_VIDEO);
  }

  private static Predicate<Absence> not(UserUri user) {
    return a -> !a.user().equals(user);
  }
}
