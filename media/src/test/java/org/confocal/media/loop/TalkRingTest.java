package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.confocal.media.MediaSettings;
import org.confocal.media.SessionId;
import org.junit.jupiter.api.Test;

/** One branch tells, another one reads. */
class TalkRingTest {

  private static final int SAMPLES = 160;

  private final Branch branch =
      new Branch(new Route("room", 0, new LoopLoad[] {new LoopLoad()}), 0, 0);
  private final TalkRing ring = branch.openRing();
  private final TalkReader reader = new TalkReader(branch);
  private final RemoteVoice voice =
      new RemoteVoice(new SessionId("room", "ada"), MediaSettings.defaults().mix());
  private final short[] frame = new short[SAMPLES];

  /** A tick whose frame is full of its number. */
  private void tell() {
    Arrays.fill(frame, (short) (ring.written() + 1));
    ring.begin();
    ring.add("ada", 100, true, frame);
    ring.end();
  }

  /** The number of the tick that was read; 0 if there was none. */
  private int read() {
    reader.take();
    if (reader.count == 0 || !reader.read(0, voice, 8000)) {
      return 0;
    }
    short[] read = voice.frame(SAMPLES, 8000);
    short first = read[0];
    for (short sample : read) {
      assertThat(sample).isEqualTo(first);
    }
    return first;
  }

  @Test
  void aReaderBeginsWithTheNewestAndTakesEachOnce() {
    tell();
    tell();

    assertThat(read()).isEqualTo(2);
    assertThat(read()).isZero();
    tell();
    assertThat(read()).isEqualTo(3);
  }

  @Test
  void aLateWriterIsHeardOneTickLaterFromThenOn() {
    tell();
    read();

    assertThat(read()).isZero();
    tell();
    tell();

    assertThat(read()).isEqualTo(2);
    tell();
    assertThat(read()).isEqualTo(3);
  }

  @Test
  void theDelayGoesBackWhenNobodyIsHeard() {
    tell();
    read();
    tell();
    for (int i = 0; i < 200; i++) {
      reader.heard = true;
      tell();
      read();
    }
    assertThat(ring.written()).isEqualTo(202);
    assertThat(read()).as("one is waiting as long as somebody talks").isEqualTo(202);

    tell();
    tell();
    for (int i = 0; i < 60; i++) {
      reader.heard = false;
      read();
      tell();
    }

    assertThat(read()).isEqualTo((int) ring.written());
  }

  @Test
  void whatWaitedTooLongIsLeftOut() {
    tell();
    read();
    for (int i = 0; i < 40; i++) {
      tell();
    }

    assertThat(read()).isEqualTo(41);
  }

  @Test
  void aReaderThatFallsBehindASecondThreadNeverHearsAMixedUpFrame() throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              while (!over.get()) {
                if (ring.written() < 30_000) {
                  tell();
                } else {
                  Thread.onSpinWait();
                }
              }
            });
    writer.start();

    int seen = 0;
    int last = 0;
    while (last < 30_000) {
      int number = read();
      if (number > 0) {
        assertThat(number).isGreaterThan(last);
        last = number;
        seen++;
      }
    }
    over.set(true);
    writer.join();

    assertThat(seen).isPositive();
  }
}
