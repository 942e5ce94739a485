package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.confocal.media.codec.AudioEncoder;
import org.confocal.media.codec.OpusCodecs;
import org.confocal.media.net.NioNetwork;
import org.confocal.media.net.PortPool;
import org.confocal.media.rtp.RtpHeader;
import org.junit.jupiter.api.AfterEach;
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
  private final ByteBuffer packet = ByteBuffer.allocateDirect(1500);
  private final List<AudioCodec> codecs = new ArrayList<>();
  private final List<AudioEncoder> encoders = new ArrayList<>();
  private final short[] pcm = new short[960];
  private long nowNs = 1_000_000_000L;
  private final MediaSettings settings = MediaSettings.defaults();
  private final MediaLoop loop;

  AllocationTest() {
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) (5000 * Math.sin(i * Math.PI / 48));
    }
    LoopContext context =
        new LoopContext(
            settings,
            new NioNetwork(65_536, 65_536),
            new LoopContext.Clocks(() -> nowNs, () -> nowNs / 1_000_000),
            new Random(3));
    loop = new MediaLoop(context, new PortPool(24_000, 24_999, 0, 0));
    loop.doWork(nowNs);
  }

  private void call(AudioCodec... kinds) throws Exception {
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
      AudioCodec codec = kinds[i % kinds.length];
      codecs.add(codec);
      SessionParameters parameters = SessionParameters.plain(remote, codec);
      encoders.add(
          StreamFormat.of(parameters, settings.opus())
              .encoder(OpusCodecs.choose(settings.opus().library()), settings.opus()));
      loop.onConnect(id, 1, parameters, result -> {});
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
        AudioCodec codec = codecs.get(leg);
        int clock = codec.clockHz() / 50;
        RtpHeader.write(packet, 0, codec.ownPayloadType(), frame, frame * clock, leg + 1);
        int bytes = encoders.get(leg).encode(pcm, encoders.get(leg).rateHz() / 50, packet, 12);
        packet.limit(12 + bytes);
        phones.get(leg).send(packet, servers.get(leg));
        packet.clear();
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

  @AfterEach
  void hangUp() throws Exception {
    loop.onShutdown(nowNs);
    for (DatagramChannel phone : phones) {
      phone.close();
    }
  }

  @Test
  void nothingIsAllocatedPerPacketAfterWarmUp() throws Exception {
    call(AudioCodec.PCMU, AudioCodec.PCMA);

    assertNothingIsAllocated(3_000, 2_000);
  }

  @Test
  void nothingIsAllocatedWhenAllCodecsMeet() throws Exception {
    assumeTrue(
        OpusCodecs.choose(OpusCodecs.Library.AUTO).choice().library() == OpusCodecs.Library.SYSTEM,
        "Opus in pure Java allocates");
    call(AudioCodec.PCMU, AudioCodec.G722, AudioCodec.OPUS);

    assertNothingIsAllocated(200, 100);
  }

  private void assertNothingIsAllocated(int warmUp, int count) throws Exception {
    frames(0, warmUp);
    long received = loop.published(Counter.PACKETS_RECEIVED);

    long allocated = frames(warmUp, count);

    assertThat(loop.published(Counter.PACKETS_RECEIVED) - received).isEqualTo((long) count * LEGS);
    // Facts that are told (a change of talkers) may allocate; a packet may not.
    assertThat(allocated).as("bytes for %d frames of %d legs", count, LEGS).isLessThan(4_096);
  }
}
