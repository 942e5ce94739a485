package org.confocal.engine.focus;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.id.UserUri;

/** Decides who may watch a conference, and for how long. Pure. */
final class SubscriptionGate {
  private final RosterSettings settings;

  SubscriptionGate(RosterSettings settings) {
    this.settings = settings;
  }

  /**
   * As whom somebody subscribes: the user that he has proved to be, or the participant whose call
   * came from the same place under the same name.
   */
  Optional<UserUri> subscriber(Conference state, FocusProtocol.Subscribe s) {
    Optional<UserUri> proved = s.caller().user();
    return proved.filter(state::isIn).or(() -> byCall(state, s)).or(() -> proved);
  }

  private static Optional<UserUri> byCall(Conference state, FocusProtocol.Subscribe s) {
    String from = address(s.from());
    return state.allLegs().stream()
        .filter(leg -> leg.source().equals(s.caller().source().orElse(s.seed().peer())))
        .filter(leg -> address(leg.dialog().remoteUri()).equals(from))
        .map(Leg::participant)
        .findFirst();
  }

  /** What is in the brackets, or all of it, without parameters. */
  private static String address(String text) {
    int open = text.indexOf('<');
    int close = text.indexOf('>', Math.max(open, 0));
    String uri = open >= 0 && close > open ? text.substring(open + 1, close) : text;
    int end = uri.indexOf(';');
    return (end >= 0 ? uri.substring(0, end) : uri).strip().toLowerCase(Locale.ROOT);
  }

  /**
   * Decides about a new subscription.
   *
   * @param watching those who watch already
   * @return empty = welcome
   */
  Optional<Rejection> refusal(
      Conference state, FocusProtocol.Subscribe s, Collection<Watcher> watching) {
    Optional<UserUri> subscriber = subscriber(state, s);
    if (subscriber.isEmpty()) {
      return no(
          Rejection.Reason.AUTHENTICATION_REQUIRED,
          "Participants and users who have proved who they are may watch, not " + s.from());
    }
    UserUri user = subscriber.get();
    if (state.room().bans().stream().anyMatch(ban -> ban.user().equals(user))) {
      return no(
          Rejection.Reason.BANNED, user + " was sent away for as long as the conference runs");
    }
    if (!state.isIn(user) && !state.isWaiting(user) && !settings.openToUsers()) {
      return no(
          Rejection.Reason.NOT_INVITED, user + " is no participant: join the conference first");
    }
    Optional<Rejection> tooShort = tooShort(s);
    if (tooShort.isPresent()) {
      return tooShort;
    }
    if (watching.size() >= settings.most()) {
      return no(
          Rejection.Reason.CAPACITY_EXCEEDED,
          "subscriptions: " + watching.size() + " (expected: < " + settings.most() + ")");
    }
    long own = watching.stream().filter(w -> w.user().equals(user)).count();
    return own >= settings.mostPerUser()
        ? no(
            Rejection.Reason.CAPACITY_EXCEEDED,
            "subscriptions of "
                + user
                + ": "
                + own
                + " (expected: < "
                + settings.mostPerUser()
                + ")")
        : Optional.empty();
  }

  /** What is asked for may be shortened and not lengthened (RFC 6665 section 4.2.1.1). */
  Optional<Rejection> tooShort(FocusProtocol.Subscribe s) {
    Duration least = settings.leastExpires();
    return s.expiresSeconds() > 0 && s.expiresSeconds() < least.toSeconds()
        ? Optional.of(
            Rejection.tooShort(
                "Expires: " + s.expiresSeconds() + " (expected: 0 or >= " + least.toSeconds() + ")",
                least))
        : Optional.empty();
  }

  /** The length that is granted, in seconds. */
  int granted(FocusProtocol.Subscribe s) {
    long most = settings.mostExpires().toSeconds();
    return (int)
        (s.expiresSeconds() < 0
            ? settings.defaultExpires().toSeconds()
            : Math.min(most, s.expiresSeconds()));
  }

  private static Optional<Rejection> no(Rejection.Reason reason, String text) {
    return Optional.of(Rejection.of(reason, text));
  }
}
