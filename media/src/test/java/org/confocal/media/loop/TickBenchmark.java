package org.confocal.media.loop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.confocal.media.AudioCodec;
import org.confocal.media.MediaSettings;
import org.confocal.media.Reservation;
import org.confocal.media.SessionId;
import org.confocal.media.SessionParameters;
import org.confocal.media.codec.AudioEncoder;
import org.confocal.media.codec.OpusCodecs;
import org.confocal.media.net.PortPool;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What 20 ms of a conference cost without the kernel: one packet of each leg comes, all speak, the
 * mix goes out to all.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TickBenchmark {

  private static final int LOUD = 5000;
  private static final int LARGEST = 1500;

  /** Of the legs. */
  @Param({"PCMU", "G722", "OPUS"})
  public AudioCodec codec = AudioCodec.PCMU;

  /** In one conference. */
  @Param("60")
  public int legs = 60;

  private long nowNs = 1_000_000_000L;
  private CannedNetwork network = new CannedNetwork(ByteBuffer.allocate(0), 0, 0);
  private MediaLoop loop = loop(network);

  /** Takes the legs in. */
  @Setup
  public void call() {
    MediaSettings settings = MediaSettings.defaults();
    InetAddress loopback = InetAddress.getLoopbackAddress();
    SessionParameters parameters =
        SessionParameters.plain(new InetSocketAddress(loopback, 4000), codec);
    AudioEncoder encoder =
        StreamFormat.of(parameters, settings.opus())
            .encoder(OpusCodecs.choose(settings.opus().library()), settings.opus());
    short[] tone = new short[encoder.rateHz() / 50];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (short) (LOUD * Math.sin(2 * Math.PI * 440 * i / encoder.rateHz()));
    }
    ByteBuffer payload = ByteBuffer.allocateDirect(LARGEST);
    payload.limit(encoder.encode(tone, tone.length, payload, 0));
    network = new CannedNetwork(payload, codec.ownPayloadType(), codec.clockHz() / 50);
    loop = loop(network);
    loop.doWork(nowNs);
    for (int i = 0; i < legs; i++) {
      SessionId id = new SessionId("room", "leg-" + i);
      InetSocketAddress peer = new InetSocketAddress(loopback, 20_000 + 2 * i);
      loop.onReserve(id, 1, Reservation.on(loopback), result -> {});
      loop.onConnect(id, 1, SessionParameters.plain(peer, codec), result -> {});
    }
  }

  private MediaLoop loop(CannedNetwork canned) {
    LoopContext context =
        new LoopContext(
            MediaSettings.defaults(),
            canned,
            new LoopContext.Clocks(() -> nowNs, () -> nowNs / 1_000_000),
            new Random(3));
    return new MediaLoop(context, new PortPool(30_000, 39_999, 0, 0));
  }

  /** One tick. */
  @Benchmark
  public void tick() {
    network.nextFrame();
    for (int poll = 0; poll < 4; poll++) {
      nowNs += LoopContext.FRAME_NS / 4;
      loop.doWork(nowNs);
    }
  }

  /** Whether packets were mixed and sent: a benchmark of nothing would be fast. */
  @TearDown
  public void check() {
    long received = loop.published(Counter.PACKETS_RECEIVED);
    long sent = loop.published(Counter.PACKETS_SENT);
    if (received < legs || sent < legs) {
      throw new IllegalStateException("received " + received + ", sent " + sent);
    }
  }
}
