package org.confocal.media.ice;

import java.net.InetSocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code a=candidate:} in the older dialect, for example {@code UFRAG 1 PWD UDP 0.830
 * 192.0.2.1 24000}: user name, component, password, transport, preference, address, port. The form
 * is proven with SIPE 1.25; draft-ietf-mmusic-ice-06.
 *
 * @param component 1 (RTP) to 256
 * @param transport {@code UDP} or {@code TCP}, as written; a TCP candidate is both active and
 *     passive
 * @param priority thousandths, 0 to 1000, the higher the better
 * @param address an IP address or a host name
 * @param port 0 to 65535
 */
public record OcsCandidate(
    OcsCredentials credentials,
    int component,
    String transport,
    int priority,
    String address,
    int port) {

  /** What SIPE gives its own UDP host candidate. */
  public static final int HOST_PRIORITY = 830;

  private static final String SECTION = "draft-ietf-mmusic-ice-06";

  /** SIPE reads what stands behind "0."; so 1 is never written. */
  private static final int MAX_WRITTEN = 999;

  /**
   * Refuses what no line could say.
   *
   * @throws CandidateFormatException if a part is out of its range
   */
  public OcsCandidate {
    CandidateTokens.requireRange(component, "a component", 1, 256, SECTION);
    CandidateTokens.requireToken(transport, "a transport", SECTION);
    CandidateTokens.requireRange(priority, "a priority in thousandths", 0, 1000, SECTION);
    CandidateTokens.requireAddress(address, SECTION);
    CandidateTokens.requireRange(port, "a port", 0, 65_535, SECTION);
  }

  /**
   * Our own candidate.
   *
   * @param credentials those of one address are the same for its components
   * @param local resolved, UDP
   */
  public static OcsCandidate host(
      OcsCredentials credentials, int component, InetSocketAddress local) {
    return new OcsCandidate(
        credentials,
        component,
        "UDP",
        HOST_PRIORITY,
        NumericAddress.format(local.getAddress()),
        local.getPort());
  }

  /**
   * Whether a value is of this dialect and not of RFC 8839: its seventh word is a port, not {@code
   * typ}. This is how SIPE tells them apart.
   */
  public static boolean looksLike(String value) {
    CandidateTokens words = new CandidateTokens(value, SECTION);
    for (int i = 0; i < 6; i++) {
      if (!words.hasNext()) {
        return false;
      }
      words.next("a word");
    }
    return words.hasNext() && !words.isNext("typ");
  }

  /**
   * Reads one value.
   *
   * @param value what stands behind {@code a=candidate:}; what follows the port is left out
   * @throws CandidateFormatException and nothing else
   */
  public static OcsCandidate parse(String value) {
    CandidateTokens words = new CandidateTokens(value, SECTION);
    String username = words.next("a user name");
    int component = (int) words.number("a component", 1, 256);
    String password = words.next("a password");
    String transport = words.next("a transport");
    int priority = thousandths(words.next("a priority"));
    String address = words.next("an address");
    int port = (int) words.number("a port", 0, 65_535);
    return new OcsCandidate(
        new OcsCredentials(username, password), component, transport, priority, address, port);
  }

  /** "0", "1", "0.8", "0.83", "0.830", "1.000": at most three digits behind the point. */
  private static int thousandths(String word) {
    int value = 0;
    boolean right = !word.isEmpty() && word.length() <= 5 && word.charAt(0) <= '1';
    for (int i = 0; i < 5; i++) {
      char c = i < word.length() ? word.charAt(i) : i == 1 ? '.' : '0';
      if (i == 1) {
        right &= c == '.';
      } else {
        right &= c >= '0' && c <= '9';
        value = 10 * value + c - '0';
      }
    }
    if (!right || value > 1000) {
      throw new CandidateFormatException(word, "a priority from 0 to 1, as 0.830", SECTION);
    }
    return value;
  }

  /** What is to stand behind {@code a=candidate:}. */
  public String format() {
    return String.format(
        Locale.ROOT,
        "%s %d %s %s 0.%03d %s %d",
        credentials.username(),
        component,
        credentials.password(),
        transport,
        Math.min(priority, MAX_WRITTEN),
        address,
        port);
  }

  /**
   * Whether {@code a=remote-candidate:} of a later offer names this candidate. SIPE pads the user
   * name there.
   */
  public boolean isNamed(String remoteCandidate) {
    return credentials.username().equals(OcsCredentials.withoutPadding(remoteCandidate.strip()));
  }

  public boolean isUdp() {
    return transport.equalsIgnoreCase("UDP");
  }

  /** Address and port, or null if the address is a host name: names are not looked up here. */
  public @Nullable InetSocketAddress socketAddress() {
    return NumericAddress.parse(address, port);
  }
}
