package org.confocal.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.confocal.media.codec.AudioDecoder;
import org.confocal.media.codec.G711;
import org.confocal.media.codec.G711Decoder;
import org.junit.jupiter.api.Test;

class JitterBufferTest {

  private static final long MS = 1_000_000L;

  /** A packet on its way: its sound is its number, so that what is played can be told. */
  private record Packet(int number, long arrivalNs) {}

  private final JitterBuffer buffer = new JitterBuffer(20 * MS, 200 * MS, 0.97);
  private final AudioDecoder decoder = new G711Decoder(G711.MU_LAW);
  private final short[] frame = new short[160];
  private final List<Integer> played = new ArrayList<>();
  private final int firstSequence = 65_000;
  private final int firstTimestamp = -100_000;
  private long nextTickNs = 7 * MS;

  private static byte code(int number) {
    return (byte) (0x80 + 1 + number % 100);
  }

  private void put(int number, boolean marker, long nowNs) {
    put(firstSequence + number, firstTimestamp + number * 160, number, marker, nowNs);
  }

  private void put(int sequence, int timestamp, int number, boolean marker, long nowNs) {
    byte[] payload = new byte[160];
    Arrays.fill(payload, code(number));
    buffer.put(
        sequence & 0xFFFF, timestamp, marker, ByteBuffer.wrap(payload), 0, 160, decoder, nowNs);
  }

  /** Plays ticks up to a time; -1 stands for a frame that is not the sound of one packet alone. */
  private void playUntil(long endNs) {
    for (; nextTickNs <= endNs; nextTickNs += 20 * MS) {
      boolean heard = buffer.read(frame, decoder, nextTickNs);
      boolean same = frame[60] == frame[159];
      played.add(
          heard && same && frame[159] != 0 ? (int) G711.MU_LAW.encode(frame[159]) & 0x7F : -1);
    }
  }

  private void run(List<Packet> packets) {
    List<Packet> sorted = new ArrayList<>(packets);
    sorted.sort(Comparator.comparingLong(Packet::arrivalNs));
    for (Packet packet : sorted) {
      playUntil(packet.arrivalNs - 1);
      put(packet.number, packet.number == 0, packet.arrivalNs);
    }
    playUntil(nextTickNs + 300 * MS);
  }

  private static List<Packet> steady(int from, int to) {
    List<Packet> packets = new ArrayList<>();
    for (int i = from; i < to; i++) {
      packets.add(new Packet(i, i * 20L * MS));
    }
    return packets;
  }

  private List<Integer> sounds() {
    return played.stream().filter(number -> number >= 0).map(number -> number - 1).toList();
  }

  @Test
  void aCleanStreamIsPlayedWholeAfterTwentyToFortyMilliseconds() {
    run(steady(0, 100));

    assertThat(sounds()).containsExactlyElementsOf(range(0, 100));
    assertThat(buffer.delayMs()).isBetween(20, 40);
    assertThat(buffer.counts().concealed()).isLessThanOrEqualTo(3); // the fade at the end
    assertThat(buffer.counts().lost()).isZero();
  }

  private static List<Integer> range(int from, int to) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = from; i < to; i++) {
      numbers.add(i);
    }
    return numbers;
  }

  @Test
  void reorderedPacketsArePlayedInOrder() {
    List<Packet> packets = steady(0, 50);
    packets.set(10, new Packet(10, 11 * 20 * MS + 1));
    packets.set(0, new Packet(0, 20 * MS + 1));

    run(packets);

    assertThat(sounds()).containsExactlyElementsOf(range(0, 50));
    assertThat(buffer.counts().reordered()).isGreaterThanOrEqualTo(1);
    assertThat(buffer.counts().late()).isZero();
  }

  @Test
  void duplicatesAreCountedAndPlayedOnce() {
    List<Packet> packets = steady(0, 50);
    packets.add(new Packet(20, 20 * 20 * MS + 3 * MS));
    packets.add(new Packet(30, 30 * 20 * MS + 90 * MS));

    run(packets);

    assertThat(sounds()).containsExactlyElementsOf(range(0, 50));
    assertThat(buffer.counts().duplicate()).isEqualTo(2);
  }

  @Test
  void aLostPacketIsConcealedByTheOneBeforeAndCounted() {
    List<Packet> packets = steady(0, 50);
    packets.remove(25);

    run(packets);

    assertThat(buffer.counts().lost()).isEqualTo(1);
    List<Integer> expected = range(0, 50);
    expected.remove(25);
    assertThat(sounds()).containsExactlyElementsOf(expected);
  }

  @Test
  void delayGrowsWithJitterWithinItsBoundAndShrinksAgain() {
    long seed = 31;
    Random random = new Random(seed);
    List<Packet> packets = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      boolean rough = i >= 200 && i < 600;
      long jitter = rough ? (long) (random.nextDouble() * 90 * MS) : 0;
      packets.add(new Packet(i, i * 20L * MS + jitter));
    }

    run(packets.subList(0, 200));
    assertThat(buffer.delayMs()).isBetween(20, 40);
    played.clear();

    run(packets.subList(200, 600));
    assertThat(buffer.counts().late() + buffer.counts().lost()).as("seed " + seed).isLessThan(12);
    assertThat(buffer.counts().skipped()).isLessThan(20);

    run(packets.subList(600, 1500));
    assertThat(buffer.delayMs()).as("seed " + seed).isBetween(20, 44);
    assertThat(buffer.counts().skipped()).isGreaterThan(1);
  }

  @Test
  void delayNeverExceedsItsBound() {
    long seed = 32;
    Random random = new Random(seed);
    List<Packet> packets = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      packets.add(new Packet(i, i * 20L * MS + (long) (random.nextDouble() * 400 * MS)));
    }
    packets.sort(Comparator.comparingLong(Packet::arrivalNs));

    for (Packet packet : packets) {
      playUntil(packet.arrivalNs - 1);
      put(packet.number, false, packet.arrivalNs);
      assertThat(buffer.delayMs()).as("seed " + seed).isLessThanOrEqualTo(200);
    }

    assertThat(buffer.counts().late()).isPositive();
  }

  @Test
  void aBurstAfterAStallIsPlayedAndNotThrownAway() {
    List<Packet> packets = steady(0, 50);
    for (int i = 50; i < 55; i++) {
      packets.add(new Packet(i, 54 * 20L * MS));
    }
    packets.addAll(steady(55, 100));

    run(packets);

    assertThat(sounds()).containsAll(range(0, 100));
    assertThat(buffer.counts().lost()).isZero();
  }

  @Test
  void aJumpOfSequenceAndTimestampIsFollowedAfterThreePackets() {
    run(steady(0, 50));
    played.clear();
    long nowNs = nextTickNs;
    for (int i = 0; i < 50; i++) {
      playUntil(nowNs + i * 20L * MS - 1);
      put(100 + i, 5_000_000 + i * 160, i, false, nowNs + i * 20L * MS);
    }
    playUntil(nowNs + 1100 * MS);

    assertThat(sounds().size()).isBetween(46, 50);
    assertThat(buffer.counts().restarts()).isEqualTo(1);
  }

  @Test
  void aTimestampThatStoodStillDuringAPauseIsFollowedAtOnce() {
    run(steady(0, 50));
    played.clear();
    long nowNs = 60_000 * MS;
    playUntil(nowNs);
    played.clear();
    for (int i = 50; i < 100; i++) {
      playUntil(nowNs + (i - 50) * 20L * MS - 1);
      put(i, false, nowNs + (i - 50) * 20L * MS);
    }
    playUntil(nowNs + 1200 * MS);

    assertThat(sounds()).containsAll(range(50, 99));
  }

  @Test
  void eventsHoldTheirPlaceInTheSequenceAndAreSilent() {
    run(steady(0, 10));
    long lost = buffer.counts().lost();
    long nowNs = 10 * 20 * MS;
    for (int i = 10; i < 14; i++) {
      buffer.put(
          (firstSequence + i) & 0xFFFF,
          firstTimestamp + 1600,
          false,
          ByteBuffer.allocate(4),
          0,
          0,
          decoder,
          nowNs + i * 20L * MS);
    }
    buffer.read(frame, decoder, nextTickNs);

    assertThat(frame).containsOnly((short) 0);
    assertThat(buffer.counts().lost()).isEqualTo(lost);
  }

  @Test
  void anyPacketsAreBorne() {
    long seed = 77;
    Random random = new Random(seed);
    ByteBuffer payload = ByteBuffer.allocate(JitterBuffer.MAX_PAYLOAD + 1);
    long nowNs = 0;
    int sequence = 0;
    int timestamp = 0;
    for (int run = 0; run < 300_000; run++) {
      nowNs += (long) (random.nextDouble() * 20 * MS);
      sequence += random.nextInt(20) == 0 ? random.nextInt() : random.nextInt(3);
      timestamp += random.nextInt(20) == 0 ? random.nextInt() : random.nextInt(500);
      int length = random.nextInt(JitterBuffer.MAX_PAYLOAD + 2);

      boolean fits =
          buffer.put(
              sequence & 0xFFFF,
              timestamp,
              random.nextBoolean(),
              payload,
              0,
              length,
              decoder,
              nowNs);
      if (random.nextInt(3) == 0) {
        buffer.read(frame, decoder, nowNs);
      }

      assertThat(fits).as("seed " + seed).isEqualTo(length <= JitterBuffer.MAX_PAYLOAD);
      assertThat(buffer.delayMs()).as("seed " + seed).isBetween(0, 1000);
    }
  }
}
