package org.confocal.mcu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.media.codec.G711;
import org.confocal.media.rtp.RtpHeader;

/** A peer with a real socket that speaks and hears G.711 mu-law on this machine. */
final class Handset implements AutoCloseable {
  private static final int FRAME = 160;
  private static final int LOUD = 4000;

  final DatagramSocket socket;
  private final byte[] buffer = new byte[1500];
  private int sent;

  Handset() throws SocketException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(3000);
  }

  SessionOffer offer() {
    return Sdp.offer(Sdp.audio(Sdp.PCMU, Sdp.EVENTS).at("127.0.0.1", socket.getLocalPort()));
  }

  /** One packet of a tone. */
  void speak(MediaPlace to) throws IOException {
    byte[] packet = new byte[RtpHeader.LENGTH + FRAME];
    RtpHeader.write(ByteBuffer.wrap(packet), 0, 0, sent, sent * FRAME, 77);
    for (int i = 0; i < FRAME; i++) {
      packet[RtpHeader.LENGTH + i] = G711.MU_LAW.encode((short) (8000 * Math.sin(i * Math.PI / 8)));
    }
    sent++;
    socket.send(
        new DatagramPacket(packet, packet.length, new InetSocketAddress(to.host(), to.port())));
  }

  /** Waits for the next packet and tells its SSRC. */
  long hear() throws IOException {
    return ByteBuffer.wrap(receive().getData()).getInt(8) & 0xFFFF_FFFFL;
  }

  /** The loudest sample of the next packet. */
  boolean hearsTone() throws IOException {
    DatagramPacket packet = receive();
    int loudest = 0;
    for (int i = RtpHeader.LENGTH; i < packet.getLength(); i++) {
      loudest = Math.max(loudest, G711.MU_LAW.decode(packet.getData()[i]));
    }
    return loudest > LOUD;
  }

  private DatagramPacket receive() throws IOException {
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    socket.receive(packet);
    assertThat(packet.getLength()).isEqualTo(RtpHeader.LENGTH + FRAME);
    return packet;
  }

  /** Nothing comes any more, after what was on its way. */
  boolean fallsSilent() throws IOException {
    socket.setSoTimeout(200);
    try {
      for (int i = 0; i < 20; i++) {
        socket.receive(new DatagramPacket(buffer, buffer.length));
      }
      return false;
    } catch (SocketTimeoutException silence) {
      return true;
    } finally {
      socket.setSoTimeout(3000);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
