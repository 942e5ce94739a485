package org.confocal.media.loop;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.confocal.media.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * Which loop each conference and each leg is on. A conference begins on the loop that has least to
 * do. When one loop has as many of its legs as the settings allow, the next ones are put on another
 * one, and the loops mix it together ({@link Cascade}).
 *
 * <p>A leg is known from the moment when a command to reserve it is given to a loop, until it is
 * closed there and no such command waits any more. So all commands of a leg go the same way, in
 * their order. Any thread; never in a tick.
 */
final class Routes {

  /** What a leg takes of a loop's time as long as that cannot be measured. */
  private static final float USUAL_WEIGHT = 0.002f;

  private static final float LEAST_WEIGHT = 0.0005f;
  private static final float MOST_WEIGHT = 0.01f;
  private static final int LEGS_TO_MEASURE = 50;

  final Fences fences = new Fences();

  private final ConcurrentHashMap<String, Route> routes = new ConcurrentHashMap<>();
  private final LoopLoad[] loads;
  private final int mostLegs;

  /**
   * @param loads of the loops
   * @param conferenceLegs how many legs of a conference one loop is given before another one; 0:
   *     all
   */
  Routes(LoopLoad[] loads, int conferenceLegs) {
    this.loads = loads;
    this.mostLegs = conferenceLegs == 0 ? Integer.MAX_VALUE : conferenceLegs;
  }

  /** Of a loop by itself. */
  static Routes ofOneLoop() {
    return new Routes(new LoopLoad[] {new LoopLoad()}, 0);
  }

  /** The loop to reserve a leg on; {@link #settled} or {@link #refused} is to follow. */
  int reserve(SessionId id) {
    String leg = id.leg();
    Route route =
        routes.compute(
            id.conferenceKey(),
            (key, known) -> {
              Route to = known == null ? new Route(key, least(null), loads) : known;
              int loop = to.knows(leg) ? to.loopOf(leg) : place(to);
              to.give(leg, loop);
              return to;
            });
    return route.loopOf(leg);
  }

  private int place(Route route) {
    if (!route.crowded(mostLegs)) {
      return route.roomiest(mostLegs);
    }
    int other = least(route);
    return route.on(other) ? route.roomiest(mostLegs) : other;
  }

  /** The loop with least to do, of those that the conference is not on as far as there are any. */
  private int least(@Nullable Route route) {
    float weight = weight();
    int best = 0;
    for (int i = 1; i < loads.length; i++) {
      boolean onBest = route != null && route.on(best);
      boolean onThis = route != null && route.on(i);
      if (onBest != onThis) {
        best = onBest ? i : best;
      } else if (loads[i].expected(weight) < loads[best].expected(weight)) {
        best = i;
      }
    }
    return best;
  }

  private float weight() {
    float share = 0;
    float legs = 0;
    for (LoopLoad load : loads) {
      share += load.share();
      legs += load.measuredLegs();
    }
    return legs < LEGS_TO_MEASURE
        ? USUAL_WEIGHT
        : Math.max(LEAST_WEIGHT, Math.min(share / legs, MOST_WEIGHT));
  }

  /** The loop was too busy to take the command. */
  void refused(SessionId id) {
    change(id.conferenceKey(), route -> route.refuse(id.leg()));
  }

  /** On its loop: a command to reserve a leg was carried out, and the leg is there now or not. */
  void settled(SessionId id, int loop, boolean there) {
    routes.compute(
        id.conferenceKey(),
        (key, known) -> {
          Route route = known == null ? new Route(key, loop, loads) : known;
          route.settle(id.leg(), loop, there);
          return route.over() ? null : route;
        });
  }

  /** On its loop: a leg was closed. */
  void left(SessionId id) {
    change(id.conferenceKey(), route -> route.leave(id.leg()));
  }

  /** A conference begins on a loop, where its ticks will be at this time of any 20 ms. */
  Branch begin(String key, int loop, long offsetNs) {
    Branch[] made = new Branch[1];
    routes.compute(
        key,
        (same, known) -> {
          Route route = known == null ? new Route(key, loop, loads) : known;
          made[0] = new Branch(route, loop, offsetNs);
          route.open(made[0]);
          if (made[0].home()) {
            route.say(Said.NOTHING);
          }
          return route;
        });
    fences.hold(key);
    return made[0];
  }

  /**
   * A conference has no leg on this loop any more.
   *
   * @return whether it ends there; if not it is the home of a conference that is elsewhere still
   */
  boolean end(Branch branch) {
    boolean[] ended = new boolean[1];
    change(
        branch.route.key,
        route -> {
          ended[0] = !branch.home() || !route.elsewhere(branch.loop);
          if (ended[0]) {
            route.close(branch);
          }
        });
    if (ended[0]) {
      fences.release(branch.route.key);
    }
    return ended[0];
  }

  private void change(String key, Consumer<Route> change) {
    routes.computeIfPresent(
        key,
        (same, route) -> {
          change.accept(route);
          return route.over() ? null : route;
        });
  }

  /** The loop that commands for a leg go to. */
  int loopOf(SessionId id) {
    Route route = routes.get(id.conferenceKey());
    return route == null ? anyLoop(id.conferenceKey()) : route.loopOf(id.leg());
  }

  /** The loop that commands for a conference go to. */
  int home(String key) {
    Route route = routes.get(key);
    return route == null ? anyLoop(key) : route.home;
  }

  /** Nobody has it, and the fence is known to all: commands of one key stay in order. */
  private int anyLoop(String key) {
    int hash = key.hashCode() * 0x9E3779B9;
    return Math.floorMod(hash >>> 16 ^ hash, loads.length);
  }

  /** The loops that a conference is on or soon may be. */
  int[] allOf(String key) {
    Route route = routes.get(key);
    return route == null ? new int[] {anyLoop(key)} : route.loops();
  }

  /** How far the ticks at this time of any 20 ms are from those of the conference elsewhere. */
  long distanceNs(String key, long offsetNs) {
    Route route = routes.get(key);
    long least = LoopContext.FRAME_NS;
    for (Branch branch : route == null ? Route.NOWHERE : route.branches()) {
      long ahead = Math.floorMod(offsetNs - branch.offsetNs, LoopContext.FRAME_NS);
      least = Math.min(least, Math.min(ahead, LoopContext.FRAME_NS - ahead));
    }
    return least;
  }
}
