package org.confocal.engine.conference;

import java.util.Optional;
import java.util.Set;
import org.confocal.engine.Rejection;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;

/**
 * Who may order what. Pure.
 *
 * @param attendeesCallOut attendees may have others called
 * @param presentersEnd presenters may end the conference, not its organizer alone
 */
public record Authority(boolean attendeesCallOut, boolean presentersEnd) {
  /**
   * The refusal of an order; empty when it may be carried out.
   *
   * @param called for the removal of a user: the MCUs for which he is being called
   */
  public Optional<Rejection> refusal(
      Conference state, UserUri asker, ControlOrder order, Set<McuType> called) {
    if (state.isWaiting(asker)) {
      return no(Rejection.Reason.NOT_AUTHORIZED, "You wait in the lobby");
    }
    boolean presents = state.role(asker).presents();
    if (order instanceof ControlOrder.Describe) {
      return Optional.empty();
    } else if (order instanceof ControlOrder.Eject o) {
      return presents || o.user().equals(asker)
          ? ejection(state, asker, o, called)
          : notPresenter(order);
    } else if (order instanceof ControlOrder.Ban o) {
      return presents ? ban(state, asker, o) : notPresenter(order);
    } else if (order instanceof ControlOrder.SetRole o) {
      return presents ? roleChange(state, o) : notPresenter(order);
    } else if (order instanceof ControlOrder.OfSound o) {
      return SoundRights.refusal(state, asker, presents, o);
    } else if (order instanceof ControlOrder.DialIn o) {
      return presents || o.user().equals(asker)
          ? present(state, o.user()).or(() -> allowed(state, o.mcu()))
          : notPresenter(order);
    } else if (order instanceof ControlOrder.DialOut o) {
      return presents || attendeesCallOut ? callOut(state, asker, o) : notPresenter(order);
    } else if (order instanceof ControlOrder.EndConference) {
      boolean may = presentersEnd ? presents : state.role(asker) == Role.ORGANIZER;
      return may ? Optional.empty() : notPresenter(order);
    }
    return presents ? Optional.empty() : notPresenter(order);
  }

  /** Whoever takes a call at any address must not become somebody who is there already. */
  private static Optional<Rejection> callOut(
      Conference state, UserUri asker, ControlOrder.DialOut o) {
    if (state.room().bans().stream().anyMatch(ban -> ban.user().equals(o.user()))) {
      return no(Rejection.Reason.BANNED, o.user() + " is banned: let him come again first");
    }
    boolean elsewhere = !o.uri().equalsIgnoreCase(o.user().value());
    boolean somebody = state.isIn(o.user()) || state.role(o.user()).presents();
    boolean organizer =
        state.meeting().filter(m -> m.uri().organizer().equals(o.user())).isPresent();
    return elsewhere && (somebody || organizer) && !o.user().equals(asker)
        ? no(Rejection.Reason.NOT_AUTHORIZED, o.user() + " can only be called at his own address")
        : allowed(state, o.mcu());
  }

  private static Optional<Rejection> ban(Conference state, UserUri asker, ControlOrder.Ban o) {
    boolean spared = o.user().equals(asker) || state.role(o.user()) == Role.ORGANIZER;
    return o.banned() && spared
        ? no(Rejection.Reason.NOT_AUTHORIZED, "Neither oneself nor the organizer can be banned")
        : Optional.empty();
  }

  private static Optional<Rejection> ejection(
      Conference state, UserUri asker, ControlOrder.Eject o, Set<McuType> called) {
    boolean has =
        state.legsOf(o.user()).stream()
            .anyMatch(l -> o.from().isEmpty() || l.media().contains(o.from().get()));
    if (!has && o.from().map(called::contains).orElse(!called.isEmpty())) {
      return Optional.empty(); // there is nothing but a call, and that is called off
    }
    Optional<Rejection> absent =
        state.isWaiting(o.user()) ? Optional.empty() : present(state, o.user());
    if (absent.isPresent()) {
      return absent;
    }
    if (state.role(o.user()) == Role.ORGANIZER && !o.user().equals(asker)) {
      return no(Rejection.Reason.NOT_AUTHORIZED, "The organizer cannot be removed");
    }
    return has
        ? Optional.empty()
        : no(
            Rejection.Reason.UNKNOWN_ENDPOINT,
            o.user() + " has no endpoint at " + o.from().map(McuType::token).orElse("all"));
  }

  private static Optional<Rejection> roleChange(Conference state, ControlOrder.SetRole o) {
    Optional<Rejection> absent = present(state, o.user());
    if (absent.isPresent()) {
      return absent;
    }
    if (state.role(o.user()) == Role.ORGANIZER) {
      return o.presenter()
          ? Optional.empty()
          : no(Rejection.Reason.NOT_AUTHORIZED, "The organizer stays a presenter");
    }
    long presenters = state.participants().stream().filter(u -> state.role(u).presents()).count();
    boolean last = !o.presenter() && presenters == 1 && state.role(o.user()).presents();
    return last
        ? no(Rejection.Reason.NOT_AUTHORIZED, o.user() + " is the last presenter")
        : Optional.empty();
  }

  private static Optional<Rejection> present(Conference state, UserUri user) {
    return state.isIn(user)
        ? Optional.empty()
        : no(Rejection.Reason.UNKNOWN_USER, user + " is not in the conference");
  }

  private static Optional<Rejection> allowed(Conference state, McuType type) {
    return state.meeting().filter(m -> m.terms().allows(type)).isPresent()
        ? Optional.empty()
        : no(Rejection.Reason.UNKNOWN_MCU, "The conference has no " + type.token());
  }

  private static Optional<Rejection> notPresenter(ControlOrder order) {
    return no(
        Rejection.Reason.NOT_AUTHORIZED, order.getClass().getSimpleName() + " is for presenters");
  }

  private static Optional<Rejection> no(Rejection.Reason reason, String text) {
    return Optional.of(Rejection.of(reason, text));
  }
}
