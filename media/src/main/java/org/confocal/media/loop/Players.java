package org.confocal.media.loop;

import java.util.function.Consumer;
import org.confocal.media.sound.Playback;
import org.confocal.media.sound.Player;
import org.jspecify.annotations.Nullable;

/**
 * What is being played to somebody: some sounds at once. When there would be too many the oldest
 * ends.
 */
final class Players {

  /** How many play at once. */
  static final int MOST = 4;

  /** As many again may be fading. */
  private final @Nullable Player[] players = new @Nullable Player[2 * MOST];

  private final Consumer<String> ended;
  private int count;

  /**
   * @param ended is told the name of what has come to its end by itself
   */
  Players(Consumer<String> ended) {
    this.ended = ended;
  }

  void play(Playback playback) {
    play(playback, 0);
  }

  /** From a place within, in frames. */
  void play(Playback playback, long from) {
    stop(playback.name());
    int playing = 0;
    for (int i = count - 1; i >= 0; i--) {
      Player player = players[i];
      if (player != null && !player.stopped() && ++playing == MOST) {
        player.stop();
      }
    }
    if (count == players.length) {
      remove(0);
    }
    players[count++] = new Player(playback, from);
  }

  /** Nothing happens if there is none of this name. */
  void stop(String name) {
    for (int i = 0; i < count; i++) {
      Player player = players[i];
      if (player != null && player.name().equals(name)) {
        player.stop();
      }
    }
  }

  boolean any() {
    return count > 0;
  }

  /** Adds one frame of each to a sum. */
  void add(int rateHz, int[] sum) {
    for (int i = count - 1; i >= 0; i--) {
      Player player = players[i];
      if (player != null && !player.add(rateHz, sum)) {
        end(i, player);
      }
    }
  }

  /** Lets one frame of each go by unheard. */
  void pass() {
    for (int i = count - 1; i >= 0; i--) {
      Player player = players[i];
      if (player != null && !player.pass()) {
        end(i, player);
      }
    }
  }

  private void end(int index, Player player) {
    remove(index);
    if (!player.stopped()) {
      ended.accept(player.name());
    }
  }

  private void remove(int index) {
    count--;
    System.arraycopy(players, index + 1, players, index, count - index);
    players[count] = null;
  }
}
