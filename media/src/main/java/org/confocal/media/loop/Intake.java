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
 * room for the next one at once, so that a stranger who sends many does not starve the leg.
 */
final class Intake {

  /** Datagrams of no use that are read in one turn. */
  private static final int USELESS_PER_TURN = 16;

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
    for (int i = 0; i < USELESS_PER_TURN; i++) {
      ByteBuffer datagram = context.received.clear();
      InetSocketAddress source = port.receive(datagram);
      Connection now = connection;
      if (source == null || now == null || onDatagram(now, port, datagram, source)) {
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
    if (now.parameters().rtcpMux()
        && bytes >= SHORTEST_RTCP
        && RtpHeader.looksLikeRtcp(datagram, 0)) {
      onRtcp(now, datagram, bytes, source);
      return false;
    }
    int length = stages.security.open(datagram, bytes, false);
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

  void onRtcpReadable(DatagramPort port) {
    ByteBuffer datagram = context.received.clear();
    InetSocketAddress source = port.receive(datagram);
    Connection now = connection;
    if (source != null
        && now != null
        && !stages.ice.takes(stages.ice.rtcp(false), port, datagram, datagram.position(), source)) {
      onRtcp(now, datagram, datagram.position(), source);
    }
  }

  private void onRtcp(Connection now, ByteBuffer datagram, int bytes, InetSocketAddress source) {
    int length = stages.security.open(datagram, bytes, true);
    if (length != SecureTransport.REFUSED
        && now.rtcp().onDatagram(datagram, length, source, now.latch().target())) {
      stages.life.onSign();
    }
  }
}
