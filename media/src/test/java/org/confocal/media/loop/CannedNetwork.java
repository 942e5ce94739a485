package org.confocal.media.loop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.confocal.media.net.DatagramPort;
import org.confocal.media.net.MediaNetwork;
import org.confocal.media.rtp.RtpHeader;

/**
 * Sockets of which each has one RTP packet for each frame, made beforehand but for its numbers;
 * what is sent is thrown away. Nothing is allocated once all are bound.
 */
final class CannedNetwork implements MediaNetwork {

  private static final int RTCP_PARITY = 1;

  private final List<CannedPort> ports = new ArrayList<>();
  private final ByteBuffer payload;
  private final int payloadType;
  private final int ticksPerFrame;
  private int next = 30_000;
  private int frame;

  CannedNetwork(ByteBuffer payload, int payloadType, int ticksPerFrame) {
    this.payload = payload;
    this.payloadType = payloadType;
    this.ticksPerFrame = ticksPerFrame;
  }

  @Override
  public DatagramPort bind(InetAddress local, int port, Arrivals arrivals) {
    CannedPort bound =
        new CannedPort(new InetSocketAddress(local, port == 0 ? next++ : port), arrivals);
    ports.add(bound);
    return bound;
  }

  /** The packets of the next frame are there. */
  void nextFrame() {
    frame++;
    for (int i = 0; i < ports.size(); i++) {
      ports.get(i).waiting = ports.get(i).local.getPort() % 2 != RTCP_PARITY;
    }
  }

  @Override
  public int poll() {
    int called = 0;
    for (int i = 0; i < ports.size(); i++) {
      CannedPort port = ports.get(i);
      if (port.waiting) {
        port.arrivals.onReadable(port);
        called++;
      }
    }
    return called;
  }

  @Override
  public void close() {
    ports.clear();
  }

  private final class CannedPort implements DatagramPort {

    private final InetSocketAddress local;
    private final InetSocketAddress peer;
    private final Arrivals arrivals;
    private boolean waiting;

    CannedPort(InetSocketAddress local, Arrivals arrivals) {
      this.local = local;
      this.peer = new InetSocketAddress(local.getAddress(), local.getPort() - 10_000);
      this.arrivals = arrivals;
    }

    @Override
    public InetSocketAddress local() {
      return local;
    }

    @Override
    public InetSocketAddress receive(ByteBuffer into) {
      waiting = false;
      RtpHeader.write(into, 0, payloadType, frame, frame * ticksPerFrame, local.getPort());
      into.put(RtpHeader.LENGTH, payload, 0, payload.limit());
      into.position(RtpHeader.LENGTH + payload.limit());
      return peer;
    }

    @Override
    public boolean send(ByteBuffer datagram, InetSocketAddress to) {
      datagram.position(datagram.limit());
      return true;
    }

    @Override
    public void close() {
      waiting = false;
    }
  }
}
