package org.confocal.it.tone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.confocal.media.codec.AudioDecoder;
import org.confocal.media.codec.OpusCodecs;

/**
 * Reads recordings: WAV with the JDK, Ogg (RFC 3533) with a reader of its own that was written
 * apart from the writer.
 */
public final class RecordedSound {
  private static final int OPUS_HZ = 48_000;
  private static final int LONGEST_PACKET = 5760;
  private static final int HEADER = 27;

  private RecordedSound() {}

  /** The sound of a WAV file, whose header must tell its whole length. */
  public static Pcm ofWav(Path file) throws IOException {
    try (AudioInputStream in = AudioSystem.getAudioInputStream(file.toFile())) {
      byte[] bytes = in.readAllBytes();
      assertThat(in.getFormat().getChannels()).isEqualTo(1);
      assertThat(in.getFrameLength()).isEqualTo((Files.size(file) - 44) / 2);
      short[] samples = new short[bytes.length / 2];
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
      return new Pcm((int) in.getFormat().getSampleRate(), samples);
    } catch (UnsupportedAudioFileException e) {
      throw new AssertionError(file.toString(), e);
    }
  }

  /** The sound of a file with Opus in Ogg, whose pages must tell how far each of them plays. */
  public static Pcm ofOpus(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    AudioDecoder decoder = OpusCodecs.choose(OpusCodecs.Library.AUTO).decoder(OPUS_HZ);
    short[] one = new short[LONGEST_PACKET];
    short[] all = new short[OPUS_HZ];
    int played = 0;
    for (int page = 0; in.hasRemaining(); page++) {
      int start = in.position();
      assertThat(in.getInt(start)).as("capture pattern").isEqualTo(0x5367674F);
      assertThat(in.getInt(start + 18)).as("page number").isEqualTo(page);
      List<byte[]> packets = packets(in);
      if (page < 2) {
        String kind = page == 0 ? "OpusHead" : "OpusTags";
        assertThat(new String(packets.get(0), 0, 8, StandardCharsets.US_ASCII)).isEqualTo(kind);
        continue;
      }
      for (byte[] packet : packets) {
        int count = decoder.decode(packet, 0, packet.length, one);
        all = played + count > all.length ? Arrays.copyOf(all, 2 * all.length) : all;
        System.arraycopy(one, 0, all, played, count);
        played += count;
      }
      assertThat(in.getLong(start + 6)).as("position").isEqualTo(played);
    }
    return new Pcm(OPUS_HZ, Arrays.copyOf(all, played));
  }

  private static List<byte[]> packets(ByteBuffer in) {
    int segments = in.get(in.position() + HEADER - 1) & 0xFF;
    byte[] lacing = new byte[segments];
    in.position(in.position() + HEADER);
    in.get(lacing);
    List<byte[]> packets = new ArrayList<>();
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    for (byte lace : lacing) {
      byte[] segment = new byte[lace & 0xFF];
      in.get(segment);
      packet.writeBytes(segment);
      if (segment.length < 255) {
        packets.add(packet.toByteArray());
        packet.reset();
      }
    }
    return packets;
  }
}
