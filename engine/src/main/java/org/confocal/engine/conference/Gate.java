package org.confocal.engine.conference;

import java.util.List;
import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Invitee;
import org.confocal.engine.meeting.Lobby;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.meeting.Proof;

/**
 * The one gate through which every door leads: decides whether a caller may be in the conference,
 * waits in front of it, or is refused. The order of the questions is the order of {@link #verdict}:
 *
 * <pre>
 *   what he gave is right? -&gt; banned? -&gt; who is it? -&gt; which media?
 *     -&gt; stranger: admitted? listed? locked? lobby?  -&gt; is there room?
 * </pre>
 *
 * Pure.
 */
public final class Gate {
  private Gate() {}

  /**
   * Decides about one more leg.
   *
   * @param meeting what the organizer has laid down, also when the conference does not run yet
   */
  public static Verdict verdict(Conference state, Meeting meeting, Approach approach, Crowd crowd) {
    Verdict verdict =
        wrong(meeting, approach.proof())
            .or(() -> banned(state, meeting, approach))
            .or(() -> nobody(state, meeting, approach))
            .or(() -> noMedia(meeting, approach.entry()))
            .orElseGet(() -> stranger(state, meeting, approach));
    return verdict.refuses() ? verdict : room(meeting, verdict, crowd);
  }

  private static Optional<Verdict> wrong(Meeting meeting, Proof proof) {
    return switch (proof) {
      case WRONG_KEY ->
          no(
              Rejection.Reason.INVALID_CONFERENCE_KEY,
              "Wrong key for conference " + meeting.number());
      case WRONG_PASSCODE ->
          no(
              Rejection.Reason.INVALID_PASSCODE,
              "Wrong passcode for conference " + meeting.number());
      case NONE, KEY, PASSCODE, LEADER -> Optional.empty();
    };
  }

  private static Optional<Verdict> banned(Conference state, Meeting meeting, Approach approach) {
    return state.room().bans().stream().anyMatch(ban -> ban.meets(approach))
        ? no(
            Rejection.Reason.BANNED,
            "You were sent away from conference " + meeting.number() + " for as long as it runs")
        : Optional.empty();
  }

  /** Control and MCUs are for users and for guests with a key; an MCU is for those who are in. */
  private static Optional<Verdict> nobody(Conference state, Meeting meeting, Approach approach) {
    LegKind kind = approach.entry().kind();
    Optional<UserUri> known = participant(state, approach);
    if (kind == LegKind.FOCUS && approach.caller().user().isEmpty() && !guest(meeting, approach)) {
      return no(
          Rejection.Reason.AUTHENTICATION_REQUIRED,
          "Conference control needs a user who has proved who he is, or a conference key");
    }
    if (kind != LegKind.MEDIA || known.filter(state::isIn).isPresent()) {
      return Optional.empty();
    }
    if (known.filter(state::isWaiting).isPresent()) {
      return no(Rejection.Reason.NOT_AUTHORIZED, known.get() + " waits in the lobby");
    }
    return approach.caller().user().isEmpty()
        ? no(
            Rejection.Reason.AUTHENTICATION_REQUIRED,
            "An MCU needs a participant who has proved who he is")
        : no(
            Rejection.Reason.NOT_INVITED,
            approach.caller().user().get() + " is no participant: join the conference first");
  }

  private static boolean guest(Meeting meeting, Approach approach) {
    return meeting.admission() == Admission.ANONYMOUS && approach.proof().right();
  }

  private static Optional<Verdict> noMedia(Meeting meeting, Entry entry) {
    return entry.mcu().filter(type -> !meeting.terms().allows(type)).isPresent()
        ? no(
            Rejection.Reason.UNKNOWN_MCU,
            "Conference " + meeting.number() + " has no " + entry.mcu().get().token())
        : Optional.empty();
  }

  /** Whoever is in may bring a further leg; all others are asked what strangers are asked. */
  private static Verdict stranger(Conference state, Meeting meeting, Approach approach) {
    if (participant(state, approach).filter(state::isIn).isPresent()) {
      return Verdict.WELCOME;
    }
    Caller caller = approach.caller();
    if (!admitted(meeting.admission(), caller, approach.proof())) {
      return Verdict.no(
          Rejection.Reason.AUTHENTICATION_REQUIRED,
          meeting.admission() == Admission.ANONYMOUS
              ? "Conference " + meeting.number() + " admits users, and guests with its key"
              : "Conference " + meeting.number() + " admits registered users only");
    }
    boolean organizes = caller.user().filter(meeting.uri().organizer()::equals).isPresent();
    if (meeting.admission() == Admission.CLOSED && !organizes && !listed(meeting, caller.user())) {
      return Verdict.no(
          Rejection.Reason.NOT_INVITED,
          caller.user().orElseThrow() + " is not invited to conference " + meeting.number());
    }
    return approachedLobby(state, meeting, caller.user(), approach.proof());
  }

  private static Verdict approachedLobby(
      Conference state, Meeting meeting, Optional<UserUri> user, Proof proof) {
    boolean presents =
        proof == Proof.LEADER || user.filter(u -> roleOf(state, meeting, u).presents()).isPresent();
    if (presents) {
      return Verdict.WELCOME;
    }
    Lobby lobby = meeting.terms().lobby();
    boolean locked = state.active() ? state.room().locked() : meeting.terms().locked();
    if (locked && lobby == Lobby.OFF) {
      return Verdict.no(
          Rejection.Reason.CONFERENCE_LOCKED, "Conference " + meeting.number() + " is locked");
    }
    return locked || waits(lobby, meeting, user) ? Verdict.WAITS : Verdict.WELCOME;
  }

  private static boolean waits(Lobby lobby, Meeting meeting, Optional<UserUri> user) {
    return switch (lobby) {
      case OFF -> false;
      case GUESTS -> user.isEmpty();
      case UNINVITED -> !listed(meeting, user);
      case EVERYBODY -> true;
    };
  }

  private static boolean listed(Meeting meeting, Optional<UserUri> user) {
    return user.flatMap(meeting.terms()::invitee).isPresent();
  }

  private static Verdict room(Meeting meeting, Verdict verdict, Crowd crowd) {
    if (verdict.waits()) {
      return crowd.waiting() >= crowd.mostWaiting()
          ? Verdict.no(
              Rejection.Reason.CAPACITY_EXCEEDED,
              "The lobby of conference "
                  + meeting.number()
                  + " is full: "
                  + crowd.mostWaiting()
                  + " wait")
          : verdict;
    }
    return crowd.inside() >= crowd.mostInside()
        ? Verdict.no(
            Rejection.Reason.CAPACITY_EXCEEDED,
            "Conference " + meeting.number() + " is full: " + crowd.mostInside() + " are in")
        : verdict;
  }

  /**
   * Tells whether a leg that waits would have to wait if it came now: when not, nobody needs to let
   * it in.
   */
  public static boolean stillWaits(Conference state, Meeting meeting, Leg leg) {
    Optional<UserUri> user =
        leg.standing().proved() ? Optional.of(leg.participant()) : Optional.empty();
    Verdict now = approachedLobby(state, meeting, user, leg.standing().proof());
    return now.refuses() || now.waits();
  }

  /**
   * As whom somebody comes, if he is known already: the user that he has proved to be, or for an
   * MCU the guest whose control dialog came under the same name by the same flow. Who comes by
   * another flow of the same address has to show the key again. Two guests of whom it may be either
   * are nobody.
   */
  public static Optional<UserUri> participant(Conference state, Approach approach) {
    Optional<UserUri> proved = approach.caller().user();
    if (proved.isPresent() || approach.entry().kind() != LegKind.MEDIA) {
      return proved;
    }
    List<UserUri> meant =
        state.allLegs().stream()
            .filter(leg -> leg.entry().kind() == LegKind.FOCUS && !leg.standing().proved())
            .filter(leg -> mayBe(leg.source(), approach))
            .filter(leg -> names(leg, Ban.address(approach.from())))
            .map(Leg::participant)
            .distinct()
            .limit(2)
            .toList();
    return meant.size() == 1 ? Optional.of(meant.get(0)) : Optional.empty();
  }

  /** A flow that others share, for they send on what they get, tells nobody from anybody. */
  private static boolean mayBe(PeerAddress source, Approach approach) {
    boolean sameFlow = source.port() != 0 && source.equals(approach.source());
    return sameFlow || (approach.proof().right() && source.host().equals(approach.source().host()));
  }

  private static boolean names(Leg leg, String from) {
    return from.equals(Ban.address(leg.dialog().remoteUri()))
        || from.equals(leg.participant().value());
  }

  /** The role in which a user joins: his present one, or what the organizer has laid down. */
  public static Role roleOf(Conference state, Meeting meeting, UserUri user) {
    if (state.room().roles().containsKey(user) || state.isIn(user)) {
      return state.role(user);
    }
    if (meeting.uri().organizer().equals(user)) {
      return Role.ORGANIZER;
    }
    return meeting.terms().invitee(user).filter(Invitee::presenter).isPresent()
        ? Role.PRESENTER
        : Role.ATTENDEE;
  }

  /** The role of whoever has shown this beside his name. */
  public static Role roleOf(Conference state, Meeting meeting, UserUri user, Proof proof) {
    Role role = roleOf(state, meeting, user);
    return proof == Proof.LEADER && !role.presents() ? Role.PRESENTER : role;
  }

  private static boolean admitted(Admission admission, Caller caller, Proof proof) {
    return switch (admission) {
      case OPEN -> true;
      case LOOPBACK -> caller.thisMachine() || caller.user().isPresent();
      case ANONYMOUS -> caller.user().isPresent() || proof.right();
      case AUTHENTICATED, CLOSED -> caller.user().isPresent();
    };
  }

  private static Optional<Verdict> no(Rejection.Reason reason, String text) {
    return Optional.of(Verdict.no(reason, text));
  }
}
