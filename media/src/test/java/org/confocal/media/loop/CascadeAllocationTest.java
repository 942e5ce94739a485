package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.confocal.media.AudioCodec;
import org.confocal.media.MediaSettings;
import org.confocal.media.Reservation;
import org.confocal.media.ReserveResult;
import org.confocal.media.SessionId;
import org.confocal.media.SessionParameters;
import org.confocal.media.codec.G711;
import org.confocal.media.mix.Relations;
import org.confocal.media.net.DatagramPort;
import org.confocal.media.net.MediaNetwork;
import org.confocal.media.net.PortPool;
import org.confocal.media.rtp.RtpHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A conference on three loops whose talkers take turns; its network allocates nothing itself. */
class CascadeAllocationTest {

  private static final int LOOPS = 3;
  private static final int LEGS = 18;
  private static final InetAddress HERE = Studio.address("10.0.1.1");

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final MediaLoop[] loops = new MediaLoop[LOOPS];
  private final Routes routes;
  private long nowNs = 1_000_000_000L;
  private long tick;

  CascadeAllocationTest() {
    MediaSettings usual = MediaSettings.defaults();
    MediaSettings settings =
        usual.with(
            new MediaSettings.Mix(
                usual.mix().maxTalkers(),
                Duration.ofDays(1), // who talks is not told, because that may allocate
                usual.mix().levelling(),
                usual.mix().gate()));
    LoopLoad[] loads = new LoopLoad[LOOPS];
    Arrays.setAll(loads, i -> new LoopLoad());
    routes = new Routes(loads, LEGS / LOOPS);
    PortPool pool = new PortPool(20_000, 20_999, 0, 0);
    for (int i = 0; i < LOOPS; i++) {
      LoopContext.Clocks clocks = new LoopContext.Clocks(() -> nowNs, () -> nowNs / 1_000_000);
      loops[i] =
          new MediaLoop(
              new LoopContext(settings, new Phones(), clocks, new Random(i)), pool, routes, i);
      loops[i].doWork(nowNs);
    }
  }

  /** A phone behind each even port: it talks for 200 ms in a round of all. */
  private final class Phones implements MediaNetwork {
    private final List<PhonePort> ports = new ArrayList<>();

    @Override
    public DatagramPort bind(InetAddress local, int port, Arrivals arrivals) {
      PhonePort bound = new PhonePort(new InetSocketAddress(local, port), arrivals);
      ports.add(bound);
      return bound;
    }

    @Override
    public int poll() {
      int count = 0;
      for (int i = 0; i < ports.size(); i++) {
        PhonePort port = ports.get(i);
        if (port.local.getPort() % 2 == 0 && port.sequence < tick) {
          port.arrivals.onReadable(port);
          count++;
        }
      }
      return count;
    }

    @Override
    public void close() {}
  }

  private final class PhonePort implements DatagramPort {
    private final InetSocketAddress local;
    private final MediaNetwork.Arrivals arrivals;
    private final InetSocketAddress phone;
    private long sequence;

    PhonePort(InetSocketAddress local, MediaNetwork.Arrivals arrivals) {
      this.local = local;
      this.arrivals = arrivals;
      this.phone = phoneOf(local);
    }

    @Override
    public InetSocketAddress local() {
      return local;
    }

    @Override
    public @Nullable InetSocketAddress receive(ByteBuffer into) {
      sequence = tick;
      int leg = local.getPort() / 2 % LEGS;
      boolean talks = (tick / 10 + leg) % LEGS < 4;
      RtpHeader.write(into, 0, 0, (int) tick & 0xFFFF, (int) tick * 160, leg + 1);
      for (int i = 0; i < 160; i++) {
        int wave = (i & 7) < 4 ? 200 * (leg + 5) : -200 * (leg + 5);
        into.put(12 + i, G711.MU_LAW.encode((short) (talks ? wave : 0)));
      }
      into.position(172);
      return phone;
    }

    @Override
    public boolean send(ByteBuffer datagram, InetSocketAddress to) {
      return true;
    }

    @Override
    public void close() {}
  }

  private static InetSocketAddress phoneOf(InetSocketAddress local) {
    return new InetSocketAddress(Studio.address("10.0.0.1"), local.getPort());
  }

  private void call() {
    for (int i = 0; i < LEGS; i++) {
      SessionId id = new SessionId("room", "leg-" + i);
      MediaLoop loop = loops[routes.reserve(id)];
      List<InetSocketAddress> locals = new ArrayList<>();
      loop.onReserve(
          id,
          1,
          Reservation.on(HERE),
          result -> locals.add(((ReserveResult.Reserved) result).local()));
      AudioCodec codec = i % 6 == 5 ? AudioCodec.G722 : AudioCodec.PCMU;
      loop.onConnect(id, 1, SessionParameters.plain(phoneOf(locals.get(0)), codec), result -> {});
    }
  }

  private long run(int ticks) {
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < ticks; i++) {
      tick++;
      for (int part = 0; part < 4; part++) {
        nowNs += 5_000_000;
        for (MediaLoop loop : loops) {
          loop.doWork(nowNs);
        }
      }
    }
    return threads.getThreadAllocatedBytes(thread) - before;
  }

  @Test
  void nothingIsAllocatedForAConferenceOfManyLoops() {
    call();
    Relations relations =
        Relations.NONE.whisper("leg-0", Set.of("leg-17")).hears("leg-1", "leg-16", -6);
    loops[routes.home("room")].onConference(
        "room", 1, result -> {}, conference -> conference.relate(relations));
    run(2_000);
    assertThat(routes.allOf("room")).hasSize(LOOPS);
    long mixed = loops[0].published(Counter.FRAMES_MIXED);

    long allocated = run(1_000);

    assertThat(loops[0].published(Counter.FRAMES_MIXED) - mixed).isEqualTo(1_000);
    assertThat(loops[0].published(Counter.FAILURES)).isZero();
    assertThat(allocated).as("bytes for 1000 ticks of %d legs", LEGS).isLessThan(4_096);
  }
}
