package org.confocal.engine.focus;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Approach;
import org.confocal.engine.conference.Caller;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.Crowd;
import org.confocal.engine.conference.Gate;
import org.confocal.engine.conference.PolicyGate;
import org.confocal.engine.conference.Verdict;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.ConferencePolicy;
import org.confocal.engine.meeting.Keys;
import org.confocal.engine.meeting.Proof;

/**
 * Stands at the {@link Gate}: looks at what callers give, counts the wrong tries, counts who is
 * there, and asks.
 */
final class GateKeeper {
  private final FocusParts parts;
  private final ActorContext<FocusProtocol.Command> context;
  private final Focus.Environment env;
  private final WrongTries tries;

  GateKeeper(FocusParts parts, ActorContext<FocusProtocol.Command> context, Focus.Environment env) {
    this.parts = parts;
    this.context = context;
    this.env = env;
    this.tries = parts.life.tries();
  }

  /** The refusal of whoever has tried too often; what he gives now is not looked at. */
  Optional<Rejection> tooMany(FocusProtocol.Joining j) {
    Keys keys = j.caller().keys();
    if (keys.none()) {
      return Optional.empty();
    }
    Rejection.Reason reason =
        keys.passcode().isPresent()
            ? Rejection.Reason.INVALID_PASSCODE
            : Rejection.Reason.INVALID_CONFERENCE_KEY;
    return tries.waits(j.source().host(), now()).map(wait -> pause(reason, wait));
  }

  private static Rejection pause(Rejection.Reason reason, Duration wait) {
    Duration whole = Duration.ofSeconds(wait.toSeconds() + 1);
    return new Rejection(
        reason,
        "Too many wrong keys: try again in " + whole.toSeconds() + " s",
        Optional.of(whole),
        Optional.empty());
  }

  /** Looks at what somebody gives. Once for each join: hashing takes its time. */
  Proof proof(FocusProtocol.Join join) {
    FocusProtocol.Joining j = join.joining();
    Proof proof = join.meeting().terms().secrets().proofOf(j.caller().keys());
    if (proof.wrong()) {
      tries.wrong(j.source().host(), proof, j.key(), now());
    } else if (proof.right()) {
      tries.right(j.source().host(), proof);
    }
    return proof;
  }

  static Approach approach(FocusProtocol.Joining j, Proof proof) {
    return new Approach(j.entry(), j.caller(), proof, j.source(), j.seed().remoteUri());
  }

  /**
   * Asks the gate. The one legal catch: a throw in a pure decision has changed nothing, so 500
   * other legs need not die of it.
   *
   * @param coming who is on his way in or to the lobby, beside calls of ours
   */
  Verdict verdict(
      Conference state,
      FocusProtocol.Join join,
      Proof proof,
      Collection<PendingRequests.PendingJoin> coming) {
    try {
      Optional<Rejection> expired = expired(state, join);
      if (expired.isPresent()) {
        return new Verdict(expired, false);
      }
      int waiting = (int) coming.stream().filter(p -> p.waits).count();
      Verdict verdict =
          Gate.verdict(
              state,
              join.meeting(),
              approach(join.joining(), proof),
              crowd(state, coming.size() - waiting, waiting));
      Optional<Rejection> forbidden =
          verdict.refuses() ? Optional.empty() : forbidden(state, join, proof, verdict, coming);
      return forbidden.isPresent() ? new Verdict(forbidden, false) : verdict;
    } catch (RuntimeException ours) {
      context.getLog().error("decision failed", ours);
      return new Verdict(
          Optional.of(Rejection.of(Rejection.Reason.INTERNAL, "Internal error")), false);
    }
  }

  /** What has expired is not activated again; what runs goes on. */
  private Optional<Rejection> expired(Conference state, FocusProtocol.Join join) {
    return join.expires()
        .filter(at -> !state.active() && !now().isBefore(at))
        .map(
            at ->
                Rejection.of(
                    Rejection.Reason.UNKNOWN_CONFERENCE,
                    "Meeting " + join.meeting().number() + " has expired at " + at));
  }

  /**
   * What the organizer's policy says. Whoever is in already is no further participant, nor is
   * somebody who waits.
   */
  private Optional<Rejection> forbidden(
      Conference state,
      FocusProtocol.Join join,
      Proof proof,
      Verdict verdict,
      Collection<PendingRequests.PendingJoin> coming) {
    Caller caller = join.joining().caller();
    ConferencePolicy policy =
        (state.active() ? state.policy() : join.policy()).orElse(env.settings().life().site());
    Optional<UserUri> self = Gate.participant(state, approach(join.joining(), proof));
    boolean counts = !verdict.waits() && self.filter(state::isIn).isEmpty();
    int others = counts ? participants(state, coming, self) : 0;
    return PolicyGate.join(policy, join.meeting(), caller, others);
  }

  /** Participants who are in or on their way, calls of ours included; all but {@code self}. */
  private int participants(
      Conference state, Collection<PendingRequests.PendingJoin> coming, Optional<UserUri> self) {
    Set<UserUri> users = state.participants();
    users.addAll(parts.dialOuts.users());
    int guests = 0;
    for (PendingRequests.PendingJoin p : coming) {
      Optional<UserUri> user = Gate.participant(state, approach(p.join.joining(), p.proof));
      user.filter(u -> !p.waits).ifPresent(users::add);
      guests += user.isEmpty() && !p.waits ? 1 : 0;
    }
    self.ifPresent(users::remove);
    return users.size() + guests;
  }

  private Crowd crowd(Conference state, int inside, int waiting) {
    int waitingNow = state.lobby().size();
    return new Crowd(
        state.legs().size() - waitingNow + parts.dialOuts.count() + inside,
        env.settings().maxLegs(),
        waitingNow + waiting,
        env.settings().gate().mostWaiting());
  }

  /** How many legs more may be in, of participants who are not in yet. */
  int room(Conference state) {
    ConferencePolicy policy = state.policy().orElse(env.settings().life().site());
    int others = participants(state, parts.pending.allJoins(), Optional.empty());
    return Math.max(0, Math.min(legRoom(state), policy.meetingSize() - others));
  }

  /** How many legs more may be in, of whomever. */
  int legRoom(Conference state) {
    int coming = (int) parts.pending.allJoins().stream().filter(p -> !p.waits).count();
    Crowd crowd = crowd(state, coming, 0);
    return Math.max(0, crowd.mostInside() - crowd.inside());
  }

  private Instant now() {
    return env.clock().instant();
  }
}
