package org.confocal.load.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request or a response (RFC 3261 section 7).
 *
 * @param method of a request; empty for a response
 * @param uri Request-URI; empty for a response
 * @param status of a response, 100 to 699; 0 for a request
 * @param reason phrase of a response; empty for a request
 * @param headers in their order, without Content-Length
 * @param body as UTF-8; empty if there is none
 */
public record SipMessage(
    String method, String uri, int status, String reason, List<Header> headers, String body) {
  /** Longest head that is read, in bytes. */
  public static final int MOST_HEAD = 32 * 1024;

  private static final int MOST_HEADERS = 256;
  private static final int LEAST_STATUS = 100;
  private static final int MOST_STATUS = 699;
  private static final Pattern STATUS_LINE = Pattern.compile("SIP/2\\.0 (\\d{3})(?: (.*))?");
  private static final Pattern REQUEST_LINE =
      Pattern.compile("([A-Za-z0-9.!%*_+`'~-]{1,40}) (\\S{1,4000}) SIP/2\\.0");
  private static final Pattern CSEQ = Pattern.compile("(\\d{1,10})\\s+(\\S{1,40})");
  private static final Pattern TAG = Pattern.compile(";\\s*tag\\s*=\\s*([^;,\\s>]+)");
  private static final Pattern BRANCH = Pattern.compile(";\\s*branch\\s*=\\s*([^;,\\s]+)");
  private static final Map<String, String> LONG_FORMS =
      Map.ofEntries(
          Map.entry("i", "Call-ID"),
          Map.entry("m", "Contact"),
          Map.entry("e", "Content-Encoding"),
          Map.entry("l", "Content-Length"),
          Map.entry("c", "Content-Type"),
          Map.entry("f", "From"),
          Map.entry("s", "Subject"),
          Map.entry("k", "Supported"),
          Map.entry("t", "To"),
          Map.entry("v", "Via"),
          Map.entry("o", "Event"),
          Map.entry("u", "Allow-Events"),
          Map.entry("r", "Refer-To"),
          Map.entry("b", "Referred-By"),
          Map.entry("x", "Session-Expires"));

  public SipMessage {
    headers = List.copyOf(headers);
    boolean request = !method.isEmpty() && !uri.isEmpty() && status == 0;
    boolean response =
        method.isEmpty() && uri.isEmpty() && status >= LEAST_STATUS && status <= MOST_STATUS;
    if (!request && !response) {
      throw new MessageFormatException(
          "\"" + method + "\" \"" + uri + "\" " + status, "a request or a response");
    }
    if ((method + uri + reason).chars().anyMatch(c -> c == '\r' || c == '\n')) {
      throw new MessageFormatException(method + " " + uri + " " + reason, "one line");
    }
  }

  /** A request. */
  public static SipMessage request(String method, String uri, List<Header> headers, String body) {
    return new SipMessage(method, uri, 0, "", headers, body);
  }

  /** A response. */
  public static SipMessage response(int status, String reason, List<Header> headers, String body) {
    return new SipMessage("", "", status, reason, headers, body);
  }

  /**
   * Reads a message.
   *
   * @param head from the start line to the last header, without the empty line
   * @param body all that belongs to it
   * @throws MessageFormatException for everything that is not SIP
   */
  public static SipMessage parse(String head, String body) {
    if (head.length() > MOST_HEAD) {
      throw new MessageFormatException(
          "a head of " + head.length() + " characters", "at most " + MOST_HEAD);
    }
    String[] lines = head.replaceAll("\r?\n[ \t]+", " ").split("\r?\n", MOST_HEADERS + 2);
    if (lines.length > MOST_HEADERS + 1) {
      throw new MessageFormatException("more headers", "at most " + MOST_HEADERS);
    }
    List<Header> headers = new ArrayList<>(lines.length);
    for (int i = 1; i < lines.length; i++) {
      headerIn(lines[i]).ifPresent(headers::add);
    }
    SipMessage message = start(lines[0], headers, body);
    for (String needed : new String[] {"Via", "From", "To", "Call-ID", "CSeq"}) {
      message.need(needed);
    }
    if (!CSEQ.matcher(message.need("CSeq")).matches()) {
      throw new MessageFormatException("CSeq: " + message.need("CSeq"), "number and method");
    }
    return message;
  }

  /** The length that a head tells for its body; -1 if it tells none. */
  public static int bodyLength(String head) {
    Matcher told =
        Pattern.compile("(?im)^(?:content-length|l)[ \t]*:[ \t]*(\\d{1,7})[ \t]*\r?$")
            .matcher(head);
    return told.find() ? Integer.parseInt(told.group(1)) : -1;
  }

  private static SipMessage start(String line, List<Header> headers, String body) {
    Matcher status = STATUS_LINE.matcher(line);
    if (status.matches()) {
      String reason = status.group(2) == null ? "" : status.group(2);
      return response(Integer.parseInt(status.group(1)), reason, headers, body);
    }
    Matcher request = REQUEST_LINE.matcher(line);
    if (request.matches()) {
      return request(request.group(1), request.group(2), headers, body);
    }
    throw new MessageFormatException("\"" + line + "\"", "a SIP start line");
  }

  private static Optional<Header> headerIn(String line) {
    if (line.isEmpty()) {
      return Optional.empty();
    }
    int colon = line.indexOf(':');
    if (colon <= 0) {
      throw new MessageFormatException("\"" + line + "\"", "NAME: VALUE");
    }
    String name = line.substring(0, colon).strip();
    name = LONG_FORMS.getOrDefault(name.toLowerCase(Locale.ROOT), name);
    return name.equalsIgnoreCase("Content-Length")
        ? Optional.empty()
        : Optional.of(new Header(name, line.substring(colon + 1).strip()));
  }

  /** As it travels. */
  public String text() {
    StringBuilder text = new StringBuilder(512 + body.length());
    if (isRequest()) {
      text.append(method).append(' ').append(uri).append(" SIP/2.0\r\n");
    } else {
      text.append("SIP/2.0 ").append(status).append(' ').append(reason).append("\r\n");
    }
    for (Header header : headers) {
      text.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return text.append("Content-Length: ")
        .append(length)
        .append("\r\n\r\n")
        .append(body)
        .toString();
  }

  public boolean isRequest() {
    return status == 0;
  }

  /** The first header of this name. */
  public Optional<String> header(String name) {
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return Optional.of(header.value());
      }
    }
    return Optional.empty();
  }

  /** All headers of this name, in their order. */
  public List<String> all(String name) {
    return headers.stream()
        .filter(h -> h.name().equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }

  private String need(String name) {
    return header(name)
        .orElseThrow(() -> new MessageFormatException("no " + name, "a header " + name));
  }

  public String callId() {
    return need("Call-ID");
  }

  /** The number in CSeq. */
  public long sequence() {
    return Long.parseLong(cseq().group(1));
  }

  /** The method in CSeq: of a response, that of its request. */
  public String sequenceMethod() {
    return cseq().group(2);
  }

  private Matcher cseq() {
    Matcher cseq = CSEQ.matcher(need("CSeq"));
    if (!cseq.matches()) {
      throw new MessageFormatException("CSeq: " + need("CSeq"), "number and method");
    }
    return cseq;
  }

  /** The tag in To; empty if there is none. */
  public String toTag() {
    return tag(need("To"));
  }

  /** The tag in From; empty if there is none. */
  public String fromTag() {
    return tag(need("From"));
  }

  /** The branch of the topmost Via; empty if there is none. */
  public String branch() {
    Matcher branch = BRANCH.matcher(need("Via"));
    return branch.find() ? branch.group(1) : "";
  }

  /** The URI in the first header of this name. */
  public Optional<String> uriIn(String name) {
    return header(name).map(SipMessage::uriOf);
  }

  /** Start line, for people. */
  public String summary() {
    return isRequest() ? method + " " + uri : (status + " " + reason).strip();
  }

  private static String uriOf(String address) {
    int open = address.indexOf('<');
    int close = address.indexOf('>', open + 1);
    if (open >= 0 && close > open) {
      return address.substring(open + 1, close);
    }
    int parameter = address.indexOf(';');
    return (parameter < 0 ? address : address.substring(0, parameter)).strip();
  }

  private static String tag(String address) {
    Matcher tag = TAG.matcher(address.substring(address.lastIndexOf('>') + 1));
    return tag.find() ? tag.group(1) : "";
  }
}
