package org.confocal.engine.mcu;

import java.util.List;

/**
 * One media line of an offer or an answer, in the words of the domain.
 *
 * @param type media name of SDP: audio, video, message, application
 * @param protocol transport protocol of SDP, for instance RTP/AVP
 * @param host IP address where its writer wants to receive; empty when unknown
 * @param port port where its writer wants to receive; 0 = refused
 * @param rtcpPort port for RTCP; 0 = {@code port + 1}
 * @param rtcpMux RTCP shares the port (RFC 5761)
 * @param direction seen from its writer
 * @param formats the formats of the media line as written
 * @param codecs the formats that are RTP payload types, in order of preference
 * @param ptimeMs wanted packet time, 0 = not said
 * @param acceptTypes media types that a message stream takes (a=accept-types); absent in the oldest
 *     records
 * @param crypto how the stream is protected (a=crypto), in order of preference; none = it is not,
 *     or not by keys in the description; absent in older records
 * @param levelId the number of the header extension that tells how loud a packet is (RFC 6464), 1
 *     to 14; 0 = none
 * @param ice what is said of ICE; absent in older records
 */
public record StreamDescriptor(
    String type,
    String protocol,
    String host,
    int port,
    int rtcpPort,
    boolean rtcpMux,
    Direction direction,
    List<String> formats,
    List<Codec> codecs,
    int ptimeMs,
    List<String> acceptTypes,
    List<CryptoLine> crypto,
    int levelId,
    IceDescription ice) {
  public StreamDescriptor {
    formats = List.copyOf(formats);
    codecs = List.copyOf(codecs);
    acceptTypes = acceptTypes == null ? List.of() : List.copyOf(acceptTypes);
    crypto = crypto == null ? List.of() : List.copyOf(crypto);
    ice = ice == null ? IceDescription.NONE : ice;
  }

  /** A line that is not protected, and without ICE. */
  public StreamDescriptor(
      String type,
      String protocol,
      String host,
      int port,
      int rtcpPort,
      boolean rtcpMux,
      Direction direction,
      List<String> formats,
      List<Codec> codecs,
      int ptimeMs,
      List<String> acceptTypes) {
    this(
        type,
        protocol,
        host,
        port,
        rtcpPort,
        rtcpMux,
        direction,
        formats,
        codecs,
        ptimeMs,
        acceptTypes,
        List.of(),
        0,
        IceDescription.NONE);
  }

  /** A line of RTP. */
  public StreamDescriptor(
      String type,
      String protocol,
      String host,
      int port,
      int rtcpPort,
      boolean rtcpMux,
      Direction direction,
      List<String> formats,
      List<Codec> codecs,
      int ptimeMs) {
    this(
        type, protocol, host, port, rtcpPort, rtcpMux, direction, formats, codecs, ptimeMs,
        List.of());
  }

  /** A line of messages that travel by SIP itself (RFC 3428 in a session, as OCS does it). */
  public static StreamDescriptor messages(String host, int port, List<String> acceptTypes) {
    return new StreamDescriptor(
        "message",
        "sip",
        host,
        port,
        0,
        false,
        Direction.SENDRECV,
        List.of("null"),
        List.of(),
        0,
        acceptTypes);
  }

  /** This line at another address; RTCP on the next port. */
  public StreamDescriptor at(String newHost, int newPort) {
    return new StreamDescriptor(
        type,
        protocol,
        newHost,
        newPort,
        0,
        rtcpMux,
        direction,
        formats,
        codecs,
        ptimeMs,
        acceptTypes,
        crypto,
        levelId,
        ice);
  }

  /** This line, protected so. */
  public StreamDescriptor with(List<CryptoLine> newCrypto) {
    return with(newCrypto, ice);
  }

  /** This line with other words of ICE. */
  public StreamDescriptor with(IceDescription newIce) {
    return with(crypto, newIce);
  }

  private StreamDescriptor with(List<CryptoLine> newCrypto, IceDescription newIce) {
    return new StreamDescriptor(
        type,
        protocol,
        host,
        port,
        rtcpPort,
        rtcpMux,
        direction,
        formats,
        codecs,
        ptimeMs,
        acceptTypes,
        newCrypto,
        levelId,
        newIce);
  }

  /** This line without its keys: what may be stored. */
  public StreamDescriptor withoutKeys() {
    List<CryptoLine> lines = crypto.stream().map(line -> line.key("")).toList();
    boolean keyed = crypto.stream().anyMatch(CryptoLine::keyed);
    return keyed || ice.spoken() ? with(keyed ? lines : crypto, ice.withoutKeys()) : this;
  }

  /**
   * What of it is in use: its keys unless the other side has none, its ICE when that speaks the
   * same dialect.
   */
  StreamDescriptor agreed(StreamDescriptor other) {
    boolean sameIce = !ice.spoken() || ice.kind() == other.ice.kind();
    return with(other.crypto.isEmpty() ? List.of() : crypto, sameIce ? ice : IceDescription.NONE);
  }

  /** It is protected or has ICE, and by which keys is not known any more. */
  public boolean keyless() {
    boolean unprotected = !crypto.isEmpty() && crypto.stream().noneMatch(CryptoLine::keyed);
    return port != 0 && (unprotected || ice.keyless());
  }

  /** This line refused: same type and formats, port 0 (RFC 3264 section 6). */
  public StreamDescriptor refused() {
    return new StreamDescriptor(
        type, protocol, host, 0, 0, false, Direction.INACTIVE, formats, List.of(), 0, acceptTypes);
  }
}
