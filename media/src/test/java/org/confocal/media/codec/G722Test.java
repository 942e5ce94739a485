package org.confocal.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class G722Test {

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = G722Test.class.getResourceAsStream("/golden/codec/" + name)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  private static short[] samples(String name) throws IOException {
    byte[] bytes = golden(name);
    short[] samples = new short[bytes.length / 2];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
    return samples;
  }

  @Test
  void theCodesAreThoseOfAnotherImplementation() throws IOException {
    short[] pcm = samples("chirp-16000.pcm");
    ByteBuffer codes = ByteBuffer.allocate(pcm.length / 2);

    int bytes = new G722Encoder().encode(pcm, pcm.length, codes, 0);

    assertThat(bytes).isEqualTo(8000);
    assertThat(codes.array()).isEqualTo(golden("chirp.g722"));
  }

  @Test
  void theSamplesAreThoseOfAnotherImplementation() throws IOException {
    byte[] codes = golden("chirp.g722");
    short[] pcm = new short[2 * codes.length];

    int samples = new G722Decoder().decode(codes, 0, codes.length, pcm);

    assertThat(samples).isEqualTo(16_000);
    assertThat(pcm).isEqualTo(samples("chirp-decoded-16000.pcm"));
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 1000, 3400, 5000, 6800})
  void aSineComesThroughWithLittleNoise(int hz) {
    short[] pcm = Signal.sine(hz, 16_000, 16_000, 8000);

    short[] heard = Signal.through(new G722Encoder(), new G722Decoder(), pcm, 320);

    assertThat(Signal.snrDb(heard, hz, 16_000)).isGreaterThan(hz < 4000 ? 35 : 15);
  }

  @Test
  void anyBytesAreSamplesAndDoNotHarmWhatFollows() {
    long seed = 99;
    Random random = new Random(seed);
    byte[] garbage = new byte[1500];
    G722Decoder decoder = new G722Decoder();
    for (int i = 0; i < 200; i++) {
      random.nextBytes(garbage);
      int length = random.nextInt(garbage.length);
      short[] out = new short[decoder.samples(garbage, 0, length)];

      assertThat(decoder.decode(garbage, 0, length, out)).isEqualTo(2 * length);
    }

    short[] pcm = Signal.sine(1000, 16_000, 32_000, 8000);
    short[] heard = Signal.through(new G722Encoder(), decoder, pcm, 320);

    short[] later = Arrays.copyOfRange(heard, 16_000, 32_000);
    assertThat(Signal.snrDb(later, 1000, 16_000)).as("seed " + seed).isGreaterThan(30);
  }

  @Test
  void anEncoderGoesOnWhereAnotherIs() {
    short[] pcm = Signal.sine(440, 16_000, 320, 9000);
    ByteBuffer expected = ByteBuffer.allocate(160);
    ByteBuffer found = ByteBuffer.allocate(160);
    G722Encoder first = new G722Encoder();
    G722Encoder second = new G722Encoder();
    first.encode(pcm, 320, expected, 0);

    assertThat(second.continueFrom(first)).isTrue();

    first.encode(pcm, 320, expected, 0);
    second.encode(pcm, 320, found, 0);
    assertThat(found).isEqualTo(expected);
    assertThat(second.continueFrom(new G711Encoder(G711.A_LAW))).isFalse();
  }

  @Test
  void aResetIsANewBeginning() {
    short[] pcm = Signal.sine(440, 16_000, 320, 9000);
    ByteBuffer expected = ByteBuffer.allocate(160);
    ByteBuffer found = ByteBuffer.allocate(160);
    G722Encoder encoder = new G722Encoder();
    encoder.encode(pcm, 320, expected, 0);

    encoder.reset();
    encoder.encode(pcm, 320, found, 0);

    assertThat(found).isEqualTo(expected);
  }
}
