package org.confocal.media.mix;

/**
 * Chooses the loudest. Who is already chosen counts half as much again (3.5 dB), so that two
 * equally loud talkers do not take turns every frame.
 */
public final class TalkerSelection {

  private final int[] loudest;
  private final int[] scores;
  private int chosen;

  /**
   * @param maxTalkers how many are chosen at most
   */
  public TalkerSelection(int maxTalkers) {
    loudest = new int[maxTalkers];
    scores = new int[maxTalkers];
  }

  /**
   * Chooses among {@code count} legs.
   *
   * @param levels by leg, 0 for silent
   * @param talking by leg, whether it was chosen before; receives whether it is now
   * @return how many are chosen
   */
  public int choose(int[] levels, boolean[] talking, int count) {
    chosen = 0;
    for (int leg = 0; leg < count; leg++) {
      if (levels[leg] > 0) {
        insert(leg, talking[leg] ? levels[leg] + levels[leg] / 2 : levels[leg]);
      }
      talking[leg] = false;
    }
    for (int i = 0; i < chosen; i++) {
      talking[loudest[i]] = true;
    }
    return chosen;
  }

  private void insert(int leg, int score) {
    int place = chosen;
    while (place > 0 && scores[place - 1] < score) {
      place--;
    }
    if (place == loudest.length) {
      return;
    }
    chosen = Math.min(chosen + 1, loudest.length);
    for (int i = chosen - 1; i > place; i--) {
      loudest[i] = loudest[i - 1];
      scores[i] = scores[i - 1];
    }
    loudest[place] = leg;
    scores[place] = score;
  }
}
