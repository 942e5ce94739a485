package org.confocal.sip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.mcu.Codec;
import org.confocal.engine.mcu.CryptoLine;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.IceDescription;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.sip.message.Body;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.sdp.Attribute;
import org.confocal.wire.sdp.Connection;
import org.confocal.wire.sdp.Crypto;
import org.confocal.wire.sdp.Media;
import org.confocal.wire.sdp.Origin;
import org.confocal.wire.sdp.RtcpAddress;
import org.confocal.wire.sdp.RtpMap;
import org.confocal.wire.sdp.SessionDescription;

/** Translates between SDP and the session descriptions of the engine. Pure. RFC 8866, RFC 3264. */
final class SdpTranslation {
  private static final int USUAL_PTIME_MS = 20;
  private static final int DISCARD_PORT = 9;
  private static final String NOWHERE = "127.0.0.1";
  private static final String MESSAGE = "message";
  private static final String ACCEPT_TYPES = "accept-types";
  private static final int MOST_TYPES = 64;
  private static final String AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

  private SdpTranslation() {}

  static Optional<SessionOffer> readIfAny(Body body) throws WireFormatException {
    return body.isEmpty() ? Optional.empty() : Optional.of(read(body));
  }

  static SessionOffer read(Body body) throws WireFormatException {
    SessionDescription sdp = SessionDescription.parse(body.text());
    List<StreamDescriptor> streams = new ArrayList<>();
    for (Media media : sdp.media()) {
      streams.add(read(sdp, media));
    }
    return new SessionOffer(streams);
  }

  private static StreamDescriptor read(SessionDescription sdp, Media media)
      throws WireFormatException {
    List<Codec> codecs = new ArrayList<>();
    if (media.isRtp()) {
      for (RtpMap map : media.codecs()) {
        codecs.add(
            new Codec(
                map.payloadType(),
                map.encoding(),
                map.clockRateHz(),
                map.channels(),
                media.fmtp(map.payloadType()).orElse("")));
      }
    }
    Optional<Connection> connection = sdp.connectionOf(media);
    IceDescription ice = IceTranslation.read(sdp, media);
    // Who gathers candidates still has no address of his own to tell: that is no hold.
    boolean nowhere = connection.filter(Connection::isUnspecified).isPresent() && !ice.spoken();
    return new StreamDescriptor(
        media.type(),
        media.protocol(),
        connection.map(Connection::address).orElse(""),
        media.port(),
        media.rtcp().map(RtcpAddress::port).orElse(0),
        media.rtcpMux(),
        direction(sdp, media, nowhere),
        media.formats(),
        codecs,
        packetTime(media),
        acceptTypes(media),
        crypto(media),
        media.extension(AUDIO_LEVEL),
        ice);
  }

  /** More than one key has MKIs, which tell that they are more. */
  private static List<CryptoLine> crypto(Media media) {
    return media.crypto().stream()
        .map(
            c ->
                new CryptoLine(
                    c.tag(),
                    c.suite(),
                    c.keys().get(0).inline(),
                    c.keys().get(0).mki(),
                    c.parameters()))
        .toList();
  }

  /** What the peer wants, and no more than it can take (RFC 8866 section 6.4); 0 = not said. */
  private static int packetTime(Media media) {
    int wanted = media.ptimeMs().orElse(0);
    int most = media.maxPtimeMs().orElse(Integer.MAX_VALUE);
    return wanted == 0 && most < USUAL_PTIME_MS ? most : Math.min(wanted, most);
  }

  /** What a message stream takes. RFC 4975 section 8.6, which OCS uses for SIP messages too. */
  private static List<String> acceptTypes(Media media) {
    if (!media.type().equals(MESSAGE)) {
      return List.of();
    }
    return media.attribute(ACCEPT_TYPES).stream()
        .flatMap(types -> Arrays.stream(types.strip().split("[ \t]+", -1)))
        .filter(type -> !type.isEmpty())
        .limit(MOST_TYPES)
        .toList();
  }

  /** An address of zeros is the hold of RFC 2543: the peer may send, but wants nothing. */
  private static Direction direction(SessionDescription sdp, Media media, boolean nowhere) {
    Direction said =
        switch (sdp.directionOf(media)) {
          case SENDRECV -> Direction.SENDRECV;
          case SENDONLY -> Direction.SENDONLY;
          case RECVONLY -> Direction.RECVONLY;
          case INACTIVE -> Direction.INACTIVE;
        };
    if (!nowhere) {
      return said;
    }
    return said.sends() ? Direction.SENDONLY : Direction.INACTIVE;
  }

  static Body write(EdgeProtocol.LocalSession session) {
    List<StreamDescriptor> streams = session.description().streams();
    String host =
        streams.stream()
            .filter(s -> s.port() != 0 && !s.host().isEmpty())
            .map(StreamDescriptor::host)
            .findFirst()
            .orElse(NOWHERE);
    List<Media> media = streams.stream().map(s -> at(host, s, write(s))).toList();
    SessionDescription sdp =
        SessionDescription.of(
            Origin.of(session.sessionId(), session.version(), host), Connection.of(host), media);
    return Body.sdp(
        IceTranslation.write(sdp, streams.stream().map(StreamDescriptor::ice).toList()).write());
  }

  /** The streams of one dialog may be served in several places. */
  private static Media at(String sessionHost, StreamDescriptor stream, Media media) {
    boolean elsewhere =
        stream.port() != 0 && !stream.host().isEmpty() && !stream.host().equals(sessionHost);
    return elsewhere ? media.withConnection(Connection.of(stream.host())) : media;
  }

  private static Media messages(StreamDescriptor stream) {
    List<Attribute> attributes =
        stream.acceptTypes().isEmpty()
            ? List.of()
            : List.of(new Attribute(ACCEPT_TYPES, String.join(" ", stream.acceptTypes())));
    return new Media(
        stream.type(),
        stream.port(),
        1,
        stream.protocol(),
        stream.formats(),
        Optional.empty(),
        List.of(),
        attributes);
  }

  private static Media write(StreamDescriptor stream) {
    if (stream.port() == 0) {
      List<String> formats =
          stream.formats().isEmpty() ? List.of(Integer.toString(DISCARD_PORT)) : stream.formats();
      return new Media(
          stream.type(), 0, 1, stream.protocol(), formats, Optional.empty(), List.of(), List.of());
    }
    if (stream.type().equals(MESSAGE)) {
      return messages(stream);
    }
    Media media =
        Media.audio(
            stream.port(),
            stream.protocol(),
            stream.codecs().stream()
                .map(c -> new RtpMap(c.payloadType(), c.name(), c.clockRateHz(), c.channels()))
                .toList());
    for (Codec codec : stream.codecs()) {
      if (!codec.parameters().isEmpty()) {
        media = media.withFmtp(codec.payloadType(), codec.parameters());
      }
    }
    if (stream.ptimeMs() > 0) {
      media = media.withPtime(stream.ptimeMs());
    }
    if (stream.rtcpMux()) {
      media = media.with(Attribute.flag("rtcp-mux"));
    }
    for (CryptoLine line : stream.crypto()) {
      if (line.keyed()) {
        media = media.with(Crypto.of(line.tag(), line.suite(), line.key()).attribute());
      }
    }
    if (stream.levelId() > 0) {
      media = media.with(new Attribute("extmap", stream.levelId() + " " + AUDIO_LEVEL));
    }
    media = IceTranslation.write(media, stream.ice());
    return media.withDirection(
        switch (stream.direction()) {
          case SENDRECV -> org.confocal.wire.sdp.Direction.SENDRECV;
          case SENDONLY -> org.confocal.wire.sdp.Direction.SENDONLY;
          case RECVONLY -> org.confocal.wire.sdp.Direction.RECVONLY;
          case INACTIVE -> org.confocal.wire.sdp.Direction.INACTIVE;
        });
  }
}
