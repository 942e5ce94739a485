package org.confocal.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PacketStoreTest {

  private final PacketStore store = new PacketStore();

  private void put(int sequence, int length) {
    byte[] payload = new byte[length];
    Arrays.fill(payload, (byte) sequence);
    store.put(store.extend(sequence), sequence, ByteBuffer.wrap(payload), 0, length, false);
  }

  private int takeNext() {
    int slot = store.next();
    int timestamp = (int) store.timestamp(slot);
    int at = store.offset(slot);
    for (int i = 0; i < store.length(slot); i++) {
      assertThat(store.payloads()[at + i]).isEqualTo((byte) timestamp);
    }
    store.done(slot);
    return timestamp;
  }

  @Test
  void packetsComeOutInOrderOverTheWrap() {
    store.begin(65_534);
    put(0, 10);
    put(65_535, 10);
    put(65_534, 10);

    assertThat(takeNext()).isEqualTo(65_534);
    assertThat(takeNext()).isEqualTo(65_535);
    assertThat(takeNext()).isZero();
    assertThat(store.next()).isNegative();
    assertThat(store.isEmpty()).isTrue();
  }

  @Test
  void largerPacketsLeaveThoseThatWaitWhole() {
    store.begin(1);
    put(1, 160);
    put(2, 300);
    put(3, 1500);
    put(4, 256);

    assertThat(takeNext()).isEqualTo(1);
    assertThat(takeNext()).isEqualTo(2);
    assertThat(takeNext()).isEqualTo(3);
    assertThat(takeNext()).isEqualTo(4);
  }

  @Test
  void missingPacketsAreCountedWhenALaterOneIsTaken() {
    store.begin(5);
    put(5, 1);
    takeNext();
    put(8, 1);

    assertThat(store.missingBefore(store.next())).isEqualTo(2);
    assertThat(takeNext()).isEqualTo(8);
    assertThat(store.head()).isEqualTo(store.extend(9));
  }

  @Test
  void aPlayedPacketIsStillKnown() {
    store.begin(5);
    put(5, 1);
    takeNext();

    assertThat(store.knows(store.extend(5))).isTrue();
    assertThat(store.knows(store.extend(6))).isFalse();
  }

  @Test
  void packetsTooFarAwayHaveNoRoom() {
    store.begin(1000);
    put(1000, 1);

    assertThat(store.spans(store.extend(1000 + PacketStore.SLOTS - 1))).isTrue();
    assertThat(store.spans(store.extend(1000 + PacketStore.SLOTS))).isFalse();
    assertThat(store.spans(store.extend(1000 - PacketStore.SLOTS))).isFalse();
  }
}
