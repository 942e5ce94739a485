package org.confocal.media.mix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TalkerSelectionTest {

  private final TalkerSelection selection = new TalkerSelection(2);
  private final boolean[] talking = new boolean[4];

  @Test
  void theLoudestAreChosenAndTheSilentNever() {
    selection.choose(new int[] {100, 0, 300, 200}, talking, 4);
    assertThat(talking).containsExactly(false, false, true, true);

    selection.choose(new int[] {100, 0, 0, 0}, talking, 4);
    assertThat(talking).containsExactly(true, false, false, false);
  }

  @Test
  void whoTalksIsNotReplacedByASlightlyLouderOne() {
    selection.choose(new int[] {200, 200, 0, 0}, talking, 4);

    selection.choose(new int[] {200, 200, 290, 0}, talking, 4);
    assertThat(talking).containsExactly(true, true, false, false);

    selection.choose(new int[] {200, 250, 310, 0}, talking, 4);
    assertThat(talking).containsExactly(false, true, true, false);
  }

  @Test
  void theChoiceIsAlwaysThatOfASort() {
    long seed = 99;
    Random random = new Random(seed);
    for (int run = 0; run < 10_000; run++) {
      int[] levels = random.ints(4, 0, 50).toArray();
      Arrays.fill(talking, false);

      int chosen = selection.choose(levels, talking, 4);

      int[] sorted = Arrays.stream(levels).filter(level -> level > 0).sorted().toArray();
      int quietestChosen = sorted.length == 0 ? 0 : sorted[Math.max(0, sorted.length - 2)];
      assertThat(chosen).as("seed " + seed).isEqualTo(Math.min(2, sorted.length));
      for (int leg = 0; leg < 4; leg++) {
        assertThat(!talking[leg] || levels[leg] >= quietestChosen).as("seed " + seed).isTrue();
      }
    }
  }

  @Test
  void aTalkerKeepsHisTurnBetweenSyllablesAndLosesItInSilence() {
    SpeechLevel level = new SpeechLevel();
    short[] loud = new short[160];
    Arrays.fill(loud, (short) 1000);
    level.onFrame(loud);
    assertThat(level.level()).isEqualTo(1000);

    for (int i = 0; i < 10; i++) {
      level.onSilence();
    }
    assertThat(level.level()).isBetween(400, 600);

    for (int i = 0; i < 50; i++) {
      level.onSilence();
    }
    assertThat(level.level()).isZero();
  }

  @Test
  void theToneForTheLonelyIsSoftAndSelfRepeating() {
    AloneTone tone = new AloneTone(150, 750, 8000);
    short[] frame = new short[160];
    int loudest = 0;

    for (int i = 0; i < 150; i++) {
      assertThat(tone.render(i, frame)).isFalse();
    }
    for (int i = 150; i < 150 + AloneTone.TONE_FRAMES; i++) {
      assertThat(tone.render(i, frame)).isTrue();
      for (short sample : frame) {
        loudest = Math.max(loudest, Math.abs(sample));
      }
    }

    assertThat(loudest).isBetween(900, 1100);
    assertThat(tone.render(150 + AloneTone.TONE_FRAMES, frame)).isFalse();
    assertThat(tone.render(150 + 750, frame)).isTrue();
  }
}
