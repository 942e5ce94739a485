package org.confocal.it.kit;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A session description of a test client, and the questions that tests ask of the server's.
 *
 * @param address in c= and o=, IPv4 or IPv6
 * @param port of the audio
 * @param formats payload types as they stand in the m= line; the static types and 101 for
 *     telephone-event are explained by rtpmap lines
 * @param direction {@code sendrecv} and so on; empty for none
 * @param more further lines at the end
 */
public record Sdp(
    String address, int port, String formats, String direction, long version, List<String> more) {
  public Sdp {
    more = List.copyOf(more);
  }

  /** G.711 with both laws and telephone-event on 127.0.0.1. */
  public static Sdp audio(int port) {
    return new Sdp("127.0.0.1", port, "0 8 101", "sendrecv", 1, List.of());
  }

  public Sdp at(String otherAddress) {
    return new Sdp(otherAddress, port, formats, direction, version, more);
  }

  public Sdp port(int otherPort) {
    return new Sdp(address, otherPort, formats, direction, version + 1, more);
  }

  public Sdp formats(String otherFormats) {
    return new Sdp(address, port, otherFormats, direction, version + 1, more);
  }

  public Sdp direction(String otherDirection) {
    return new Sdp(address, port, formats, otherDirection, version + 1, more);
  }

  public Sdp with(String... lines) {
    return new Sdp(address, port, formats, direction, version + 1, List.of(lines));
  }

  /** As it is sent. */
  public String text() {
    String family = address.indexOf(':') >= 0 ? "IP6" : "IP4";
    StringBuilder text = new StringBuilder("v=0\r\n");
    text.append("o=- 4711 " + version + " IN " + family + " " + address + "\r\ns=-\r\n");
    text.append("c=IN " + family + " " + address + "\r\nt=0 0\r\n");
    text.append("m=audio " + port + " RTP/AVP " + formats + "\r\n");
    for (String format : formats.split(" ", -1)) {
      switch (format) {
        case "0" -> text.append("a=rtpmap:0 PCMU/8000\r\n");
        case "8" -> text.append("a=rtpmap:8 PCMA/8000\r\n");
        case "101" -> text.append("a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\n");
        default -> {}
      }
    }
    text.append("a=ptime:20\r\n");
    if (!direction.isEmpty()) {
      text.append("a=" + direction + "\r\n");
    }
    more.forEach(line -> text.append(line).append("\r\n"));
    return text.toString();
  }

  /** The lines of one letter, without it. */
  public static List<String> lines(String sdp, char letter) {
    return sdp.lines()
        .filter(line -> line.startsWith(letter + "="))
        .map(line -> line.substring(2))
        .toList();
  }

  /** The session id in the o= line. */
  public static String sessionId(String sdp) {
    return find(sdp, "(?m)^o=\\S+ (\\d+) ");
  }

  /** The version in the o= line. */
  public static long version(String sdp) {
    return Long.parseLong(find(sdp, "(?m)^o=\\S+ \\d+ (\\d+) "));
  }

  /** The address of the first c= line. */
  public static String address(String sdp) {
    return find(sdp, "(?m)^c=IN IP[46] (\\S+)");
  }

  /** The port of the first audio. */
  public static int port(String sdp) {
    return Integer.parseInt(find(sdp, "(?m)^m=audio (\\d+) "));
  }

  /** The direction that it states; {@code sendrecv} if it states none. */
  public static String directionIn(String sdp) {
    Matcher matcher = Pattern.compile("(?m)^a=(sendrecv|sendonly|recvonly|inactive)").matcher(sdp);
    return matcher.find() ? matcher.group(1) : "sendrecv";
  }

  private static String find(String sdp, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(sdp);
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in\n" + sdp);
    }
    return matcher.group(1);
  }
}
