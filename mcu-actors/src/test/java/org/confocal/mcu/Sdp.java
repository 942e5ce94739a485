package org.confocal.mcu;

import java.util.List;
import java.util.Random;
import org.confocal.engine.mcu.Codec;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;

/** Media lines of peers, in short. */
record Sdp(
    String type,
    String protocol,
    String host,
    int port,
    int rtcpPort,
    boolean mux,
    Direction direction,
    List<Codec> codecs) {
  static final Codec PCMU = new Codec(0, "PCMU", 8000, 1, "");
  static final Codec PCMA = new Codec(8, "PCMA", 8000, 1, "");
  static final Codec OPUS = new Codec(96, "opus", 48000, 2, "");
  static final Codec EVENTS = new Codec(101, "telephone-event", 8000, 1, "0-15");

  /** Audio is not encrypted. */
  static final SecureMedia OPEN = new SecureMedia(SrtpPolicy.OFF, new Random(1));

  static Sdp audio(Codec... codecs) {
    return new Sdp(
        "audio", "RTP/AVP", "192.0.2.7", 4000, 0, false, Direction.SENDRECV, List.of(codecs));
  }

  static Sdp video() {
    return new Sdp(
        "video",
        "RTP/AVP",
        "192.0.2.7",
        4002,
        0,
        false,
        Direction.SENDRECV,
        List.of(new Codec(97, "H264", 90000, 1, "")));
  }

  Sdp over(String newProtocol) {
    return new Sdp(type, newProtocol, host, port, rtcpPort, mux, direction, codecs);
  }

  Sdp at(String newHost, int newPort) {
    return new Sdp(type, protocol, newHost, newPort, rtcpPort, mux, direction, codecs);
  }

  Sdp rtcp(int newRtcpPort) {
    return new Sdp(type, protocol, host, port, newRtcpPort, mux, direction, codecs);
  }

  Sdp muxed() {
    return new Sdp(type, protocol, host, port, rtcpPort, true, direction, codecs);
  }

  Sdp with(Direction newDirection) {
    return new Sdp(type, protocol, host, port, rtcpPort, mux, newDirection, codecs);
  }

  StreamDescriptor line() {
    return new StreamDescriptor(
        type,
        protocol,
        host,
        port,
        rtcpPort,
        mux,
        direction,
        codecs.stream().map(c -> Integer.toString(c.payloadType())).toList(),
        codecs,
        20);
  }

  static SessionOffer offer(Sdp... lines) {
    return new SessionOffer(List.of(lines).stream().map(Sdp::line).toList());
  }

  static SessionAnswer answer(Sdp... lines) {
    return new SessionAnswer(offer(lines).streams());
  }
}
