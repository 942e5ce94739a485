package org.confocal.media.loop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.confocal.media.MediaSettings;
import org.confocal.media.codec.OpusCodecs;
import org.confocal.media.ice.StunChecksums;
import org.confocal.media.ice.StunWriter;
import org.confocal.media.mix.AloneTone;
import org.confocal.media.net.DatagramPort;
import org.confocal.media.net.MediaNetwork;

/**
 * What the sessions and conferences of one loop share: its settings, clocks, sockets, counters and
 * scratch buffers.
 */
final class LoopContext {

  /** A tick. */
  static final int FRAME_MS = 20;

  static final long FRAME_NS = FRAME_MS * 1_000_000L;

  /** Ticks that a running mean looks back on. */
  static final int MEAN_OVER = 64;

  /**
   * Datagrams of no use that are read in one turn of all legs together: some 3 ms of work. Beyond
   * that each socket gives one, so that the ticks stay in time.
   */
  static final int USELESS_PER_TURN = 1000;

  private static final int MS_PER_SECOND = 1000;

  private static final int[] RATES = {8000, 16000, 48000};
  private static final int LARGEST_DATAGRAM = 2048;

  final MediaSettings settings;
  final MediaNetwork network;
  final Clocks clocks;

  /** For SSRCs, first sequence numbers and names, which others should not guess. */
  final RandomGenerator secrets;

  /** For timers; does not allocate. */
  final SplittableRandom random;

  final LoopCounters counters = new LoopCounters();
  final GuardedListener listener = new GuardedListener(counters);
  final ByteBuffer received = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
  final ByteBuffer control = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);

  /** Where packets are protected and opened. */
  final byte[] secured = new byte[LARGEST_DATAGRAM];

  /** A protected packet on its way to the network. */
  final ByteBuffer outgoing = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);

  /** For the checks of all legs that do ICE. */
  final StunChecksums stun = new StunChecksums();

  final ByteBuffer stunAnswer = ByteBuffer.allocateDirect(StunWriter.MAX_ANSWER);

  final CodecPool codecs;

  private final AloneTone[] tones = new AloneTone[RATES.length];

  /** How late the ticks of the loop are sent, as a running mean. */
  long meanLatenessNs;

  /** How many more datagrams of no use may be read in this turn. */
  int uselessLeft = USELESS_PER_TURN;

  /** The time of the present {@code doWork}; callbacks of the network read it. */
  long nowNs;

  LoopContext(
      MediaSettings settings, MediaNetwork network, Clocks clocks, RandomGenerator secrets) {
    this.settings = settings;
    this.network = network;
    this.clocks = clocks;
    this.secrets = secrets;
    this.random = new SplittableRandom(secrets.nextLong());
    this.codecs = new CodecPool(OpusCodecs.choose(settings.opus().library()), settings.opus());
    for (int i = 0; i < tones.length; i++) {
      tones[i] =
          new AloneTone(
              settings.alone().first().toNanos() / FRAME_NS,
              settings.alone().every().toNanos() / FRAME_NS,
              RATES[i]);
    }
  }

  /** Samples, or ticks of a clock, in one frame. */
  static int samples(int hz) {
    return hz * FRAME_MS / MS_PER_SECOND;
  }

  /** Whole frames in a time. */
  static int frames(Duration time) {
    return (int) (time.toNanos() / FRAME_NS);
  }

  /** The tone for the lonely at one of the sample rates of a mix. */
  AloneTone tone(int rateHz) {
    int i = 0;
    while (RATES[i] != rateHz) {
      i++;
    }
    return tones[i];
  }

  /**
   * The clocks as ports.
   *
   * @param nano monotonic, in ns
   * @param wallMillis since 1970
   */
  record Clocks(LongSupplier nano, LongSupplier wallMillis) {}

  /** Where to bind: the address of the settings if it says one of the wished family. */
  InetAddress bindAddress(InetAddress wished) {
    InetAddress set = settings.ports().bindAddress();
    boolean use = !set.isAnyLocalAddress() && set.getClass() == wished.getClass();
    return use ? set : wished;
  }

  /** A tick was sent so much after it was due. */
  void countLateness(long latenessNs) {
    meanLatenessNs += (latenessNs - meanLatenessNs) / MEAN_OVER;
    counters.increment(Counter.FRAMES_MIXED);
    counters.atLeast(Counter.MAX_LATENESS_NS, latenessNs);
    if (latenessNs > settings.loops().lateAfter().toNanos()) {
      counters.increment(Counter.FRAMES_LATE);
    }
  }

  /** Sends and counts a failure. */
  boolean send(DatagramPort port, ByteBuffer datagram, InetSocketAddress to) {
    boolean sent = port.send(datagram, to);
    if (!sent) {
      counters.increment(Counter.SEND_FAILED);
    }
    return sent;
  }
}
