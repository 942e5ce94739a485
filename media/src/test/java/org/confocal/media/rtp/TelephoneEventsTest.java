package org.confocal.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TelephoneEventsTest {

  private final TelephoneEvents events = new TelephoneEvents();
  private long nowNs;

  private char packet(int code, boolean end, int duration, int timestamp) {
    nowNs += 20_000_000;
    byte[] bytes = {
      (byte) code, (byte) (end ? 0x8A : 0x0A), (byte) (duration >> 8), (byte) duration
    };
    return events.onPacket(ByteBuffer.wrap(bytes), 0, 4, timestamp, nowNs);
  }

  @Test
  void anEventIsToldOnceHoweverOftenItsEndComes() {
    StringBuilder told = new StringBuilder();
    for (int i = 1; i <= 5; i++) {
      told.append(packet(11, false, i * 160, 1000));
    }
    for (int i = 0; i < 3; i++) {
      told.append(packet(11, true, 960, 1000));
    }

    assertThat(told.toString().replace("\0", "")).isEqualTo("#");
    assertThat(events.durationMs()).isEqualTo(120);
  }

  @Test
  void anEventWithoutEndIsToldWhenTheNextBegins() {
    packet(1, false, 160, 1000);
    packet(1, false, 320, 1000);

    char told = packet(2, false, 160, 5000);

    assertThat(told).isEqualTo('1');
    assertThat(events.durationMs()).isEqualTo(40);
    assertThat(packet(2, true, 320, 5000)).isEqualTo('2');
  }

  @Test
  void anEventWithoutEndIsToldByTime() {
    packet(9, false, 160, 1000);

    assertThat(events.expire(nowNs + TelephoneEvents.END_LOST_NS - 1)).isEqualTo((char) 0);
    assertThat(events.expire(nowNs + TelephoneEvents.END_LOST_NS)).isEqualTo('9');
    assertThat(packet(9, true, 800, 1000)).isEqualTo((char) 0);
  }

  @Test
  void eventsThatAreNotKeysAreIgnored() {
    assertThat(packet(16, true, 160, 1000)).isEqualTo((char) 0);
    assertThat(packet(255, true, 160, 2000)).isEqualTo((char) 0);
  }

  @Test
  void anyBytesAreReadOrIgnored() {
    long seed = 20261124;
    Random random = new Random(seed);
    for (int run = 0; run < 50_000; run++) {
      byte[] bytes = new byte[random.nextInt(8)];
      random.nextBytes(bytes);

      char told = events.onPacket(ByteBuffer.wrap(bytes), 0, bytes.length, random.nextInt(), run);

      assertThat(told == 0 || "0123456789*#ABCD".indexOf(told) >= 0).as("seed " + seed).isTrue();
    }
  }
}
