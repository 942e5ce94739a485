package org.confocal.media.loop;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.confocal.media.SessionId;
import org.confocal.media.SessionParameters;
import org.confocal.media.net.DatagramPort;
import org.confocal.media.rtp.RtpHeader;
import org.jspecify.annotations.Nullable;

/**
 * What comes on the sockets of a leg, in the order in which it is believed: checks of ICE, then
 * what its keys open, then what comes from the right source. A datagram that is of no use makes
 * room for the next one at once, so that a stranger has to send many to starve the leg: more than
 * {@value #USELESS_PER_TURN} a turn, or with others {@value LoopContext#USELESS_PER_TURN} to all
 * legs of the loop.
 */
final class Intake {

  /** Datagrams of no use that are read of one socket in one turn. */
  private static final int USELESS_PER_TURN = 64;

  private static final int SHORTEST_RTCP = 8;

  /** What a datagram passes before it is looked at, and who is told that it came. */
  record Stages(IceTransport ice, SecureTransport security, SignsOfLife life) {}

  private final SessionId id;
  private final LoopContext context;
  private final Stages stages;
  private final InboundAudio inbound;
  private final RtpHeader header = new RtpHeader();
  private @Nullable Connection connection;
  private int ownSsrc;

  Intake(SessionId id, LoopContext context, Stages stages, InboundAudio inbound) {
    this.id = id;
    this.context = context;
    this.stages = stages;
    this.inbound = inbound;
  }

  /** What was agreed, and the SSRC that we send from now on. */
  void connect(Connection newConnection, int newOwnSsrc) {
    connection = newConnection;
    ownSsrc = newOwnSsrc;
  }

  void onRtpReadable(DatagramPort port) {
    onReadable(port, false);
  }

  void onRtcpReadable(DatagramPort port) {
    onReadable(port, true);
  }

  /** A fault with what came to one leg must not keep the others from being read. */
  private void onReadable(DatagramPort port, boolean rtcp) {
    try {
      read(port, rtcp);
    } catch (RuntimeException e) {
      context.listener.failed(e, context.nowNs);
    }
  }

  private void read(DatagramPort port, boolean rtcp) {
    for (int i = 0; i < USELESS_PER_TURN; i++) {
      ByteBuffer datagram = context.received.clear();
      InetSocketAddress source = port.receive(datagram);
      Connection now = connection;
      if (source == null || now == null) {
        return;
      }
      boolean useful =
          rtcp ? onControl(now, port, datagram, source) : onDatagram(now, port, datagram, source);
      if (useful || --context.uselessLeft <= 0) {
        return;
      }
    }
  }

  /** Whether it was of use. */
  private boolean onDatagram(
      Connection now, DatagramPort port, ByteBuffer datagram, InetSocketAddress source) {
    int bytes = datagram.position();
    if (stages.ice.takes(stages.ice.rtp(), port, datagram, bytes, source)) {
      return false;
    }
    if (unchecked(stages.ice.rtp(), source)) {
      return false;
    }
    if (now.parameters().rtcpMux()
        && bytes >= SHORTEST_RTCP
        && RtpHeader.looksLikeRtcp(datagram, 0)) {
      onRtcp(now, datagram, bytes, source);
      return false;
    }
    int length = stages.security.open(datagram, bytes, false, now.latch().vouches(source));
    if (length == SecureTransport.REFUSED) {
      return false;
    }
    if (!header.wrap(datagram, 0, length)) {
      context.counters.increment(Counter.MALFORMED);
    } else if (!inbound.agreed(header.payloadType())) {
      context.counters.increment(Counter.UNEXPECTED);
    } else if (!now.latch().take(source, header.ssrc(), header.sequence(), context.nowNs)) {
      context.counters.increment(Counter.STRANGERS);
    } else {
      onRtp(now, datagram);
      return true;
    }
    return false;
  }

  private void onRtp(Connection now, ByteBuffer datagram) {
    context.counters.increment(Counter.PACKETS_RECEIVED);
    stages.life.onPacket();
    if (now.latch().changed()) {
      inbound.forgetSource();
    }
    SessionParameters parameters = now.parameters();
    // Our own SSRC is our own sound, sent back by an echo: RFC 3550 section 8.2.
    if (header.ssrc() == ownSsrc || !parameters.direction().receives()) {
      return;
    }
    char digit = inbound.onPacket(header, datagram, parameters.audioLevelId());
    if (digit != 0) {
      context.listener.dtmf(id, digit, inbound.eventDurationMs());
    }
  }

  /** Whether it was of use. */
  private boolean onControl(
      Connection now, DatagramPort port, ByteBuffer datagram, InetSocketAddress source) {
    int bytes = datagram.position();
    IceComponent ice = stages.ice.rtcp(false);
    if (stages.ice.takes(ice, port, datagram, bytes, source)) {
      return false;
    }
    if (unchecked(ice, source)) {
      return false;
    }
    return onRtcp(now, datagram, bytes, source);
  }

  /**
   * With ICE only who has passed a check is believed: nothing is opened for anybody else, which
   * costs much more.
   */
  private boolean unchecked(@Nullable IceComponent ice, InetSocketAddress source) {
    if (ice == null || ice.believes(source)) {
      return false;
    }
    context.counters.increment(Counter.STRANGERS);
    return true;
  }

  private boolean onRtcp(Connection now, ByteBuffer datagram, int bytes, InetSocketAddress source) {
    int length = stages.security.open(datagram, bytes, true, false);
    boolean valid =
        length != SecureTransport.REFUSED
            && now.rtcp().onDatagram(datagram, length, source, now.latch().target());
    if (valid) {
      stages.life.onSign();
    }
    return valid;
  }
}
