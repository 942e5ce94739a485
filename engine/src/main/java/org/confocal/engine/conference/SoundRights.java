package org.confocal.engine.conference;

import java.util.List;
import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.Relation;
import org.confocal.engine.mcu.Tuning;

/**
 * Who may order what at the mixing desk, and whether it makes sense: everybody for himself, and
 * presenters for all. Pure.
 */
public final class SoundRights {
  /** Most relations of one conference: forty in a sidebar. */
  public static final int MOST_RELATIONS = 2000;

  private static final int MOST_TIMES = 10_000;

  private final Conference state;
  private final UserUri asker;
  private final boolean presents;

  private SoundRights(Conference state, UserUri asker, boolean presents) {
    this.state = state;
    this.asker = asker;
    this.presents = presents;
  }

  /**
   * The refusal of an order; empty when it may be carried out.
   *
   * @param presents whether the asker may do what presenters may; operators may as well
   */
  public static Optional<Rejection> refusal(
      Conference state, UserUri asker, boolean presents, ControlOrder.OfSound order) {
    return new SoundRights(state, asker, presents).refusal(order);
  }

  private Optional<Rejection> refusal(ControlOrder.OfSound order) {
    if (order instanceof ControlOrder.Mute o) {
      return ofOne(o.user(), order)
          .or(() -> o.locked() && !presents ? notPresenter("Mute with a lock") : Optional.empty())
          .or(() -> endpoint(o.user(), o.endpoint(), o.media()))
          .or(() -> o.muted() ? Optional.empty() : unmute(o.user()));
    } else if (order instanceof ControlOrder.Filter o) {
      boolean unmutes = o.muted().filter(muted -> !muted).isPresent();
      return ofOne(o.user(), order)
          .or(() -> endpoint(o.user(), o.endpoint(), o.media()))
          .or(() -> unmutes ? unmute(o.user()) : Optional.empty());
    } else if (order instanceof ControlOrder.Hold o) {
      return ofOne(o.user(), order).or(() -> endpoint(o.user(), o.endpoint(), 1));
    } else if (order instanceof ControlOrder.SetVolume o) {
      return ofOne(o.user(), order).or(() -> endpoint(o.user(), o.endpoint(), 1)).or(() -> loud(o));
    } else if (!presents) {
      return notPresenter(order.getClass().getSimpleName());
    } else if (order instanceof ControlOrder.Relate o) {
      return relations(o.relations());
    } else if (order instanceof ControlOrder.GiveFloor o) {
      return o.holder().flatMap(this::present);
    } else if (order instanceof ControlOrder.Play o) {
      return named("name", o.name()).or(() -> named("sound", o.sound())).or(() -> playable(o));
    } else if (order instanceof ControlOrder.StopPlaying o) {
      return named("name", o.name()).or(() -> hearer(o.to()));
    }
    return Optional.empty(); // all are muted, or all of a role
  }

  private Optional<Rejection> ofOne(UserUri user, ControlOrder order) {
    return presents || user.equals(asker)
        ? present(user)
        : notPresenter(order.getClass().getSimpleName());
  }

  private Optional<Rejection> unmute(UserUri user) {
    return presents || state.room().desk().mayUnmute(user, state.role(user))
        ? Optional.empty()
        : no(
            Rejection.Reason.NOT_AUTHORIZED,
            user + " is muted with a lock (expected: a presenter unmutes him)");
  }

  private Optional<Rejection> endpoint(UserUri user, String endpoint, int media) {
    if (legs(state, user, endpoint).isEmpty()) {
      return no(
          Rejection.Reason.UNKNOWN_ENDPOINT,
          endpoint.isEmpty()
              ? user + " has no audio"
              : user + " has no audio endpoint " + endpoint);
    }
    return media == 1
        ? Optional.empty()
        : no(Rejection.Reason.UNKNOWN_MEDIA, "media: " + media + " (expected: 1)");
  }

  /** The legs with audio that an order means; those in the lobby are none. */
  public static List<Leg> legs(Conference state, UserUri user, String endpoint) {
    return state.legsOf(user).stream()
        .filter(l -> l.media().contains(McuType.AUDIO_VIDEO) && !l.waits())
        .filter(l -> endpoint.isEmpty() || l.endpoint().equalsIgnoreCase(endpoint))
        .toList();
  }

  private static Optional<Rejection> loud(ControlOrder.SetVolume o) {
    if (o.inDb().isEmpty() && o.outDb().isEmpty()) {
      return no(Rejection.Reason.MALFORMED, "volume: none (expected: in or out, in dB)");
    }
    return o.inDb()
        .filter(db -> !Tuning.isVolume(db))
        .or(() -> o.outDb().filter(db -> !Tuning.isVolume(db)))
        .flatMap(
            db ->
                no(
                    Rejection.Reason.MALFORMED,
                    "volume: " + db + " (expected: " + Tuning.RANGE + ")"));
  }

  /** Who is named need not be there yet. */
  private static Optional<Rejection> relations(List<Relation> relations) {
    return relations.size() <= MOST_RELATIONS
        ? Optional.empty()
        : no(
            Rejection.Reason.MALFORMED,
            "relations: " + relations.size() + " (expected: at most " + MOST_RELATIONS + ")");
  }

  private Optional<Rejection> playable(ControlOrder.Play o) {
    return o.times() >= 0 && o.times() <= MOST_TIMES
        ? hearer(o.to())
        : no(
            Rejection.Reason.MALFORMED,
            "times: " + o.times() + " (expected: 0 to " + MOST_TIMES + ")");
  }

  private Optional<Rejection> hearer(Optional<UserUri> to) {
    if (to.isPresent()) {
      return present(to.get()).or(() -> endpoint(to.get(), ControlOrder.OfSound.ALL, 1));
    }
    return state.inside().stream().anyMatch(l -> l.media().contains(McuType.AUDIO_VIDEO))
        ? Optional.empty()
        : no(Rejection.Reason.UNKNOWN_MEDIA, "Nobody is in the conference with audio");
  }

  private static Optional<Rejection> named(String what, String name) {
    return ControlOrder.Play.PLAIN.matcher(name).matches()
        ? Optional.empty()
        : no(
            Rejection.Reason.MALFORMED,
            what + ": " + name + " (expected: " + ControlOrder.Play.EXPECTED + ")");
  }

  private Optional<Rejection> present(UserUri user) {
    return state.isIn(user)
        ? Optional.empty()
        : no(Rejection.Reason.UNKNOWN_USER, user + " is not in the conference");
  }

  private static Optional<Rejection> notPresenter(String order) {
    return no(Rejection.Reason.NOT_AUTHORIZED, order + " is for presenters");
  }

  private static Optional<Rejection> no(Rejection.Reason reason, String text) {
    return Optional.of(Rejection.of(reason, text));
  }
}
