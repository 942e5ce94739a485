package org.confocal.media.loop;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.confocal.media.codec.AudioEncoder;
import org.confocal.media.rtp.RtpHeader;

/**
 * One encoder, what it has not yet made a packet of, and the packets of the present tick. All
 * streams of a conference with the same packet time begin their packets at the same ticks, whenever
 * they were made: so a listener can go from one to another between any two packets.
 *
 * <p>Whoever goes from a stream that all share to one of his own, or back, must not hear it. The
 * stream he comes to {@link #takeOver takes over} the state of the one he leaves, if nobody else
 * has listened to it meanwhile. An encoder whose state cannot be copied is given the last packet
 * once more for itself: so it does not begin from silence.
 */
final class EncodedStream {

  private static final int MOST_PACKETS = 2;
  private static final long NEVER = -2;

  final StreamFormat format;

  private final LoopContext context;
  private final AudioEncoder encoder;
  private final short[] pending;
  private final short[] last;
  private final ByteBuffer[] packets = new ByteBuffer[MOST_PACKETS];
  private final int[] lengths = new int[MOST_PACKETS];
  private final int[] offsets = new int[MOST_PACKETS];
  private int fill;
  private int count;
  private long claimedFrame = NEVER;
  private long encodedFrame = NEVER;

  EncodedStream(StreamFormat format, LoopContext context) {
    this.format = format;
    this.context = context;
    this.encoder = context.codecs.encoder(format);
    int samples = format.rateHz() / 1000 * format.packetMs();
    this.pending = new short[samples];
    this.last = new short[samples];
    for (int i = 0; i < MOST_PACKETS; i++) {
      packets[i] = ByteBuffer.allocateDirect(RtpHeader.LENGTH + encoder.mostBytes(samples));
    }
  }

  /** Somebody is sent its packets in this tick. */
  void claim(long frame) {
    claimedFrame = frame;
  }

  boolean claimed(long frame) {
    return claimedFrame == frame;
  }

  /** Whether somebody is sent its packets, in this tick or in the one before. */
  boolean inUse(long frame) {
    return claimedFrame >= frame - 1;
  }

  boolean encoded(long frame) {
    return encodedFrame == frame;
  }

  /** Whether it was encoded in the tick before, so that its state is that of its listeners. */
  boolean running(long frame) {
    return encodedFrame == frame - 1;
  }

  /** Ticks were given up: a packet that was begun loses its sound. */
  void skip(long frame, long frames) {
    encodedFrame = running(frame) ? frame + frames - 1 : NEVER;
    claimedFrame = inUse(frame) ? frame + frames - 1 : NEVER;
    align(frame + frames);
  }

  /** Begins where the streams of this packet time are. */
  private void align(long frame) {
    fill = (int) (frame * LoopContext.FRAME_MS % format.packetMs()) * (format.rateHz() / 1000);
    Arrays.fill(pending, 0, fill, (short) 0);
  }

  /** A stream from silence. */
  void begin(long frame) {
    encoder.reset();
    Arrays.fill(last, (short) 0);
    align(frame);
  }

  /** Goes on where another stream of the same format is. Before the tick is encoded by either. */
  void takeOver(EncodedStream other) {
    fill = other.fill;
    System.arraycopy(other.pending, 0, pending, 0, fill);
    System.arraycopy(other.last, 0, last, 0, last.length);
    if (!encoder.continueFrom(other.encoder)) {
      encoder.reset();
      encoder.encode(last, last.length, packets[0], RtpHeader.LENGTH);
    }
  }

  /** Takes the samples of one tick, once, and makes packets of what is complete. */
  void encode(short[] pcm, long tick) {
    if (encodedFrame == tick) {
      return;
    }
    encodedFrame = tick;
    count = 0;
    int frame = format.frame();
    for (int at = 0; at < frame; ) {
      int piece = Math.min(frame - at, pending.length - fill);
      System.arraycopy(pcm, at, pending, fill, piece);
      fill += piece;
      at += piece;
      if (fill == pending.length) {
        complete(at - fill);
      }
    }
  }

  private void complete(int startSample) {
    offsets[count] = (int) ((long) startSample * format.codec().clockHz() / format.rateHz());
    context.counters.increment(Counter.PACKETS_ENCODED);
    lengths[count] = encoder.encode(pending, fill, packets[count], RtpHeader.LENGTH);
    System.arraycopy(pending, 0, last, 0, fill);
    count++;
    fill = 0;
  }

  /** Nobody is sent its packets any more. */
  void close() {
    context.codecs.release(format, encoder);
  }

  /** Packets of this tick, 0 to 2. */
  int count() {
    return count;
  }

  /** A packet whose header is to be written. */
  ByteBuffer packet(int index) {
    return packets[index];
  }

  /** Bytes of its payload; 0 when it is not to be sent. */
  int length(int index) {
    return lengths[index];
  }

  /** Where it begins, in ticks of the RTP clock from the beginning of the tick; 0 or below. */
  int offset(int index) {
    return offsets[index];
  }
}
