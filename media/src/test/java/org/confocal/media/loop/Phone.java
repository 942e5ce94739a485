package org.confocal.media.loop;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.confocal.media.AudioCodec;
import org.confocal.media.MediaSettings;
import org.confocal.media.SessionParameters;
import org.confocal.media.codec.AudioDecoder;
import org.confocal.media.codec.AudioEncoder;
import org.confocal.media.codec.OpusCodecs;
import org.confocal.media.rtp.RtpHeader;
import org.confocal.media.srtp.SrtpKeys;
import org.confocal.media.srtp.SrtpReceiver;
import org.confocal.media.srtp.SrtpSender;
import org.jspecify.annotations.Nullable;

/**
 * A phone of the tests: sends a sine of its own every 20 ms and keeps what it hears. Losses are not
 * concealed.
 */
final class Phone {

  static final double AMPLITUDE = 6000;

  private static final int EVENT_LENGTH = 4;

  final String name;
  final double hz;
  final AudioCodec codec;
  final List<byte[]> control = new ArrayList<>();
  final List<byte[]> stun = new ArrayList<>();

  InetSocketAddress address;
  InetSocketAddress server;
  int ssrc;
  int sequence = 65_500; // wraps early in every test
  int timestamp = -4_000;

  /** Length of a packet in samples of 125 us. */
  int packetSamples = 160;

  int payloadType;
  boolean sending = true;
  double amplitude = AMPLITUDE;
  double sentSeconds;
  int received;
  int lastSequence = -1;
  int lastTimestamp;
  int lastPayloadType = -1;
  int lastSsrc;
  int gaps;
  final List<byte[]> payloads = new ArrayList<>();
  final List<Integer> timestamps = new ArrayList<>();
  final List<Integer> payloadTypes = new ArrayList<>();
  final List<Integer> samples = new ArrayList<>();

  final int rateHz;

  private final MemoryNetwork network;
  private final AudioEncoder encoder;
  private final AudioDecoder decoder;
  private final short[] decoded = new short[5760];
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
    this.payloadType = codec.ownPayloadType();
    MediaSettings.Opus opus = MediaSettings.defaults().opus();
    StreamFormat format = StreamFormat.of(SessionParameters.plain(address, codec), opus);
    OpusCodecs codecs = OpusCodecs.choose(OpusCodecs.Library.AUTO);
    this.rateHz = format.rateHz();
    this.encoder = format.encoder(codecs, opus);
    this.decoder = format.decoder(codecs);
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
    int count = packetSamples * (rateHz / 8000);
    short[] pcm = new short[count];
    for (int i = 0; i < count; i++) {
      double phase = 2 * Math.PI * hz * (sentSeconds + (double) i / rateHz);
      pcm[i] = (short) Math.round(amplitude * Math.sin(phase));
    }
    ByteBuffer packet = ByteBuffer.allocate(12 + encoder.mostBytes(count));
    RtpHeader.write(packet, 0, payloadType, sequence, timestamp, ssrc);
    int bytes = encoder.encode(pcm, count, packet, 12);
    sentSeconds += (double) count / rateHz;
    sequence = (sequence + 1) & 0xFFFF;
    timestamp += packetSamples * (encoder.clockHz() / 8000);
    return Arrays.copyOf(packet.array(), 12 + bytes);
  }

  private @Nullable SrtpSender protects;
  private @Nullable SrtpReceiver opens;

  /** What did not open. */
  int refused;

  /** Protects and opens from now on, as seen from the other end. */
  void secure(SrtpKeys keys) {
    protects = new SrtpSender(keys.theirs());
    opens = new SrtpReceiver(keys.ours());
  }

  /** A packet as it goes over the wire. */
  byte[] onTheWire(byte[] plain) {
    if (protects == null) {
      return plain;
    }
    byte[] bytes = Arrays.copyOf(plain, 2048);
    return Arrays.copyOf(bytes, protects.protect(bytes, 12, plain.length));
  }

  void send(byte[] datagram) {
    network.deliver(onTheWire(datagram), address, server);
  }

  private void onDatagram(byte[] sealed, InetSocketAddress from) {
    RtpHeader header = new RtpHeader();
    if (sealed[0] >= 0 && sealed[0] <= 3) {
      stun.add(sealed);
      return;
    }
    if (RtpHeader.looksLikeRtcp(ByteBuffer.wrap(sealed), 0)) {
      control.add(sealed);
      return;
    }
    byte[] datagram = sealed.clone();
    if (opens != null) {
      int length = opens.open(datagram, sealed.length);
      if (length == SrtpReceiver.REFUSED) {
        refused++;
        return;
      }
      datagram = Arrays.copyOf(datagram, length);
    }
    ByteBuffer bytes = ByteBuffer.wrap(datagram);
    if (!header.wrap(bytes, 0, datagram.length)) {
      throw new AssertionError("not RTP from " + from);
    }
    if (lastSequence >= 0 && header.sequence() != ((lastSequence + 1) & 0xFFFF)) {
      gaps++;
    }
    lastSequence = header.sequence();
    lastTimestamp = header.timestamp();
    lastPayloadType = header.payloadType();
    lastSsrc = header.ssrc();
    received++;
    timestamps.add(header.timestamp());
    payloads.add(Arrays.copyOfRange(datagram, header.payloadOffset(), datagram.length));
    payloadTypes.add(header.payloadType());
    if (header.payloadType() != payloadType && header.payloadLength() == EVENT_LENGTH) {
      return;
    }
    int at = heard.length;
    int samples = decoder.decode(datagram, header.payloadOffset(), header.payloadLength(), decoded);
    this.samples.add(samples);
    heard = Arrays.copyOf(heard, at + samples);
    System.arraycopy(decoded, 0, heard, at, samples);
  }

  void forget() {
    heard = new short[0];
    received = 0;
    timestamps.clear();
    payloadTypes.clear();
    samples.clear();
    payloads.clear();
  }

  short[] heard() {
    return heard;
  }

  /** The amplitude of a frequency in what was heard since the last {@link #forget}. */
  double hears(double frequency) {
    return Goertzel.amplitude(heard, frequency, rateHz);
  }

  /** Noise and distortion besides a tone, in dB below it. */
  double clean(double frequency) {
    return Clean.snrDb(heard, 0, heard.length, frequency, rateHz);
  }

  /** The worst 20 ms of it. */
  double worst(double frequency) {
    double worst = Double.MAX_VALUE;
    int frame = rateHz / 50;
    for (int at = 0; at + frame <= heard.length; at += frame) {
      worst = Math.min(worst, Clean.snrDb(heard, at, frame, frequency, rateHz));
    }
    return worst;
  }

  double loudest() {
    int loudest = 0;
    for (short sample : heard) {
      loudest = Math.max(loudest, Math.abs(sample));
    }
    return loudest;
  }
}
