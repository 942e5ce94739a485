package org.confocal.load.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Session descriptions (RFC 4566) of a client that says nothing and hears nothing. */
public final class Sdp {
  /** Content type of all of them. */
  public static final String TYPE = "application/sdp";

  /** Stands for our address in a description: it is known when it is sent. */
  public static final String HOST = "{local-host}";

  /** Stands for our media port in a description. */
  public static final String PORT = "{media-port}";

  private static final int MOST_LINES = 500;
  private static final String ACCEPTS = "a=accept-types:text/plain\r\n";

  private Sdp() {}

  /** An offer of G.711 at this address; EL may stand in both. */
  public static String audio(String host, String port) {
    return session(host, 1)
        + ("m=audio " + port + " RTP/AVP 0 8\r\n")
        + "a=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n";
  }

  /** An offer of messages that travel by SIP (as clients of the OCS generation describe them). */
  public static String messages(String host) {
    return session(host, 1) + "m=message 5060 sip null\r\n" + ACCEPTS;
  }

  /** A description with our address and port in it. */
  public static String filled(String description, String host, int port) {
    String six = host.indexOf(':') >= 0 ? "IP6 " : "IP4 ";
    return description
        .replace("IP4 " + HOST, six + host)
        .replace(HOST, host)
        .replace(PORT, Integer.toString(port));
  }

  private static String session(String host, int version) {
    String kind = host.indexOf(':') >= 0 ? "IP6 " : "IP4 ";
    return "v=0\r\no=load 1 "
        + version
        + (" IN " + kind + host + "\r\ns=-\r\nc=IN " + kind + host)
        + "\r\nt=0 0\r\n";
  }

  /** The media types (audio, message) that a description has. */
  public static Set<String> types(String description) {
    Set<String> types = new java.util.TreeSet<>();
    for (String[] media : media(description)) {
      types.add(media[0]);
    }
    return Set.copyOf(types);
  }

  /**
   * The answer to an offer: its streams in their order, G.711 or messages where they are wanted,
   * the rest refused (RFC 3264 section 6).
   *
   * @param wanted media types that are taken
   * @param version of this description, counted up with each
   */
  public static String answer(
      String offer, Set<String> wanted, String host, int port, int version) {
    StringBuilder text = new StringBuilder(session(host, version));
    for (String[] media : media(offer)) {
      boolean sound = media[0].equals("audio") && media.length > 3 && wanted.contains("audio");
      boolean lines = media[0].equals("message") && wanted.contains("message");
      String format = sound ? g711(media) : "";
      if (!format.isEmpty()) {
        text.append("m=audio ")
            .append(port)
            .append(' ')
            .append(media[2])
            .append(' ')
            .append(format);
        text.append("\r\n");
      } else if (lines) {
        text.append("m=message 5060 sip null\r\n").append(ACCEPTS);
      } else {
        String rest =
            String.join(" ", List.of(media).subList(Math.min(2, media.length), media.length));
        text.append("m=").append(media[0]).append(" 0 ").append(rest).append("\r\n");
      }
    }
    return text.toString();
  }

  private static String g711(String[] media) {
    for (int i = 3; i < media.length; i++) {
      if (media[i].equals("0") || media[i].equals("8")) {
        return media[i];
      }
    }
    return "";
  }

  private static List<String[]> media(String description) {
    List<String[]> media = new ArrayList<>();
    for (String line : description.split("\r?\n", MOST_LINES)) {
      if (line.startsWith("m=")) {
        String[] words = line.substring(2).strip().split("\\s+", -1);
        words[0] = words[0].toLowerCase(Locale.ROOT);
        media.add(words);
      }
    }
    return media;
  }
}
