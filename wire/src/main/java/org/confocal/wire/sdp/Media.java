package org.confocal.wire.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.confocal.wire.WireFormatException;

/**
 * One {@code m=} section. What it does not say itself may be said by the session: ask {@link
 * SessionDescription} for direction and address.
 *
 * @param type {@code audio}, {@code video}, {@code message}, {@code application}, ...
 * @param port 0 to 65535; 0 means refused or ended (unless bundled)
 * @param portCount 1, or more for layered media
 * @param protocol {@code RTP/AVP}, {@code RTP/SAVP}, {@code UDP/TLS/RTP/SAVPF}, {@code TCP/MSRP},
 *     ...
 * @param formats payload types for RTP; at least one
 * @param connection empty: the session's
 * @param lines information, bandwidth and key
 *     <p>RFC 8866 section 5.14.
 */
public record Media(
    String type,
    int port,
    int portCount,
    String protocol,
    List<String> formats,
    Optional<Connection> connection,
    List<Line> lines,
    List<Attribute> attributes) {
  private static final String SECTION = "RFC 8866 5.14";
  private static final int MAX_FORMATS = 128;
  private static final int MAX_CRYPTO = 16;
  private static final int MAX_EXTENSION = 14;
  private static final String[] NO_WORDS = {};

  public Media {
    formats = List.copyOf(formats);
    lines = List.copyOf(lines);
    attributes = List.copyOf(attributes);
    boolean words = SdpText.isToken(type) && !protocol.isEmpty() && !SdpText.hasBlank(protocol);
    if (!words
        || port < 0
        || port > 65535
        || portCount < 1
        || formats.isEmpty()
        || formats.stream().anyMatch(f -> f.isEmpty() || SdpText.hasBlank(f))) {
      throw new IllegalArgumentException(
          "media: "
              + type
              + " "
              + port
              + " "
              + protocol
              + " "
              + formats
              + " (expected: a type, a port of 0 to 65535, a protocol and formats without blanks)");
    }
  }

  /** Audio over {@code RTP/AVP} with these codecs, each with its rtpmap line. */
  public static Media audio(int port, List<RtpMap> codecs) {
    return audio(port, "RTP/AVP", codecs);
  }

  /** Audio with these codecs, each with its rtpmap line. */
  public static Media audio(int port, String protocol, List<RtpMap> codecs) {
    return new Media(
        "audio",
        port,
        1,
        protocol,
        codecs.stream().map(c -> Integer.toString(c.payloadType())).toList(),
        Optional.empty(),
        List.of(),
        codecs.stream().map(RtpMap::attribute).toList());
  }

  /**
   * The answer to media that is not wanted: same type, protocol and formats, port 0. RFC 3264
   * section 6.
   */
  public Media refused() {
    return new Media(type, 0, 1, protocol, formats, Optional.empty(), List.of(), List.of());
  }

  public boolean isRefused() {
    return port == 0;
  }

  public boolean isRtp() {
    return protocol.contains("RTP/");
  }

  public Optional<String> attribute(String name) {
    for (Attribute a : attributes) {
      if (a.is(name)) {
        return Optional.of(a.value() == null ? "" : a.value());
      }
    }
    return Optional.empty();
  }

  public boolean has(String name) {
    return attributes.stream().anyMatch(a -> a.is(name));
  }

  /** The payload types in the order of preference; formats that are none are left out. */
  public List<Integer> payloadTypes() {
    return formats.stream()
        .filter(f -> SdpText.isNumber(f, 3))
        .map(Integer::valueOf)
        .filter(p -> p < 128)
        .toList();
  }

  /** What a payload type means: by rtpmap, else by its static number. */
  public Optional<RtpMap> rtpMap(int payloadType) {
    for (Attribute a : attributes) {
      Optional<RtpMap> map = a.is("rtpmap") ? lenient(a) : Optional.empty();
      if (map.isPresent() && map.get().payloadType() == payloadType) {
        return map;
      }
    }
    return RtpMap.ofStatic(payloadType);
  }

  /** The codecs in the order of preference; payload types that mean nothing are left out. */
  public List<RtpMap> codecs() {
    List<RtpMap> found = new ArrayList<>();
    payloadTypes().forEach(p -> rtpMap(p).ifPresent(found::add));
    return found;
  }

  /** The format parameters of a payload type, as written. */
  public Optional<String> fmtp(int payloadType) {
    String start = payloadType + " ";
    for (Attribute a : attributes) {
      if (a.is("fmtp") && a.value() != null && a.value().startsWith(start)) {
        return Optional.of(a.value().substring(start.length()).strip());
      }
    }
    return Optional.empty();
  }

  /** Milliseconds per packet that the writer would like; empty if not said or nonsense. */
  public Optional<Integer> ptimeMs() {
    return milliseconds("ptime");
  }

  /** Milliseconds that a packet may hold at most; empty if not said or nonsense. */
  public Optional<Integer> maxPtimeMs() {
    return milliseconds("maxptime");
  }

  private Optional<Integer> milliseconds(String name) {
    return attribute(name)
        .filter(p -> SdpText.isNumber(p, 4))
        .map(Integer::valueOf)
        .filter(p -> p > 0);
  }

  public Optional<Direction> ownDirection() {
    return attributes.stream().flatMap(a -> Direction.named(a.name()).stream()).findFirst();
  }

  /**
   * Where RTCP is wanted, if it was said.
   *
   * @throws WireFormatException if it was said wrongly
   */
  public Optional<RtcpAddress> rtcp() throws WireFormatException {
    Optional<String> value = attribute("rtcp");
    return value.isEmpty() ? Optional.empty() : Optional.of(RtcpAddress.parse(value.get()));
  }

  /** The keys that were offered, in order of preference; lines that cannot be read are left out. */
  public List<Crypto> crypto() {
    List<Crypto> found = new ArrayList<>();
    for (Attribute a : attributes) {
      if (a.is("crypto") && a.value() != null && found.size() < MAX_CRYPTO) {
        try {
          found.add(Crypto.parse(a.value()));
        } catch (WireFormatException e) {
          // A line that nobody can use does not spoil the others: RFC 4568 section 5.1.2.
        }
      }
    }
    return found;
  }

  /**
   * The number under which packets carry a header extension; 0 when it was not offered without
   * limits on its direction, or with a number that has no header of one byte. RFC 8285 section 5.
   */
  public int extension(String uri) {
    for (Attribute a : attributes) {
      String[] words = a.is("extmap") && a.value() != null ? SdpText.words(a.value(), 3) : NO_WORDS;
      if (words.length >= 2 && words[1].equals(uri)) {
        int slash = words[0].indexOf('/');
        boolean both = slash < 0 || words[0].substring(slash).equals("/sendrecv");
        String number = slash < 0 ? words[0] : words[0].substring(0, slash);
        int id = both && SdpText.isNumber(number, 2) ? Integer.parseInt(number) : 0;
        return id <= MAX_EXTENSION ? id : 0;
      }
    }
    return 0;
  }

  public boolean rtcpMux() {
    return has("rtcp-mux");
  }

  /** Adds an attribute at the end. */
  public Media with(Attribute attribute) {
    List<Attribute> next = new ArrayList<>(attributes);
    next.add(attribute);
    return new Media(type, port, portCount, protocol, formats, connection, lines, next);
  }

  public Media withFmtp(int payloadType, String parameters) {
    return with(new Attribute("fmtp", payloadType + " " + parameters));
  }

  public Media withPtime(int ms) {
    return with(new Attribute("ptime", Integer.toString(ms)));
  }

  /** Replaces the direction. */
  public Media withDirection(Direction direction) {
    List<Attribute> next = new ArrayList<>(attributes);
    next.removeIf(a -> Direction.named(a.name()).isPresent());
    next.add(Attribute.flag(direction.write()));
    return new Media(type, port, portCount, protocol, formats, connection, lines, next);
  }

  public Media withConnection(Connection address) {
    return new Media(
        type, port, portCount, protocol, formats, Optional.of(address), lines, attributes);
  }

  public Media withPort(int newPort) {
    return new Media(type, newPort, portCount, protocol, formats, connection, lines, attributes);
  }

  String writeFirstLine() {
    return type
        + " "
        + port
        + (portCount == 1 ? "" : "/" + portCount)
        + " "
        + protocol
        + " "
        + String.join(" ", formats);
  }

  /** The bare {@code m=} line. */
  static Media parse(String text) throws WireFormatException {
    String[] parts = SdpText.words(text, -1);
    if (parts.length < 4 || parts.length > 3 + MAX_FORMATS || !SdpText.isToken(parts[0])) {
      throw new WireFormatException(
          text, "TYPE PORT PROTOCOL FORMAT and up to " + MAX_FORMATS + " formats", SECTION);
    }
    int slash = parts[1].indexOf('/');
    int port =
        SdpText.number(slash < 0 ? parts[1] : parts[1].substring(0, slash), 0, 65535, SECTION);
    int count = slash < 0 ? 1 : SdpText.number(parts[1].substring(slash + 1), 1, 65535, SECTION);
    List<String> formats = List.of(parts).subList(3, parts.length);
    return new Media(
        parts[0], port, count, parts[2], formats, Optional.empty(), List.of(), List.of());
  }

  private static Optional<RtpMap> lenient(Attribute rtpmap) {
    try {
      return Optional.of(RtpMap.parse(rtpmap.value() == null ? "" : rtpmap.value()));
    } catch (WireFormatException e) {
      return Optional.empty(); // one codec that nobody can use does not spoil the others
    }
  }
}
