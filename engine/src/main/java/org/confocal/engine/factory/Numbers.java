package org.confocal.engine.factory;

import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Meeting;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of an organizer in the directory. A number is claimed before the event of its meeting
 * is stored. A claim whose event was never stored is given back at the next start of the factory,
 * and some time after the directory has failed to answer: all numbers but those of our meetings are
 * released. A number that is claimed meanwhile could be among those released, so whoever wants one
 * has to wait.
 */
final class Numbers {
  record Claimed(
      FocusFactoryProtocol.Schedule request,
      Meeting meeting,
      int tries,
      boolean free,
      Optional<String> error)
      implements FocusFactory.Internal {}

  /** Numbers may be ours that belong to no meeting: give them back. */
  record Reconcile() implements FocusFactory.Internal {}

  record Reconciled(Optional<String> error) implements FocusFactory.Internal {}

  record Released(ConferenceId id, Optional<String> error) implements FocusFactory.Internal {}

  private final ActorContext<FocusFactoryProtocol.Command> context;
  private final TimerScheduler<FocusFactoryProtocol.Command> timers;
  private final UserUri organizer;
  private final FocusFactory.Environment env;

  /** Meetings whose number is being claimed. */
  private final Set<ConferenceId> inFlight = new HashSet<>();

  /** Deleted meetings whose number is being released: the same id must not claim before. */
  private final Set<ConferenceId> releasing = new HashSet<>();

  private boolean reconciling;

  Numbers(
      ActorContext<FocusFactoryProtocol.Command> context,
      TimerScheduler<FocusFactoryProtocol.Command> timers,
      UserUri organizer,
      FocusFactory.Environment env) {
    this.context = context;
    this.timers = timers;
    this.organizer = organizer;
    this.env = env;
  }

  Set<ConferenceId> inFlight() {
    return Collections.unmodifiableSet(inFlight);
  }

  /** Whether a new meeting, of this id if one is wished, has to wait. */
  boolean mustWait(Optional<ConferenceId> id) {
    return reconciling || id.filter(releasing::contains).isPresent();
  }

  void claim(FocusFactoryProtocol.Schedule request, Meeting meeting, int tries) {
    inFlight.add(meeting.uri().id());
    context.pipeToSelf(
        env.names().claim(meeting.number(), meeting.uri()),
        (free, error) ->
            new Claimed(request, meeting, tries, Boolean.TRUE.equals(free), reason(error)));
  }

  void claimed(Claimed claim) {
    inFlight.remove(claim.meeting().uri().id());
    claim
        .error()
        .ifPresent(e -> reconcileLater("number " + claim.meeting().number() + " not claimed", e));
  }

  void release(Meeting meeting) {
    ConferenceId id = meeting.uri().id();
    releasing.add(id);
    context.pipeToSelf(
        env.names().release(meeting.uri()).thenApply(none -> Done.getInstance()),
        (done, error) -> new Released(id, reason(error)));
  }

  void released(Released done) {
    releasing.remove(done.id());
    done.error().ifPresent(e -> reconcileLater("number not released", e));
  }

  /** A new life of the actor: what an earlier one has asked may be answered to nobody. */
  void recovered(Meetings ours) {
    reconciling = false;
    giveBackOthers(ours);
  }

  /** Gives back what belongs to none of these meetings, unless that is on its way. */
  void giveBackOthers(Meetings ours) {
    if (reconciling) {
      return;
    }
    Set<ConferenceId> known = new HashSet<>(ours.byId().keySet());
    known.addAll(inFlight);
    reconciling = true;
    context.pipeToSelf(
        env.names().releaseOthers(organizer, known).thenApply(none -> Done.getInstance()),
        (done, error) -> new Reconciled(reason(error)));
  }

  void reconciled(Reconciled done) {
    reconciling = false;
    done.error().ifPresent(e -> reconcileLater("numbers not reconciled", e));
  }

  private void reconcileLater(String what, String error) {
    context.getLog().warn("{} organizer={} error={}", what, organizer, error);
    timers.startSingleTimer("reconcile", new Reconcile(), env.settings().retryAfter());
  }

  /** One that may be free. */
  MeetingNumber any() {
    int digits = env.settings().numberDigits();
    long random = Long.parseLong(env.ids().hex(15), 16);
    long least = (long) Math.pow(10, digits - 1);
    return new MeetingNumber(Long.toString(least + random % (9 * least)));
  }

  static Optional<String> reason(@Nullable Throwable error) {
    return Optional.ofNullable(error).map(Throwable::toString);
  }
}
