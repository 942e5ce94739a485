package org.confocal.mcu;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.confocal.engine.mcu.Codec;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.media.AudioCodec;
import org.confocal.media.MediaDirection;
import org.confocal.media.SessionParameters;

/**
 * What we offer and how we answer (RFC 3264): one audio stream of G.711 at 20 ms over RTP/AVP, with
 * telephone-event when the peer knows it. Every other stream is refused with port 0. Pure.
 */
final class OfferAnswer {
  private static final int RATE_HZ = 8000;
  private static final int PTIME_MS = 20;
  private static final int OUR_EVENT_TYPE = 101;
  private static final String EVENTS = "telephone-event";
  private static final String EVENT_RANGE = "0-16";

  private OfferAnswer() {}

  /** Tells whether the offer holds a stream that we can serve. */
  static boolean acceptable(SessionOffer offer) {
    return offer.streams().stream().anyMatch(OfferAnswer::usable);
  }

  /**
   * Answers an offer that is {@link #acceptable}: as many streams in the same order, one of them
   * accepted.
   */
  static SessionAnswer answer(SessionOffer offer, MediaPlace place) {
    List<StreamDescriptor> answer = new ArrayList<>();
    boolean accepted = false;
    for (StreamDescriptor stream : offer.streams()) {
      boolean take = !accepted && usable(stream);
      answer.add(take ? accept(stream, place) : stream.refused());
      accepted |= take;
    }
    return new SessionAnswer(answer);
  }

  /**
   * The offer that we make to a peer that sent none. In a session that is there it has as many
   * streams as before, in the same order; those that were refused stay so (RFC 3264 section 8).
   */
  static SessionAnswer ownOffer(MediaPlace place, Optional<SessionAnswer> before) {
    StreamDescriptor audio = ownAudio(place);
    return before
        .map(
            b ->
                new SessionAnswer(
                    b.streams().stream()
                        .map(s -> s.port() == 0 || !s.type().equals("audio") ? s : audio)
                        .toList()))
        .orElseGet(() -> new SessionAnswer(List.of(audio)));
  }

  private static StreamDescriptor ownAudio(MediaPlace place) {
    List<Codec> codecs =
        List.of(
            new Codec(AudioCodec.PCMU.staticPayloadType(), "PCMU", RATE_HZ, 1, ""),
            new Codec(AudioCodec.PCMA.staticPayloadType(), "PCMA", RATE_HZ, 1, ""),
            new Codec(OUR_EVENT_TYPE, EVENTS, RATE_HZ, 1, EVENT_RANGE));
    return new StreamDescriptor(
        "audio",
        "RTP/AVP",
        place.host(),
        place.port(),
        0,
        false,
        Direction.SENDRECV,
        List.of(),
        codecs,
        PTIME_MS);
  }

  /**
   * What the media plane has to do after both sides have spoken.
   *
   * @param peerHost where signalling comes from: used when the description gives no address, or one
   *     of a family that ours is not of
   * @return empty when the descriptions do not fit together
   */
  static Optional<SessionParameters> parameters(
      SessionOffer remote, SessionAnswer local, String peerHost) {
    int count = Math.min(remote.streams().size(), local.streams().size());
    for (int i = 0; i < count; i++) {
      StreamDescriptor ours = local.streams().get(i);
      StreamDescriptor theirs = remote.streams().get(i);
      if (ours.port() != 0 && usable(theirs)) {
        return parameters(theirs, ours, peerHost);
      }
    }
    return Optional.empty();
  }

  private static Optional<SessionParameters> parameters(
      StreamDescriptor theirs, StreamDescriptor ours, String peerHost) {
    Optional<InetAddress> address = address(theirs.host(), ours.host(), peerHost);
    Optional<Codec> codec = audio(theirs);
    if (address.isEmpty() || codec.isEmpty()) {
      return Optional.empty();
    }
    int rtcp = theirs.rtcpPort() != 0 ? theirs.rtcpPort() : Math.min(65535, theirs.port() + 1);
    return Optional.of(
        new SessionParameters(
            new InetSocketAddress(address.get(), theirs.port()),
            new InetSocketAddress(address.get(), rtcp),
            codec.get().name().equalsIgnoreCase("PCMU") ? AudioCodec.PCMU : AudioCodec.PCMA,
            codec.get().payloadType(),
            events(theirs).map(Codec::payloadType).orElse(SessionParameters.NONE),
            direction(theirs.direction(), ours.direction()),
            theirs.rtcpMux() && ours.rtcpMux(),
            false));
  }

  /** Nowhere (0.0.0.0, the hold of RFC 2543) stays nowhere. */
  private static Optional<InetAddress> address(String theirs, String ours, String peerHost) {
    Optional<InetAddress> described = IpLiteral.parse(theirs);
    if (described.filter(InetAddress::isAnyLocalAddress).isPresent()) {
      return described;
    }
    Optional<InetAddress> own = IpLiteral.parse(ours);
    return Stream.of(theirs, peerHost)
        .flatMap(text -> IpLiteral.parse(text).stream())
        .filter(a -> own.isEmpty() || own.get().getClass() == a.getClass())
        .findFirst()
        .or(() -> described)
        .or(() -> IpLiteral.parse(peerHost));
  }

  /** We send when we said so and the peer wants to receive; and the other way round. */
  private static MediaDirection direction(Direction theirs, Direction ours) {
    boolean send = ours.sends() && theirs.receives();
    boolean receive = ours.receives() && theirs.sends();
    if (send) {
      return receive ? MediaDirection.SENDRECV : MediaDirection.SENDONLY;
    }
    return receive ? MediaDirection.RECVONLY : MediaDirection.INACTIVE;
  }

  private static boolean usable(StreamDescriptor stream) {
    return stream.port() != 0
        && stream.type().equalsIgnoreCase("audio")
        && stream.protocol().equalsIgnoreCase("RTP/AVP")
        && audio(stream).isPresent();
  }

  private static StreamDescriptor accept(StreamDescriptor offered, MediaPlace place) {
    List<Codec> codecs = new ArrayList<>();
    audio(offered).ifPresent(c -> codecs.add(new Codec(c.payloadType(), c.name(), RATE_HZ, 1, "")));
    events(offered)
        .ifPresent(c -> codecs.add(new Codec(c.payloadType(), EVENTS, RATE_HZ, 1, EVENT_RANGE)));
    return new StreamDescriptor(
        offered.type(),
        offered.protocol(),
        place.host(),
        place.port(),
        0,
        offered.rtcpMux(),
        offered.direction().reversed(),
        List.of(),
        codecs,
        PTIME_MS);
  }

  private static Optional<Codec> audio(StreamDescriptor stream) {
    return stream.codecs().stream()
        .filter(c -> c.is("PCMU", RATE_HZ) || c.is("PCMA", RATE_HZ))
        .findFirst();
  }

  private static Optional<Codec> events(StreamDescriptor stream) {
    return stream.codecs().stream().filter(c -> c.is(EVENTS, RATE_HZ)).findFirst();
  }
}
