package org.confocal.media.loop;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.confocal.media.AudioCodec;
import org.confocal.media.codec.G711;
import org.confocal.media.rtp.RtpHeader;

/** A phone of the tests: sends a sine of its own every 20 ms and keeps what it hears. */
final class Phone {

  static final double AMPLITUDE = 6000;

  final String name;
  final double hz;
  final AudioCodec codec;
  final List<byte[]> control = new ArrayList<>();

  InetSocketAddress address;
  InetSocketAddress server;
  int ssrc;
  int sequence = 65_500; // wraps early in every test
  int timestamp = -4_000;
  int packetSamples = 160;
  int payloadType;
  boolean sending = true;
  double amplitude = AMPLITUDE;
  long sentSamples;
  int received;
  int lastSequence = -1;
  int lastTimestamp;
  int lastSsrc;
  int gaps;

  private final MemoryNetwork network;
  private short[] heard = new short[0];

  Phone(
      MemoryNetwork network,
      String name,
      double hz,
      AudioCodec codec,
      InetSocketAddress address,
      InetSocketAddress server) {
    this.network = network;
    this.name = name;
    this.hz = hz;
    this.codec = codec;
    this.address = address;
    this.server = server;
    this.ssrc = name.hashCode();
    this.payloadType = codec.staticPayloadType();
    moveTo(address);
  }

  void moveTo(InetSocketAddress newAddress) {
    address = newAddress;
    network.attach(newAddress, this::onDatagram);
    network.attach(
        new InetSocketAddress(newAddress.getAddress(), newAddress.getPort() + 1),
        (bytes, from) -> control.add(bytes));
  }

  byte[] nextPacket() {
    byte[] packet = new byte[12 + packetSamples];
    G711 law = FramePackets.law(codec);
    for (int i = 0; i < packetSamples; i++) {
      double phase = 2 * Math.PI * hz * (sentSamples + i) / 8000;
      packet[12 + i] = law.encode((short) Math.round(amplitude * Math.sin(phase)));
    }
    RtpHeader.write(ByteBuffer.wrap(packet), 0, payloadType, sequence, timestamp, ssrc);
    sentSamples += packetSamples;
    sequence = (sequence + 1) & 0xFFFF;
    timestamp += packetSamples;
    return packet;
  }

  void send(byte[] datagram) {
    network.deliver(datagram, address, server);
  }

  private void onDatagram(byte[] datagram, InetSocketAddress from) {
    RtpHeader header = new RtpHeader();
    ByteBuffer bytes = ByteBuffer.wrap(datagram);
    if (RtpHeader.looksLikeRtcp(bytes, 0)) {
      control.add(datagram);
      return;
    }
    if (!header.wrap(bytes, 0, datagram.length)) {
      throw new AssertionError("not RTP from " + from);
    }
    if (lastSequence >= 0 && header.sequence() != ((lastSequence + 1) & 0xFFFF)) {
      gaps++;
    }
    lastSequence = header.sequence();
    lastTimestamp = header.timestamp();
    lastSsrc = header.ssrc();
    received++;
    int at = heard.length;
    heard = Arrays.copyOf(heard, at + header.payloadLength());
    FramePackets.law(codec)
        .decode(datagram, header.payloadOffset(), heard, at, header.payloadLength());
  }

  void forget() {
    heard = new short[0];
    received = 0;
  }

  short[] heard() {
    return heard;
  }

  /** The amplitude of a frequency in what was heard since the last {@link #forget}. */
  double hears(double frequency) {
    return Goertzel.amplitude(heard, frequency, 8000);
  }

  double loudest() {
    int loudest = 0;
    for (short sample : heard) {
      loudest = Math.max(loudest, Math.abs(sample));
    }
    return loudest;
  }
}
