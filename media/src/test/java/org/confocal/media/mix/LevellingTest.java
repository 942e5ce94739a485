package org.confocal.media.mix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LevellingTest {

  private final Levelling levelling = new Levelling(-26, 12, 15, 100);
  private int at;

  /** A sine whose root of the mean square is so many dB below full scale. */
  private short[] frame(double db) {
    short[] frame = new short[160];
    double amplitude = 32768 * Math.sqrt(2) * Math.pow(10, db / 20);
    for (int i = 0; i < 160; i++) {
      frame[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * 430 * at++ / 8000));
    }
    return frame;
  }

  private static double db(short[] frame) {
    double energy = 0;
    for (short sample : frame) {
      energy += (double) sample * sample;
    }
    return 10 * Math.log10(energy / frame.length / 32768 / 32768);
  }

  private double speak(double db, int frames) {
    short[] frame = frame(db);
    for (int i = 0; i < frames; i++) {
      frame = frame(db);
      levelling.apply(frame);
    }
    return db(frame);
  }

  @Test
  void softAndLoudTalkersComeToTheTarget() {
    long seed = 2;
    Random random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      double db = -37.5 + 23 * random.nextDouble();

      assertThat(speak(db, 1000)).as("seed " + seed).isEqualTo(-26, Offset.offset(0.6));
    }
  }

  @Test
  void nobodyIsChangedByMoreThanTheMost() {
    assertThat(speak(-45, 1500)).isEqualTo(-33, Offset.offset(0.3));
    assertThat(speak(-6, 1500)).isEqualTo(-18, Offset.offset(0.3));
  }

  @Test
  void silenceAndNoiseInPausesFreezeIt() {
    speak(-36, 600);
    double gain = levelling.gainDb();

    speak(-60, 3000);
    assertThat(levelling.gainDb()).as("silence").isEqualTo(gain);
    speak(-36, 5);
    double talking = levelling.gainDb();
    new Levelling(-26, 12, 15, 100).apply(frame(-60));
    assertThat(talking).isEqualTo(gain, Offset.offset(0.2));
  }

  @Test
  void noiseThatWouldBeSpeechOfAnotherIsNotRaised() {
    speak(-20, 600);
    double gain = levelling.gainDb();

    speak(-45, 200);

    assertThat(levelling.gainDb()).isEqualTo(gain);
  }

  @Test
  void itComesDownFasterThanItGoesUp() {
    speak(-26, 300);
    speak(-16, 60);
    double down = -levelling.gainDb();
    Levelling other = new Levelling(-26, 12, 15, 100);
    for (int i = 0; i < 60; i++) {
      other.apply(frame(-36));
    }

    assertThat(down).isGreaterThan(6);
    assertThat(other.gainDb()).isBetween(3.0, 6.0);
  }

  @Test
  void itsGainMovesWithoutSteps() {
    speak(-40, 1);
    double before = levelling.gainDb();
    long seed = 8;
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      levelling.apply(frame(-10 - 50 * random.nextDouble()));

      assertThat(Math.abs(levelling.gainDb() - before)).as("seed " + seed).isLessThan(1.7);
      before = levelling.gainDb();
    }
  }
}
