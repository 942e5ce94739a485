package org.confocal.media.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PlayerTest {

  private static Recording level(int value, int frames) {
    short[] pcm = new short[160 * frames];
    Arrays.fill(pcm, (short) value);
    return Recording.of(pcm, 8000);
  }

  private static int frames(Player player, int most) {
    int frames = 0;
    while (frames < most && player.add(8000, new int[160])) {
      frames++;
    }
    return frames;
  }

  @Test
  void itPlaysAsOftenAsItShall() {
    Recording sound = level(1000, 3);

    assertThat(frames(new Player(new Playback("a", sound, 0, 1)), 99)).isEqualTo(3);
    assertThat(frames(new Player(new Playback("a", sound, 0, 4)), 99)).isEqualTo(12);
    assertThat(frames(new Player(new Playback("a", sound, 0, Playback.FOR_EVER)), 99))
        .isEqualTo(99);
  }

  @Test
  void itIsAddedAtItsGain() {
    int[] sum = new int[160];
    Arrays.fill(sum, 7);

    new Player(new Playback("a", level(1000, 1), -20, 1)).add(8000, sum);

    assertThat(sum).containsOnly(107);
  }

  @Test
  void stoppingFadesItWithinAFrame() {
    Player player = new Player(new Playback("a", level(1600, 9), 0, 1));
    player.add(8000, new int[160]);
    int[] last = new int[160];

    player.stop();

    assertThat(player.add(8000, last)).isTrue();
    for (int i = 0; i < 160; i++) {
      assertThat(last[i]).isEqualTo(1600 - 10 * i);
    }
    assertThat(player.add(8000, new int[160])).isFalse();
  }

  @Test
  void wrongPlaybacksAreRefused() {
    Recording sound = level(1, 1);
    assertThatThrownBy(() -> new Playback("", sound, 0, 1))
        .hasMessage("playback: '' (expected: a name)");
    assertThatThrownBy(() -> new Playback("a", sound, 21, 1))
        .hasMessage("playback 'a': 21 dB (expected: -40 to 20)");
    assertThatThrownBy(() -> new Playback("a", sound, 0, -1))
        .hasMessage("playback 'a': -1 times (expected: 0 or more)");
  }
}
