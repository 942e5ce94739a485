package org.confocal.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.confocal.media.codec.OpusCodecs.Library;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OpusCodecsTest {

  private static final OpusTuning PLAIN = new OpusTuning(32_000, 5, false, 0, false);
  private static final OpusTuning CAREFUL = new OpusTuning(24_000, 5, true, 20, false);

  private static OpusCodecs codecs(Library library) {
    return OpusCodecs.choose(library);
  }

  private static Stream<Arguments> pairs() {
    return Stream.of(Library.SYSTEM, Library.JAVA)
        .flatMap(l -> Stream.of(8000, 16_000, 48_000).map(rate -> Arguments.of(l, rate)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aSineComesThroughAtEveryRateAndPacketTime(Library library, int rateHz) {
    OpusCodecs codecs = codecs(library);
    for (int ms : new int[] {10, 20, 40, 60}) {
      short[] pcm = Signal.sine(1000, rateHz, rateHz * 6 / 10, 8000);

      short[] heard =
          Signal.through(
              codecs.encoder(rateHz, PLAIN), codecs.decoder(rateHz), pcm, rateHz / 1000 * ms);

      short[] settled = Arrays.copyOfRange(heard, rateHz / 5, heard.length);
      assertThat(Signal.snrDb(settled, 1000, rateHz)).as(ms + " ms").isGreaterThan(12);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Library.class,
      names = {"SYSTEM", "JAVA"})
  void whatIsEncodedAtOneRateIsDecodedAtAnother(Library library) {
    OpusCodecs codecs = codecs(library);
    AudioEncoder encoder = codecs.encoder(48_000, PLAIN);
    AudioDecoder decoder = codecs.decoder(8000);
    ByteBuffer payload = ByteBuffer.allocate(encoder.mostBytes(960));
    short[] out = new short[160];

    int bytes = encoder.encode(Signal.sine(500, 48_000, 960, 5000), 960, payload, 0);

    assertThat(decoder.samples(payload.array(), 0, bytes)).isEqualTo(160);
    assertThat(decoder.decode(payload.array(), 0, bytes, out)).isEqualTo(160);
    assertThat(encoder.clockHz()).isEqualTo(48_000);
    assertThat(decoder.clockHz()).isEqualTo(48_000);
  }

  @ParameterizedTest
  @EnumSource(
      value = Library.class,
      names = {"SYSTEM", "JAVA"})
  void aLostPacketIsRecoveredFromTheNextOne(Library library) {
    OpusCodecs codecs = codecs(library);
    Lossy careful = new Lossy(codecs, CAREFUL);
    Lossy careless = new Lossy(codecs, PLAIN);

    double recovered = careful.run();

    assertThat(careful.recovered).isGreaterThan(3);
    assertThat(recovered).as("error to the stream without loss").isLessThan(0.5);
    careless.run();
    assertThat(careless.recovered).isZero();
  }

  /** A stream of swelling tones of which each tenth packet is lost. */
  private static final class Lossy {
    private final AudioEncoder encoder;
    private final AudioDecoder whole;
    private final AudioDecoder decoder;
    private int recovered;

    Lossy(OpusCodecs codecs, OpusTuning tuning) {
      encoder = codecs.encoder(16_000, tuning);
      whole = codecs.decoder(16_000);
      decoder = codecs.decoder(16_000);
    }

    /** How far the filled gaps are from what was there, relative to its energy. */
    double run() {
      ByteBuffer payload = ByteBuffer.allocate(encoder.mostBytes(320));
      short[] pcm = new short[320];
      short[] before = new short[320];
      short[] filled = new short[320];
      short[] out = new short[320];
      double error = 0;
      double energy = 0;
      for (int packet = 0; packet < 100; packet++) {
        voice(packet, pcm);
        int bytes = encoder.encode(pcm, 320, payload, 0);
        boolean gap = packet % 10 == 5;
        if (packet > 10 && packet % 10 == 6) {
          int count = decoder.recover(payload.array(), 0, bytes, filled, 320);
          recovered += count == 320 ? 1 : 0;
          for (int i = 0; i < count; i++) {
            error += Math.pow(filled[i] - before[i], 2);
            energy += Math.pow(before[i], 2);
          }
        }
        whole.decode(payload.array(), 0, bytes, before);
        if (!gap) {
          assertThat(decoder.decode(payload.array(), 0, bytes, out)).isEqualTo(320);
        }
      }
      return energy == 0 ? 1 : error / energy;
    }

    private static void voice(int packet, short[] pcm) {
      for (int i = 0; i < pcm.length; i++) {
        double t = (packet * 320 + i) / 16_000.0;
        double swell = 0.6 + 0.4 * Math.sin(2 * Math.PI * 3 * t);
        double sum = 0;
        for (int harmonic = 1; harmonic <= 12; harmonic++) {
          sum += Math.sin(2 * Math.PI * 150 * harmonic * t) / harmonic;
        }
        pcm[i] = (short) (4000 * swell * sum);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Library.class,
      names = {"SYSTEM", "JAVA"})
  void aGapIsFilledWithSoundThatFades(Library library) {
    OpusCodecs codecs = codecs(library);
    AudioEncoder encoder = codecs.encoder(16_000, PLAIN);
    AudioDecoder decoder = codecs.decoder(16_000);
    Signal.through(encoder, decoder, Signal.sine(200, 16_000, 16_000, 8000), 320);
    short[] out = new short[320];

    int samples = decoder.conceal(out, 320);
    int first = loudest(out);
    for (int i = 0; i < 20; i++) {
      decoder.conceal(out, 320);
    }

    assertThat(samples).isEqualTo(320);
    assertThat(first).isGreaterThan(4000);
    assertThat(loudest(out)).isLessThan(first / 2);
    assertThat(decoder.conceal(out, 30)).as("less than 2.5 ms").isZero();
  }

  private static int loudest(short[] pcm) {
    int loudest = 0;
    for (short sample : pcm) {
      loudest = Math.max(loudest, Math.abs(sample));
    }
    return loudest;
  }

  @ParameterizedTest
  @EnumSource(
      value = Library.class,
      names = {"SYSTEM", "JAVA"})
  void nothingIsSentInSilenceWhenItIsWanted(Library library) {
    OpusCodecs codecs = codecs(library);
    AudioEncoder sparing = codecs.encoder(16_000, new OpusTuning(16_000, 5, false, 0, true));
    AudioEncoder steady = codecs.encoder(16_000, PLAIN);

    assertThat(packetsOfSilence(sparing)).isLessThan(40);
    assertThat(packetsOfSilence(steady)).isEqualTo(100);
  }

  private static int packetsOfSilence(AudioEncoder encoder) {
    ByteBuffer payload = ByteBuffer.allocate(encoder.mostBytes(320));
    int sent = 0;
    for (int i = 0; i < 100; i++) {
      sent += encoder.encode(new short[320], 320, payload, 0) > 0 ? 1 : 0;
    }
    return sent;
  }

  @ParameterizedTest
  @EnumSource(
      value = Library.class,
      names = {"SYSTEM", "JAVA"})
  void garbageIsRefusedOrDecodedAndNothingElse(Library library) {
    long seed = 2718;
    Random random = new Random(seed);
    OpusCodecs codecs = codecs(library);
    AudioDecoder decoder = codecs.decoder(16_000);
    short[] out = new short[1920];
    for (int i = 0; i < 500; i++) {
      byte[] garbage = new byte[random.nextInt(200)];
      random.nextBytes(garbage);

      int announced = decoder.samples(garbage, 0, garbage.length);
      int decoded = decoder.decode(garbage, 0, garbage.length, out);
      int recovered = decoder.recover(garbage, 0, garbage.length, out, 320);

      assertThat(announced).as("seed " + seed).isBetween(0, 1920);
      assertThat(decoded).as("seed " + seed).isIn(0, announced);
      assertThat(recovered).as("seed " + seed).isIn(0, 320);
    }
    short[] heard =
        Signal.through(
            codecs.encoder(16_000, PLAIN), decoder, Signal.sine(1000, 16_000, 32_000, 8000), 320);
    assertThat(Signal.snrDb(Arrays.copyOfRange(heard, 16_000, 32_000), 1000, 16_000))
        .as("seed " + seed)
        .isGreaterThan(12);
  }

  @Test
  void anEncoderOfTheSystemGoesOnWhereAnotherIs() {
    OpusCodecs codecs = codecs(Library.SYSTEM);
    AudioEncoder first = codecs.encoder(48_000, PLAIN);
    AudioEncoder second = codecs.encoder(48_000, PLAIN);
    short[] pcm = Signal.sine(440, 48_000, 960, 9000);
    ByteBuffer expected = ByteBuffer.allocate(first.mostBytes(960));
    ByteBuffer found = ByteBuffer.allocate(first.mostBytes(960));
    for (int i = 0; i < 10; i++) {
      first.encode(pcm, 960, expected, 0);
    }

    assertThat(second.continueFrom(first)).isTrue();
    int bytes = first.encode(pcm, 960, expected, 0);

    assertThat(second.encode(pcm, 960, found, 0)).isEqualTo(bytes);
    assertThat(found.slice(0, bytes)).isEqualTo(expected.slice(0, bytes));
    assertThat(second.continueFrom(codecs.encoder(16_000, PLAIN))).isFalse();
  }

  @Test
  void whatIsChosenIsTold() {
    assertThat(OpusCodecs.choose(Library.JAVA).choice())
        .isEqualTo(new OpusCodecs.Choice(Library.JAVA, "Concentus 1.0.2"));
    OpusCodecs.Choice automatic = OpusCodecs.choose(Library.AUTO).choice();
    assertThat(automatic.library()).isIn(Library.SYSTEM, Library.JAVA);
    assertThat(automatic.version()).isNotBlank();
  }

  @Test
  void aPacketTellsHowLongItPlays() {
    // code 0 of each configuration: RFC 6716 table 2, in units of 2.5 ms
    List<Integer> silk = List.of(4, 8, 16, 24);
    for (int config = 0; config < 32; config++) {
      int units =
          config < 12 ? silk.get(config % 4) : config < 16 ? 4 << config % 2 : 1 << config % 4;
      assertThat(OpusPacket.units(new byte[] {(byte) (config << 3), 0}, 0, 2))
          .as("configuration " + config)
          .isEqualTo(units);
    }
    assertThat(OpusPacket.units(new byte[0], 0, 0)).isZero();
    assertThat(OpusPacket.units(new byte[] {1, 0}, 0, 2)).as("two frames of unlike size").isZero();
    assertThat(OpusPacket.units(new byte[] {11, 6}, 0, 2)).as("six frames of 20 ms").isEqualTo(48);
    assertThat(OpusPacket.units(new byte[] {11, 7}, 0, 2)).as("more than 120 ms").isZero();
  }

  @Test
  void aTuningThatCannotBeIsRefused() {
    assertThatThrownBy(() -> new OpusTuning(5999, 5, false, 0, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("opus bitrate: 5999 (expected: 6000 to 510000)");
    assertThatThrownBy(() -> new OpusTuning(6000, 11, false, 0, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new OpusTuning(6000, 1, false, 101, false))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
