package org.confocal.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.confocal.it.tone.Pcm;
import org.junit.jupiter.api.Test;

class ReceptionTest {
  private static final Duration FRAME = Duration.ofMillis(20);

  @Test
  void nothingIsMissingFromAWholeStreamWhoseNumbersWrap() {
    Reception reception = received(65_530, 65_531, 65_532, 65_533, 65_534, 65_535, 0, 1, 2);

    assertThat(reception.lost()).isZero();
    assertThat(reception.gaps(Duration.ofMillis(30))).isEmpty();
    assertThat(reception.audio().duration()).isEqualTo(FRAME.multipliedBy(9));
  }

  @Test
  void missingAndRepeatedPacketsAreToldApart() {
    Reception reception = received(10, 11, 13, 12, 12, 16);

    assertThat(reception.lost()).isEqualTo(2);
  }

  @Test
  void aMissingPacketLeavesSilenceInItsPlace() {
    Reception reception = received(1, 2, 4);

    short[] samples = reception.audio().samples();

    assertThat(samples).hasSize(640);
    assertThat(samples[2 * 160 + 5]).isZero();
    assertThat(samples[3 * 160 + 5]).isEqualTo((short) 1000);
  }

  @Test
  void aPauseInArrivalIsAGap() {
    List<Reception.Packet> packets = new ArrayList<>(received(1, 2).packets());
    packets.add(packet(3, Duration.ofMillis(400)));

    List<Reception.Gap> gaps = new Reception(G711.PCMU, packets).gaps(Duration.ofMillis(60));

    assertThat(gaps).containsExactly(new Reception.Gap(FRAME, Duration.ofMillis(380)));
  }

  @Test
  void anotherSourceGoesOnWhereTheFirstEnded() {
    List<Reception.Packet> packets = new ArrayList<>(received(1, 2).packets());
    packets.add(new Reception.Packet(0, 900, 77_000, 2, 0, frame()));

    Reception reception = new Reception(G711.PCMU, packets);

    assertThat(reception.lost()).isZero();
    assertThat(reception.audio().duration()).isEqualTo(FRAME.multipliedBy(3));
  }

  private static Reception received(int... sequence) {
    List<Reception.Packet> packets = new ArrayList<>();
    for (int i = 0; i < sequence.length; i++) {
      packets.add(packet(sequence[i], FRAME.multipliedBy(i)));
    }
    return new Reception(G711.PCMU, packets);
  }

  private static Reception.Packet packet(int sequence, Duration arrival) {
    long frames = (short) sequence;
    long timestamp = (5000 + 160 * frames) & 0xFFFF_FFFFL;
    return new Reception.Packet(arrival.toNanos(), sequence, timestamp, 1, 0, frame());
  }

  private static Pcm frame() {
    short[] samples = new short[160];
    java.util.Arrays.fill(samples, (short) 1000);
    return new Pcm(8000, samples);
  }
}
