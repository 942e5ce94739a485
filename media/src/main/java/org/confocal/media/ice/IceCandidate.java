package org.confocal.media.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code a=candidate:}, for example {@code 1 1 UDP 2130706431 192.0.2.1 24000 typ
 * host}. RFC 8839 section 5.1.
 *
 * @param foundation 1 to 32 ice-chars
 * @param component 1 (RTP) to 256
 * @param transport {@code UDP} or another token, as written
 * @param priority 1 to 2^31 - 1
 * @param address an IP address or a host name (browsers hide theirs behind {@code .local} names)
 * @param port 0 to 65535
 * @param relatedAddress what follows "raddr", or null
 * @param relatedPort what follows "rport", or {@link #NONE}
 * @param extensions name and value pairs behind, with single spaces; may be empty
 */
public record IceCandidate(
    String foundation,
    int component,
    String transport,
    long priority,
    String address,
    int port,
    CandidateType type,
    @Nullable String relatedAddress,
    int relatedPort,
    String extensions) {

  public static final int NONE = -1;
  public static final int RTP = 1;
  public static final int RTCP = 2;

  /** The highest local preference, for the only or the best address. RFC 8445 section 5.1.2.1. */
  public static final int BEST = 65_535;

  private static final String SECTION = "RFC 8839 5.1";
  private static final long MAX_PRIORITY = 0x7FFF_FFFFL;

  /**
   * Refuses what no line could say.
   *
   * @throws CandidateFormatException if a part is out of its range
   */
  public IceCandidate {
    if (foundation.isEmpty()
        || foundation.length() > 32
        || !IceCredentials.isIceChars(foundation)) {
      throw new CandidateFormatException(foundation, "a foundation of 1 to 32 ice-chars", SECTION);
    }
    CandidateTokens.requireRange(component, "a component", 1, 256, SECTION);
    CandidateTokens.requireToken(transport, "a transport", SECTION);
    CandidateTokens.requireRange(priority, "a priority", 1, MAX_PRIORITY, SECTION);
    CandidateTokens.requireAddress(address, SECTION);
    CandidateTokens.requireRange(port, "a port", 0, 65_535, SECTION);
    if (relatedAddress != null) {
      CandidateTokens.requireAddress(relatedAddress, SECTION);
    }
    CandidateTokens.requireRange(relatedPort, "a related port", NONE, 65_535, SECTION);
    CandidateTokens.requireNoControls(extensions, SECTION);
  }

  /**
   * Reads one value.
   *
   * @param value what stands behind {@code a=candidate:}
   * @throws CandidateFormatException and nothing else
   */
  public static IceCandidate parse(String value) {
    CandidateTokens words = new CandidateTokens(value, SECTION);
    String foundation = words.next("a foundation");
    int component = (int) words.number("a component", 1, 256);
    String transport = words.next("a transport");
    long priority = words.number("a priority", 1, MAX_PRIORITY);
    String address = words.next("an address");
    int port = (int) words.number("a port", 0, 65_535);
    if (!words.isNext("typ")) {
      throw new CandidateFormatException(
          words.hasNext() ? words.next("typ") : "the end of the line", "typ", SECTION);
    }
    words.next("typ");
    CandidateType type = type(words.next("a candidate type"));
    String relatedAddress = null;
    if (words.isNext("raddr")) {
      words.next("raddr");
      relatedAddress = words.next("a related address");
    }
    int relatedPort = NONE;
    if (words.isNext("rport")) {
      words.next("rport");
      relatedPort = (int) words.number("a related port", 0, 65_535);
    }
    return new IceCandidate(
        foundation,
        component,
        transport,
        priority,
        address,
        port,
        type,
        relatedAddress,
        relatedPort,
        words.rest());
  }

  private static CandidateType type(String word) {
    for (CandidateType type : CandidateType.values()) {
      if (type.word().equalsIgnoreCase(word)) {
        return type;
      }
    }
    throw new CandidateFormatException(word, "host, srflx, prflx or relay", SECTION);
  }

  /** What is to stand behind {@code a=candidate:}. */
  public String format() {
    StringBuilder out = new StringBuilder();
    out.append(foundation).append(' ').append(component).append(' ').append(transport);
    out.append(' ').append(priority).append(' ').append(address).append(' ').append(port);
    out.append(" typ ").append(type.word());
    if (relatedAddress != null) {
      out.append(" raddr ").append(relatedAddress);
    }
    if (relatedPort != NONE) {
      out.append(" rport ").append(relatedPort);
    }
    return extensions.isEmpty() ? out.toString() : out.append(' ').append(extensions).toString();
  }

  public boolean isUdp() {
    return transport.equalsIgnoreCase("UDP");
  }

  /** Address and port, or null if the address is a host name: names are not looked up here. */
  public @Nullable InetSocketAddress socketAddress() {
    return NumericAddress.parse(address, port);
  }

  /**
   * The recommended formula of RFC 8445 section 5.1.2.1.
   *
   * @param localPreference 0 to {@link #BEST}, the higher the better
   */
  public static long priority(CandidateType type, int localPreference, int component) {
    CandidateTokens.requireRange(
        localPreference, "a local preference", 0, BEST, "RFC 8445 5.1.2.1");
    CandidateTokens.requireRange(component, "a component", 1, 256, "RFC 8445 5.1.2.1");
    return ((long) type.preference() << 24) + ((long) localPreference << 8) + (256 - component);
  }

  /**
   * Our candidates for one component: one for each address, the first one the best. The foundation
   * is the place in the list, so lists of the same machines in the same order for RTP and RTCP have
   * equal ones.
   *
   * @param addresses resolved, UDP
   */
  public static List<IceCandidate> hosts(List<InetSocketAddress> addresses, int component) {
    List<IceCandidate> candidates = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      InetSocketAddress local = addresses.get(i);
      candidates.add(
          new IceCandidate(
              Integer.toString(i + 1),
              component,
              "UDP",
              priority(CandidateType.HOST, BEST - i, component),
              NumericAddress.format(local.getAddress()),
              local.getPort(),
              CandidateType.HOST,
              null,
              NONE,
              ""));
    }
    return List.copyOf(candidates);
  }
}
