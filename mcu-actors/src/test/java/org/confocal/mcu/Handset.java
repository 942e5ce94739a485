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
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.confocal.engine.mcu.CryptoLine;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.media.codec.G711;
import org.confocal.media.rtp.RtpHeader;
import org.confocal.media.srtp.SrtpKey;
import org.confocal.media.srtp.SrtpReceiver;
import org.confocal.media.srtp.SrtpSender;
import org.confocal.media.srtp.SrtpSuite;
import org.jspecify.annotations.Nullable;

/** A peer with a real socket that speaks and hears G.711 mu-law on this machine. */
final class Handset implements AutoCloseable {
  private static final int FRAME = 160;
  private static final int LOUD = 4000;
  private static final SrtpKey THEIRS =
      new SrtpKey(SrtpSuite.AES_CM_128_HMAC_SHA1_80, new byte[30]);

  final DatagramSocket socket;
  private final byte[] buffer = new byte[1500];
  private int sent;
  private @Nullable SrtpSender protects;
  private @Nullable SrtpReceiver opens;

  Handset() throws SocketException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(3000);
  }

  SessionOffer offer() {
    return Sdp.offer(Sdp.audio(Sdp.PCMU, Sdp.EVENTS).at("127.0.0.1", socket.getLocalPort()));
  }

  /** The same with a key of its own. */
  SessionOffer secureOffer() {
    String key = Base64.getEncoder().encodeToString(THEIRS.secret());
    CryptoLine line = new CryptoLine(1, THEIRS.suite().name(), key);
    return new SessionOffer(offer().streams().stream().map(s -> s.with(List.of(line))).toList());
  }

  /** What comes is protected by the key of that description, and what goes by its own. */
  void hearsBy(SessionAnswer local) {
    byte[] secret = Base64.getDecoder().decode(local.streams().get(0).crypto().get(0).key());
    opens = new SrtpReceiver(new SrtpKey(THEIRS.suite(), secret));
    protects = new SrtpSender(THEIRS);
  }

  /** One packet of a tone. */
  void speak(MediaPlace to) throws IOException {
    byte[] packet = new byte[RtpHeader.LENGTH + FRAME];
    RtpHeader.write(ByteBuffer.wrap(packet), 0, 0, sent, sent * FRAME, 77);
    for (int i = 0; i < FRAME; i++) {
      packet[RtpHeader.LENGTH + i] = G711.MU_LAW.encode((short) (8000 * Math.sin(i * Math.PI / 8)));
    }
    sent++;
    int length = packet.length;
    if (protects != null) {
      packet = Arrays.copyOf(packet, 2048);
      length = protects.protect(packet, RtpHeader.LENGTH, length);
    }
    socket.send(new DatagramPacket(packet, length, new InetSocketAddress(to.host(), to.port())));
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
    if (opens != null) {
      packet.setLength(opens.open(packet.getData(), packet.getLength()));
    }
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
