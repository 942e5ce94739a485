package org.confocal.it.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A SIP message as text: enough of RFC 3261 section 7 for a test client.
 *
 * @param startLine request line or status line
 * @param headers in their order; compact names are written out
 */
public record SipMessage(String startLine, List<Map.Entry<String, String>> headers, String body) {
  private static final Map<String, String> COMPACT =
      Map.of(
          "v",
          "Via",
          "f",
          "From",
          "t",
          "To",
          "i",
          "Call-ID",
          "m",
          "Contact",
          "l",
          "Content-Length",
          "c",
          "Content-Type");

  public SipMessage {
    headers = List.copyOf(headers);
  }

  /** Reads a message; a broken one gives empty parts. */
  public static SipMessage parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    String head = end < 0 ? text : text.substring(0, end);
    String body = end < 0 ? "" : text.substring(end + 4);
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    List<String> lines = head.replace("\r\n ", " ").lines().toList();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        String name = line.substring(0, colon).strip();
        String full = COMPACT.getOrDefault(name.toLowerCase(Locale.ROOT), name);
        headers.add(Map.entry(full, line.substring(colon + 1).strip()));
      }
    }
    return new SipMessage(lines.isEmpty() ? "" : lines.get(0), headers, body);
  }

  public boolean isRequest() {
    return !startLine.startsWith("SIP/2.0 ");
  }

  public String method() {
    return isRequest() ? startLine.split(" ", 2)[0] : header("CSeq").replaceAll(".* ", "");
  }

  public int status() {
    return isRequest() ? 0 : Integer.parseInt(startLine.split(" ", 3)[1]);
  }

  public String reason() {
    String[] parts = startLine.split(" ", 3);
    return parts.length < 3 ? "" : parts[2];
  }

  /** The first header of that name; empty if there is none. */
  public String header(String name) {
    return find(name).orElse("");
  }

  public Optional<String> find(String name) {
    return all(name).stream().findFirst();
  }

  /** The values of all headers of that name. */
  public List<String> all(String name) {
    return headers.stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** What a refusal wants to have proved, as a server or as a proxy; empty if it wants nothing. */
  public Optional<String> challenge() {
    return switch (status()) {
      case 401 -> find("WWW-Authenticate");
      case 407 -> find("Proxy-Authenticate");
      default -> Optional.empty();
    };
  }

  /** The URI between the angle brackets of a header, or what stands before its parameters. */
  public String uriIn(String name) {
    String value = header(name);
    int open = value.indexOf('<');
    int close = value.indexOf('>');
    return open >= 0 && close > open ? value.substring(open + 1, close) : value.split(";", 2)[0];
  }

  public String toTag() {
    String to = header("To");
    int at = to.indexOf(";tag=");
    return at < 0 ? "" : to.substring(at + 5).split("[;> ]", 2)[0];
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(startLine).append("\r\n");
    headers.forEach(
        header ->
            text.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n"));
    return text.append("\r\n").append(body).toString();
  }
}
