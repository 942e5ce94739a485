package org.confocal.it.tone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ToneMapTest {
  private static final int RATE = 8000;
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void aToneIsHeardAtItsLevelAndNoOtherIs() {
    Pcm audio = Pcm.sine(RATE, 720, -12, SECOND);

    ToneMap.Levels levels = ToneMap.standard().median(audio);

    assertThat(levels.heard()).containsExactly(720);
    assertThat(levels.level(720)).isCloseTo(-12, within(0.2));
    assertThat(levels.level(890)).isLessThan(-60);
  }

  @Test
  void aMixtureShowsEachOfItsTones() {
    Pcm audio = Pcm.sine(RATE, 470, -9, SECOND).plus(Pcm.sine(RATE, 1270, -20, SECOND));

    ToneMap.Levels levels = ToneMap.standard().median(audio);

    assertThat(levels.heard()).containsExactly(470, 1270);
    assertThat(levels.level(1270)).isCloseTo(-20, within(0.5));
  }

  @Test
  void twoTonesCloseTogetherAreToldApart() {
    ToneMap map = ToneMap.of(700, 715, 730);
    Pcm audio = Pcm.sine(48_000, 700, -10, SECOND).plus(Pcm.sine(48_000, 730, -16, SECOND));

    ToneMap.Levels levels = map.median(audio);

    assertThat(levels.level(700)).isCloseTo(-10, within(1.0));
    assertThat(levels.level(730)).isCloseTo(-16, within(1.0));
    assertThat(levels.level(715)).isLessThan(-40);
  }

  @Test
  void silenceAndNoiseHoldNoTone() {
    Random random = new Random(20261122);
    short[] noise = new short[2 * RATE];
    IntStream.range(0, noise.length)
        .forEach(i -> noise[i] = (short) (random.nextGaussian() * 1000));

    ToneMap.Levels ofNoise = ToneMap.standard().median(new Pcm(RATE, noise));
    ToneMap.Levels ofSilence = ToneMap.standard().loudest(Pcm.silence(RATE, SECOND));

    assertThat(ofNoise.heard()).as("seed 20261122").isEmpty();
    assertThat(ofSilence.dbfs().values()).containsOnly(-120.0);
  }

  @Test
  void aMixtureThatIsClippedFakesNoOtherTone() {
    Pcm audio =
        Pcm.sine(RATE, 470, -3, SECOND)
            .plus(Pcm.sine(RATE, 720, -3, SECOND))
            .plus(Pcm.sine(RATE, 890, -3, SECOND));

    ToneMap.Levels levels = ToneMap.standard().median(audio);

    assertThat(levels.heard()).containsExactly(470, 720, 890);
  }

  @Test
  void aToneThatStopsIsMissingFromTheWindowsAfter() {
    Pcm audio = Pcm.sine(RATE, 890, -10, SECOND).plus(Pcm.silence(RATE, Duration.ofSeconds(2)));

    List<ToneMap.Levels> windows = ToneMap.standard().windows(audio);

    assertThat(windows).hasSize(10);
    assertThat(windows.get(4).heard()).containsExactly(890);
    assertThat(windows.get(5).heard()).isEmpty();
    assertThat(ToneMap.standard().loudest(audio.last(SECOND)).heard()).isEmpty();
    assertThat(ToneMap.standard().loudest(audio).heard()).containsExactly(890);
  }

  @Test
  void audioShorterThanAWindowIsRefused() {
    Pcm audio = Pcm.sine(RATE, 890, -10, Duration.ofMillis(100));

    assertThatThrownBy(() -> ToneMap.standard().median(audio))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100 ms at 8000 Hz");
  }
}
