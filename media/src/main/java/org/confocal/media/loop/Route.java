package org.confocal.media.loop;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What all loops and command threads know of one conference: on which loop each of its legs is, who
 * steers it, and what was said of it as a whole. Changed through {@link Routes}, one change at a
 * time; read by any thread.
 */
final class Route {

  static final Branch[] NOWHERE = {};

  final String key;

  /** The loop that it began on and that commands for all of it go to. */
  final int home;

  final Standing standing = new Standing();

  private final ConcurrentHashMap<String, Leg> legs = new ConcurrentHashMap<>();
  private final LoopLoad[] loads;
  private final int[] legsOn;
  private volatile Branch[] branches = NOWHERE;
  private volatile Said said = Said.NOTHING;

  /**
   * Where a leg is.
   *
   * @param underway how many commands to reserve it have not been carried out yet
   * @param there whether it is on its loop
   */
  private record Leg(int loop, int underway, boolean there) {}

  Route(String key, int home, LoopLoad[] loads) {
    this.key = key;
    this.home = home;
    this.loads = loads;
    this.legsOn = new int[loads.length];
  }

  /** The loop of a leg; for a leg that is not known, the home of the conference. */
  int loopOf(String leg) {
    Leg known = legs.get(leg);
    return known == null ? home : known.loop;
  }

  /** The loops that it is on now. */
  Branch[] branches() {
    return branches;
  }

  Said said() {
    return said;
  }

  /** For the home branch: what is said from now on. */
  void say(Said all) {
    said = all;
  }

  // The rest is for Routes.

  /** Whether there is room on a loop that has legs already. */
  boolean crowded(int most) {
    for (int i = 0; i < legsOn.length; i++) {
      if ((legsOn[i] > 0 || i == home) && legsOn[i] < most) {
        return false;
      }
    }
    return true;
  }

  /**
   * Where to put a leg among the loops that it is on: at home if there is room, else on the one
   * with fewest.
   */
  int roomiest(int most) {
    int best = home;
    for (int i = 0; i < legsOn.length; i++) {
      if (legsOn[home] >= most && legsOn[i] > 0 && legsOn[i] < legsOn[best]) {
        best = i;
      }
    }
    return best;
  }

  /** Whether it has legs there, or may have. */
  boolean on(int loop) {
    return loop == home || legsOn[loop] > 0;
  }

  int[] loops() {
    int[] found = new int[legsOn.length];
    int count = 0;
    for (int i = 0; i < legsOn.length; i++) {
      if (on(i)) {
        found[count++] = i;
      }
    }
    return Arrays.copyOf(found, count);
  }

  boolean knows(String leg) {
    return legs.containsKey(leg);
  }

  /** A command to reserve it was given to its loop, or for the first time to this one. */
  void give(String leg, int loop) {
    Leg known = legs.get(leg);
    if (known == null) {
      legsOn[loop]++;
      loads[loop].give(1);
      legs.put(leg, new Leg(loop, 1, false));
    } else {
      legs.put(leg, new Leg(known.loop, known.underway + 1, known.there));
    }
  }

  /** Such a command could not be given. */
  void refuse(String leg) {
    Leg known = legs.get(leg);
    if (known != null) {
      put(leg, new Leg(known.loop, known.underway - 1, known.there));
    }
  }

  /** Such a command was carried out on this loop; nobody may have asked where. */
  void settle(String leg, int loop, boolean there) {
    if (!legs.containsKey(leg)) {
      give(leg, loop);
    }
    Leg known = legs.get(leg);
    if (known != null) {
      put(leg, new Leg(known.loop, Math.max(0, known.underway - 1), there));
    }
  }

  /** It is not on its loop any more. */
  void leave(String leg) {
    Leg known = legs.get(leg);
    if (known != null) {
      put(leg, new Leg(known.loop, known.underway, false));
    }
  }

  private void put(String leg, Leg known) {
    if (known.there || known.underway > 0) {
      legs.put(leg, known);
    } else {
      legs.remove(leg);
      legsOn[known.loop]--;
      loads[known.loop].give(-1);
    }
  }

  void open(Branch branch) {
    Branch[] more = Arrays.copyOf(branches, branches.length + 1);
    more[branches.length] = branch;
    branches = more;
  }

  void close(Branch branch) {
    Branch[] fewer = new Branch[branches.length - 1];
    int kept = 0;
    for (Branch other : branches) {
      if (other != branch) {
        fewer[kept++] = other;
      }
    }
    branches = fewer;
  }

  /** Whether it is, or soon will be, on another loop than this one. */
  boolean elsewhere(int loop) {
    for (int i = 0; i < legsOn.length; i++) {
      if (i != loop && legsOn[i] > 0) {
        return true;
      }
    }
    return branches.length > 1;
  }

  boolean over() {
    return legs.isEmpty() && branches.length == 0;
  }
}
