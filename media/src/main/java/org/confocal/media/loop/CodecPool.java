package org.confocal.media.loop;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.confocal.media.AudioCodec;
import org.confocal.media.MediaSettings;
import org.confocal.media.codec.AudioDecoder;
import org.confocal.media.codec.AudioEncoder;
import org.confocal.media.codec.OpusCodecs;

/**
 * Encoders and decoders of one loop that nobody uses: those of Opus are kept for the next leg. They
 * hold memory outside of the heap, which only the garbage collector gives back, and it does not see
 * how much that is. One thread.
 */
final class CodecPool {

  /** Of one kind; what is more is left to the garbage collector. */
  static final int MOST_OF_A_KIND = 64;

  private final OpusCodecs opus;
  private final MediaSettings.Opus settings;
  private final Map<Integer, ArrayDeque<AudioDecoder>> decoders = new HashMap<>();
  private final Map<StreamFormat, ArrayDeque<AudioEncoder>> encoders = new HashMap<>();

  CodecPool(OpusCodecs opus, MediaSettings.Opus settings) {
    this.opus = opus;
    this.settings = settings;
  }

  /** A decoder as new. */
  AudioDecoder decoder(AudioCodec codec, int rateHz) {
    if (codec == AudioCodec.OPUS) {
      ArrayDeque<AudioDecoder> kept = decoders.get(rateHz);
      AudioDecoder found = kept == null ? null : kept.poll();
      if (found != null) {
        found.reset();
        return found;
      }
    }
    return StreamFormat.decoder(codec, rateHz, opus);
  }

  /** Nobody has it any more. */
  void release(AudioCodec codec, AudioDecoder decoder) {
    if (codec == AudioCodec.OPUS) {
      ArrayDeque<AudioDecoder> kept =
          decoders.computeIfAbsent(decoder.rateHz(), rate -> new ArrayDeque<>());
      if (kept.size() < MOST_OF_A_KIND) {
        kept.push(decoder);
      }
    }
  }

  /** How many wait for the next leg. */
  int kept() {
    int kept = 0;
    for (ArrayDeque<AudioDecoder> kind : decoders.values()) {
      kept += kind.size();
    }
    for (ArrayDeque<AudioEncoder> kind : encoders.values()) {
      kept += kind.size();
    }
    return kept;
  }

  /** An encoder as new. */
  AudioEncoder encoder(StreamFormat format) {
    if (format.codec() == AudioCodec.OPUS) {
      ArrayDeque<AudioEncoder> kept = encoders.get(format.forAnyPacket());
      AudioEncoder found = kept == null ? null : kept.poll();
      if (found != null) {
        found.reset();
        return found;
      }
    }
    return format.encoder(opus, settings);
  }

  /** Nobody has it any more. */
  void release(StreamFormat format, AudioEncoder encoder) {
    if (format.codec() == AudioCodec.OPUS) {
      ArrayDeque<AudioEncoder> kept =
          encoders.computeIfAbsent(format.forAnyPacket(), any -> new ArrayDeque<>());
      if (kept.size() < MOST_OF_A_KIND) {
        kept.push(encoder);
      }
    }
  }
}
