package org.confocal.mcu;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.confocal.engine.mcu.Codec;
import org.confocal.engine.mcu.CryptoLine;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.IceDescription;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.media.AudioCodec;
import org.confocal.media.MediaDirection;
import org.confocal.media.OpusTerms;
import org.confocal.media.SessionParameters;

/**
 * What we offer and how we answer (RFC 3264): one audio stream, protected as {@link SecureMedia}
 * says, of the codecs that the site allows, with telephone-event at the clock of the codec (RFC
 * 4733 section 2.1, 8000 Hz where the peer has no other) when the peer knows it. An answer takes
 * the first codec of the peer's list that is allowed: the peer's order wins, ours is the order of
 * our own offers. Every other stream is refused with port 0. Pure but for the keys.
 */
final class OfferAnswer {
  private static final int OUR_EVENT_TYPE = 101;
  private static final int OUR_WIDE_EVENT_TYPE = 102;
  private static final int EVENT_CLOCK_HZ = 8000;
  static final String EVENTS = "telephone-event";
  private static final String EVENT_RANGE = "0-16";
  private static final String NOISE = "CN";
  private static final int NOISE_TYPE = 13;
  private static final String OUR_OPUS = "minptime=10;useinbandfec=1";

  private final List<AudioCodec> allowed;
  private final SecureMedia secure;

  /**
   * By the policy of a site.
   *
   * @param allowed at least one, in the order of our offers
   */
  OfferAnswer(List<AudioCodec> allowed, SecureMedia secure) {
    this.allowed = List.copyOf(allowed);
    this.secure = secure;
  }

  /** A line of a description and what it is to us. */
  private record Chosen(AudioCodec codec, Codec line) {}

  /** Tells whether the offer holds a stream that we can serve. */
  boolean acceptable(SessionOffer offer) {
    return offer.streams().stream().anyMatch(this::usable);
  }

  /** Why an offer that is not {@link #acceptable} is none, for people. */
  String objection(SessionOffer offer) {
    return offer.streams().stream()
        .filter(s -> usable(s, allowed))
        .flatMap(s -> secure.objection(s).stream())
        .findFirst()
        .orElseGet(() -> "No common audio codec (one of " + names() + " is needed)");
  }

  private String names() {
    return String.join(", ", allowed.stream().map(AudioCodec::encodingName).toList());
  }

  /**
   * Answers an offer that is {@link #acceptable}: as many streams in the same order, one of them
   * accepted.
   *
   * @param before what we described last in the session; its keys stay
   */
  SessionAnswer answer(SessionOffer offer, MediaPlace place, Optional<SessionAnswer> before) {
    List<StreamDescriptor> answer = new ArrayList<>();
    boolean accepted = false;
    for (StreamDescriptor stream : offer.streams()) {
      boolean take = !accepted && usable(stream);
      answer.add(take ? accept(stream, place, keysOf(before)) : stream.refused());
      accepted |= take;
    }
    return new SessionAnswer(answer);
  }

  /**
   * The offer that we make to a peer that sent none. In a session that is there it has as many
   * streams as before, in the same order; those that were refused stay so (RFC 3264 section 8).
   */
  SessionAnswer ownOffer(MediaPlace place, Optional<SessionAnswer> before) {
    List<CryptoLine> crypto = secure.offer(keysOf(before));
    return before
        .map(
            b ->
                new SessionAnswer(
                    b.streams().stream()
                        .map(
                            s ->
                                s.port() == 0 || !s.type().equals("audio")
                                    ? s
                                    : ownAudio(place, Optional.of(s), crypto))
                        .toList()))
        .orElseGet(() -> new SessionAnswer(List.of(ownAudio(place, Optional.empty(), crypto))));
  }

  private static List<CryptoLine> keysOf(Optional<SessionAnswer> described) {
    return described.stream()
        .flatMap(d -> d.streams().stream())
        .flatMap(stream -> stream.crypto().stream())
        .toList();
  }

  /**
   * Our line.
   *
   * @param before as it was in the session: what its numbers meant they go on to mean (RFC 3264
   *     section 8.3.2), RTCP stays on the port of RTP, for which nobody is asked anew, and what had
   *     to be encrypted has to be
   */
  private StreamDescriptor ownAudio(
      MediaPlace place, Optional<StreamDescriptor> before, List<CryptoLine> crypto) {
    PayloadTypes types = new PayloadTypes(before.map(StreamDescriptor::codecs).orElseGet(List::of));
    List<Codec> codecs = new ArrayList<>();
    for (AudioCodec codec : allowed) {
      codecs.add(
          types.numbered(
              codec.ownPayloadType(),
              codec.encodingName(),
              codec.clockHz(),
              codec.channels(),
              parameters(codec)));
    }
    codecs.add(types.numbered(OUR_EVENT_TYPE, EVENTS, EVENT_CLOCK_HZ, 1, EVENT_RANGE));
    if (allowed.contains(AudioCodec.OPUS)) {
      codecs.add(
          types.numbered(OUR_WIDE_EVENT_TYPE, EVENTS, AudioCodec.OPUS.clockHz(), 1, EVENT_RANGE));
    }
    return new StreamDescriptor(
        "audio",
        secure.protocol(before),
        place.host(),
        place.port(),
        0,
        before.map(StreamDescriptor::rtcpMux).orElse(false),
        Direction.SENDRECV,
        List.of(),
        codecs,
        SessionParameters.USUAL_PACKET_MS,
        List.of(),
        crypto,
        0,
        IceDescription.NONE);
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
      if (ours.port() != 0 && usable(theirs, kinds(ours)) && SecureMedia.agree(theirs, ours)) {
        return parameters(theirs, ours, peerHost);
      }
    }
    return Optional.empty();
  }

  private static Optional<SessionParameters> parameters(
      StreamDescriptor theirs, StreamDescriptor ours, String peerHost) {
    Optional<InetAddress> address = address(theirs.host(), ours.host(), peerHost);
    Optional<Chosen> chosen = choose(theirs, kinds(ours));
    if (address.isEmpty() || chosen.isEmpty()) {
      return Optional.empty();
    }
    AudioCodec codec = chosen.get().codec();
    Codec line = chosen.get().line();
    Optional<Codec> events = events(theirs, codec);
    int rtcp = theirs.rtcpPort() != 0 ? theirs.rtcpPort() : Math.min(65535, theirs.port() + 1);
    return Optional.of(
        new SessionParameters(
            new InetSocketAddress(address.get(), theirs.port()),
            new InetSocketAddress(address.get(), rtcp),
            codec,
            line.payloadType(),
            packetMs(codec, theirs.ptimeMs()),
            events.map(Codec::payloadType).orElse(SessionParameters.NONE),
            events.map(Codec::clockRateHz).orElse(EVENT_CLOCK_HZ),
            codec == AudioCodec.OPUS ? OpusFormat.terms(line.parameters()) : OpusTerms.UNSAID,
            direction(theirs.direction(), ours.direction()),
            theirs.rtcpMux() && ours.rtcpMux(),
            false,
            PayloadTypes.received(ours, theirs, line),
            SecureMedia.keys(theirs, ours).orElse(null),
            theirs.levelId() == ours.levelId() ? ours.levelId() : 0,
            IceNegotiation.terms(theirs, ours)));
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

  private boolean usable(StreamDescriptor stream) {
    return usable(stream, allowed) && secure.objection(stream).isEmpty();
  }

  private static boolean usable(StreamDescriptor stream, Collection<AudioCodec> among) {
    return stream.port() != 0
        && stream.type().equalsIgnoreCase("audio")
        && choose(stream, among).isPresent();
  }

  private StreamDescriptor accept(
      StreamDescriptor offered, MediaPlace place, List<CryptoLine> before) {
    Chosen chosen = choose(offered, allowed).orElseThrow();
    Codec line = chosen.line();
    List<Codec> codecs = new ArrayList<>();
    codecs.add(
        new Codec(
            line.payloadType(),
            line.name(),
            line.clockRateHz(),
            line.channels(),
            parameters(chosen.codec())));
    noise(offered, chosen.codec()).ifPresent(codecs::add);
    events(offered, chosen.codec())
        .ifPresent(
            c -> codecs.add(new Codec(c.payloadType(), EVENTS, c.clockRateHz(), 1, EVENT_RANGE)));
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
        packetMs(chosen.codec(), offered.ptimeMs()),
        List.of(),
        secure.answer(offered, before),
        offered.levelId(),
        IceDescription.NONE);
  }

  private static String parameters(AudioCodec codec) {
    return codec == AudioCodec.OPUS ? OUR_OPUS : "";
  }

  /** The first line of the peer's list that is one of these. */
  private static Optional<Chosen> choose(StreamDescriptor stream, Collection<AudioCodec> among) {
    return stream.codecs().stream()
        .flatMap(line -> kind(line).map(codec -> new Chosen(codec, line)).stream())
        .filter(chosen -> among.contains(chosen.codec()))
        .findFirst();
  }

  private static List<AudioCodec> kinds(StreamDescriptor stream) {
    return stream.codecs().stream().flatMap(line -> kind(line).stream()).toList();
  }

  /** Which of our codecs it is. */
  static Optional<AudioCodec> kind(Codec line) {
    return Stream.of(AudioCodec.values())
        .filter(
            c ->
                c.encodingName().equalsIgnoreCase(line.name())
                    && c.clockHz() == line.clockRateHz()
                    && c.channels() == line.channels())
        .findFirst();
  }

  /** At the clock of the codec, so that one line of time serves both; else at 8000 Hz. */
  private static Optional<Codec> events(StreamDescriptor stream, AudioCodec codec) {
    return Stream.of(codec.clockHz(), EVENT_CLOCK_HZ)
        .flatMap(clock -> stream.codecs().stream().filter(c -> c.is(EVENTS, clock)))
        .findFirst();
  }

  /** Comfort noise (RFC 3389) under its static number, for codecs of its clock. */
  private static Optional<Codec> noise(StreamDescriptor stream, AudioCodec codec) {
    return stream.codecs().stream()
        .filter(c -> c.payloadType() == NOISE_TYPE && c.is(NOISE, codec.clockHz()))
        .findFirst();
  }

  /** What the peer wants to get, as near below as the codec allows; 10 to 60 ms. */
  private static int packetMs(AudioCodec codec, int wanted) {
    int ms = wanted == 0 ? SessionParameters.USUAL_PACKET_MS : Math.min(60, wanted / 10 * 10);
    while (ms > 10 && !SessionParameters.packs(codec, ms)) {
      ms -= 10;
    }
    return Math.max(10, ms);
  }
}
