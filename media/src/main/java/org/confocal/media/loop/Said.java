package org.confocal.media.loop;

import java.util.ArrayList;
import java.util.List;
import org.confocal.media.mix.Relations;
import org.confocal.media.sound.Playback;
import org.confocal.media.sound.Sound;
import org.jspecify.annotations.Nullable;

/**
 * What was said of a conference as a whole. The home branch keeps it, the others follow it from
 * tick to tick, and a new one begins with it.
 *
 * @param music for whoever is held, waits or is alone
 * @param orders to play and to stop, at most one of each name, oldest first
 */
record Said(Relations relations, @Nullable Sound music, List<Order> orders) {

  static final Said NOTHING = new Said(Relations.NONE, null, List.of());

  private static final int MOST_ORDERS = 4 * Players.MOST;

  Said {
    orders = List.copyOf(orders);
  }

  /**
   * To play something to all, or to stop it.
   *
   * @param number rises from order to order
   * @param playback null to stop
   * @param sinceNs the tick from which it is heard
   */
  record Order(long number, String name, @Nullable Playback playback, long sinceNs) {}

  Said with(Relations changed) {
    return new Said(changed, music, orders);
  }

  Said withMusic(@Nullable Sound changed) {
    return new Said(relations, changed, orders);
  }

  Said with(Order order) {
    List<Order> now = without(order.name);
    now.add(order);
    return new Said(
        relations, music, now.subList(Math.max(0, now.size() - MOST_ORDERS), now.size()));
  }

  /** What was played under this name is over by itself. */
  Said played(String name) {
    return new Said(relations, music, without(name));
  }

  private List<Order> without(String name) {
    List<Order> others = new ArrayList<>(orders);
    others.removeIf(order -> order.name.equals(name));
    return others;
  }
}
