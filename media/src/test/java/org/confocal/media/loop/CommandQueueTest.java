package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandQueueTest {

  @Test
  void commandsComeOutInOrderAndAFullQueueRefuses() {
    CommandQueue queue = new CommandQueue(16);
    List<Integer> ran = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      int number = i;
      assertThat(queue.offer(() -> ran.add(number))).isTrue();
    }

    assertThat(queue.offer(() -> {})).isFalse();
    for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
      next.run();
    }

    assertThat(ran).hasSize(16).isSorted();
    assertThat(queue.offer(() -> {})).isTrue();
  }

  @Test
  void nothingIsLostAmongManyWriters() throws InterruptedException {
    CommandQueue queue = new CommandQueue(64);
    int[] sums = new int[4];
    List<Thread> writers = new ArrayList<>();
    for (int w = 0; w < 4; w++) {
      int writer = w;
      writers.add(
          new Thread(
              () -> {
                for (int i = 0; i < 10_000; ) {
                  i += queue.offer(() -> sums[writer]++) ? 1 : 0;
                }
              }));
    }

    writers.forEach(Thread::start);
    for (int taken = 0; taken < 40_000; ) {
      Runnable command = queue.poll();
      if (command != null) {
        command.run();
        taken++;
      }
    }
    for (Thread writer : writers) {
      writer.join();
    }

    assertThat(sums).containsOnly(10_000);
    assertThat(queue.poll()).isNull();
  }
}
