package org.confocal.sip.jain;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP socket and the thread that reads it. The thread does nothing but read, look at the first
 * byte and hand on: a datagram is copied to its true length, so that what waits costs what it
 * weighs.
 */
final class UdpListener implements Listener, Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);
  private static final int LARGEST_DATAGRAM = 65_535;

  private final DatagramSocket socket;
  private final InetSocketAddress local;
  private final long serial;
  private final Inbound inbound;
  private final Counters counters;
  private final Thread reader;

  private UdpListener(DatagramSocket socket, long serial, Inbound inbound, Counters counters) {
    this.socket = socket;
    this.local = new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    this.serial = serial;
    this.inbound = inbound;
    this.counters = counters;
    this.reader = new Thread(this, "sip-udp-" + socket.getLocalPort());
    this.reader.setDaemon(true);
  }

  static UdpListener bind(
      SipStackSettings.Bind bind, int bufferBytes, long serial, Inbound inbound, Counters counters)
      throws SipBindException {
    try {
      DatagramSocket socket = new DatagramSocket((SocketAddress) null);
      try {
        socket.setReuseAddress(false); // a second server on this port must fail
        socket.bind(new InetSocketAddress(InetAddress.getByName(bind.host()), bind.port()));
        socket.setReceiveBufferSize(bufferBytes);
        socket.setSendBufferSize(bufferBytes);
        return new UdpListener(socket, serial, inbound, counters);
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    } catch (IOException e) {
      throw new SipBindException(bind, e);
    }
  }

  @Override
  public String transport() {
    return "udp";
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public Sender senderTo(InetAddress peer, int port) {
    return new UdpSender(this, peer, port);
  }

  long serial() {
    return serial;
  }

  void send(byte[] bytes, InetAddress peer, int port) throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length, peer, port));
  }

  @Override
  public void start() {
    reader.start();
  }

  @Override
  public void close() {
    socket.close();
  }

  @Override
  public void run() {
    byte[] buffer = new byte[LARGEST_DATAGRAM];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        accept(packet);
      } catch (IOException e) {
        if (!socket.isClosed()) {
          LOG.debug("receive failed on {}", local(), e);
        }
      }
    }
  }

  private void accept(DatagramPacket packet) {
    byte[] bytes = packet.getData();
    int length = packet.getLength();
    int first = 0;
    while (first < length && (bytes[first] == '\r' || bytes[first] == '\n' || bytes[first] == 0)) {
      first++;
    }
    if (first == length) {
      counters.keepAlives.increment(); // RFC 5626 answers STUN over UDP, not CRLF
      return;
    }
    if (!Character.isLetter(bytes[first])) {
      counters.malformedDropped.increment(); // STUN, RTP or noise
      return;
    }
    Sender from = senderTo(packet.getAddress(), packet.getPort());
    inbound.accept(Arrays.copyOfRange(bytes, first, length), from);
  }

  /** The socket and one peer. */
  private record UdpSender(UdpListener udp, InetAddress peer, int port) implements Sender {
    @Override
    public void send(byte[] bytes) throws IOException {
      udp.send(bytes, peer, port);
    }

    @Override
    public Flow flow() {
      return new Flow("udp", peer.getHostAddress(), port, udp.serial());
    }

    @Override
    public Listener listener() {
      return udp;
    }
  }
}
