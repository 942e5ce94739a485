package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.confocal.media.AudioCodec;
import org.confocal.media.MediaSettings;
import org.confocal.media.Reservation;
import org.confocal.media.ReserveResult;
import org.confocal.media.SessionId;
import org.confocal.media.SessionParameters;
import org.confocal.media.net.NioNetwork;
import org.confocal.media.net.PortPool;
import org.confocal.media.rtp.RtpHeader;
import org.junit.jupiter.api.Test;

/**
 * Over real loopback sockets, enough for numbers that the JDK does not keep boxed, with a clock
 * that the test turns.
 */
class AllocationTest {

  private static final int LEGS = 64;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private final List<DatagramChannel> phones = new ArrayList<>();
  private final List<InetSocketAddress> servers = new ArrayList<>();
  private final ByteBuffer packet = ByteBuffer.allocateDirect(172);
  private long nowNs = 1_000_000_000L;
  private MediaLoop loop;

  AllocationTest() throws Exception {
    MediaSettings settings = MediaSettings.defaults();
    LoopContext context =
        new LoopContext(
            settings,
            new NioNetwork(65_536, 65_536),
            new LoopContext.Clocks(() -> nowNs, () -> nowNs / 1_000_000),
            new Random(3));
    loop = new MediaLoop(context, new PortPool(24_000, 24_999, 0, 0));
    loop.doWork(nowNs);
    for (int i = 0; i < LEGS; i++) {
      SessionId id = new SessionId("room-" + i / 8, "leg-" + i);
      DatagramChannel phone = DatagramChannel.open();
      phone.bind(new InetSocketAddress(loopback, 0)).configureBlocking(false);
      phones.add(phone);
      InetSocketAddress remote = (InetSocketAddress) phone.getLocalAddress();
      loop.onReserve(
          id,
          1,
          Reservation.on(loopback),
          result -> servers.add(((ReserveResult.Reserved) result).local()));
      AudioCodec codec = i % 2 == 0 ? AudioCodec.PCMU : AudioCodec.PCMA;
      loop.onConnect(id, 1, SessionParameters.plain(remote, codec), result -> {});
    }
  }

  /**
   * Plays frames; the result is what the loop allocated, without the phones that run on the same
   * thread.
   */
  private long frames(int from, int count) throws Exception {
    long thread = Thread.currentThread().getId();
    long allocated = 0;
    ByteBuffer sink = packet.duplicate();
    for (int frame = from; frame < from + count; frame++) {
      for (int leg = 0; leg < LEGS; leg++) {
        RtpHeader.write(packet, 0, leg % 2 == 0 ? 0 : 8, frame, frame * 160, leg + 1);
        packet.put(12 + frame % 160, (byte) (0x80 + leg));
        packet.clear();
        phones.get(leg).send(packet, servers.get(leg));
      }
      long before = threads.getThreadAllocatedBytes(thread);
      for (int poll = 0; poll < 4; poll++) {
        nowNs += 5_000_000;
        loop.doWork(nowNs);
      }
      allocated += threads.getThreadAllocatedBytes(thread) - before;
      for (DatagramChannel phone : phones) {
        phone.receive(sink.clear());
      }
    }
    return allocated;
  }

  @Test
  void nothingIsAllocatedPerPacketAfterWarmUp() throws Exception {
    frames(0, 3_000);
    long received = loop.published(Counter.PACKETS_RECEIVED);

    long allocated = frames(3_000, 2_000);

    assertThat(loop.published(Counter.PACKETS_RECEIVED) - received).isEqualTo(2_000L * LEGS);
    // Facts that are told (a change of talkers) may allocate; a packet may not.
    assertThat(allocated).as("bytes for 2,000 frames of %d legs", LEGS).isLessThan(4_096);
  }
}
