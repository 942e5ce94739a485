package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.confocal.media.AudioCodec;
import org.confocal.media.MediaSettings;
import org.confocal.media.codec.AudioDecoder;
import org.confocal.media.codec.AudioEncoder;
import org.confocal.media.codec.OpusCodecs;
import org.junit.jupiter.api.Test;

class CodecPoolTest {

  private static final StreamFormat OPUS =
      new StreamFormat(AudioCodec.OPUS, 48_000, 20, 32_000, true, false);
  private static final StreamFormat SLOW =
      new StreamFormat(AudioCodec.OPUS, 48_000, 60, 32_000, true, false);
  private static final StreamFormat OTHER =
      new StreamFormat(AudioCodec.OPUS, 48_000, 20, 24_000, true, false);

  private final CodecPool pool =
      new CodecPool(OpusCodecs.choose(OpusCodecs.Library.AUTO), MediaSettings.defaults().opus());

  @Test
  void whatOneLegHadServesTheNextOfItsKindAndOnlyOne() {
    AudioEncoder encoder = pool.encoder(OPUS);
    AudioDecoder decoder = pool.decoder(AudioCodec.OPUS, 48_000);
    pool.release(OPUS, encoder);
    pool.release(AudioCodec.OPUS, decoder);

    assertThat(pool.encoder(OTHER)).isNotSameAs(encoder);
    assertThat(pool.encoder(SLOW)).as("packet times do not matter").isSameAs(encoder);
    assertThat(pool.encoder(OPUS)).isNotSameAs(encoder);
    assertThat(pool.decoder(AudioCodec.OPUS, 16_000)).isNotSameAs(decoder);
    assertThat(pool.decoder(AudioCodec.OPUS, 48_000)).isSameAs(decoder);
    assertThat(pool.decoder(AudioCodec.OPUS, 48_000)).isNotSameAs(decoder);
  }

  @Test
  void itKeepsABoundedNumber() {
    List<AudioDecoder> many = new ArrayList<>();
    for (int i = 0; i <= CodecPool.MOST_OF_A_KIND; i++) {
      many.add(pool.decoder(AudioCodec.OPUS, 8000));
    }
    many.forEach(decoder -> pool.release(AudioCodec.OPUS, decoder));

    List<AudioDecoder> again = new ArrayList<>();
    for (int i = 0; i <= CodecPool.MOST_OF_A_KIND; i++) {
      again.add(pool.decoder(AudioCodec.OPUS, 8000));
    }

    assertThat(again).doesNotHaveDuplicates();
    assertThat(many).containsAll(again.subList(0, CodecPool.MOST_OF_A_KIND));
    assertThat(many).doesNotContain(again.get(CodecPool.MOST_OF_A_KIND));
  }

  @Test
  void aLegThatGoesLeavesItsCodecsToTheNext() {
    Studio studio = new Studio();
    Phone first = studio.join("first", 1000, AudioCodec.OPUS);
    studio.join("other", 700, AudioCodec.PCMU);
    studio.run(500);
    int without = studio.pool().kept();

    studio.close("first", 1);
    first.sending = false;
    studio.run(100);
    int kept = studio.pool().kept();
    studio.join("second", 1000, AudioCodec.OPUS);
    studio.run(500);

    assertThat(without).isZero();
    assertThat(kept).as("a decoder, the shared encoder and the talker's own").isEqualTo(3);
    assertThat(studio.pool().kept()).isZero();
  }
}
