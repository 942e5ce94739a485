package org.confocal.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.confocal.wire.WireFormatException;

/**
 * A message cut into start line, headers and body, of which nothing more is known. What cannot even
 * be cut can still be looked at and refused: see {@link MessageHead}.
 *
 * @param startLine without line break
 * @param headers Content-Type and Content-Length taken out
 *     <p>RFC 3261 sections 7 and 18.3.
 */
public record RawMessage(String startLine, SipHeaders headers, Body body) {
  private static final String SECTION = "RFC 3261 7";
  private static final int MAX_HEADERS = 512;
  private static final int MAX_LINE = 16 * 1024;
  private static final byte[] NO_BYTES = new byte[0];

  /** Cuts; accepts CRLF and LF, folded lines, and blank lines in front. */
  public static RawMessage read(byte[] bytes) throws WireFormatException {
    if (bytes.length > SipMessage.MAX_BYTES) {
      throw new WireFormatException(
          bytes.length + " bytes", "at most " + SipMessage.MAX_BYTES, SECTION);
    }
    int start = 0;
    while (start < bytes.length && (bytes[start] == '\r' || bytes[start] == '\n')) {
      start++;
    }
    int bodyStart = endOfHead(bytes, start);
    String head = new String(bytes, start, bodyStart - start, StandardCharsets.UTF_8);
    List<String> lines = unfold(head);
    if (lines.isEmpty()) {
      throw new WireFormatException("", "a request line or a status line", SECTION);
    }
    Fields fields = fields(lines.subList(1, lines.size()));
    int available = bytes.length - bodyStart;
    int length = fields.contentLength < 0 ? available : fields.contentLength;
    if (length > available) {
      throw new WireFormatException(
          available + " bytes", "a body of " + length + " bytes", "RFC 3261 18.3");
    }
    byte[] body = length == 0 ? NO_BYTES : Arrays.copyOfRange(bytes, bodyStart, bodyStart + length);
    return new RawMessage(
        lines.get(0), new SipHeaders(fields.headers), new Body(fields.contentType, body));
  }

  public boolean isResponse() {
    return startLine.startsWith("SIP/");
  }

  /** Reads start line and mandatory fields. */
  public SipMessage toMessage() throws WireFormatException {
    try {
      SipMessage message = isResponse() ? response() : request();
      if (message.topVia().isEmpty()) {
        throw new WireFormatException(startLine, "a Via", "RFC 3261 8.1.1");
      }
      return message;
    } catch (IllegalArgumentException e) {
      if (e.getCause() instanceof WireFormatException why) {
        throw why;
      }
      throw new WireFormatException(startLine, String.valueOf(e.getMessage()), "RFC 3261 8.1.1");
    }
  }

  private SipRequest request() throws WireFormatException {
    String[] parts = startLine.split(" ", -1);
    if (parts.length != 3 || !Text.isToken(parts[0])) {
      throw new WireFormatException(startLine, "METHOD URI SIP/2.0", "RFC 3261 7.1");
    }
    if (!parts[2].equalsIgnoreCase("SIP/2.0")) {
      throw new WireFormatException(parts[2], "SIP/2.0", "RFC 3261 7.1");
    }
    SipRequest request = new SipRequest(parts[0], SipUri.parse(parts[1]), headers, body);
    if (!request.cseq().method().equals(request.method())) {
      throw new WireFormatException(
          request.cseq().method(), "CSeq with method " + parts[0], "RFC 3261 8.1.1.5");
    }
    return request;
  }

  private SipResponse response() throws WireFormatException {
    String[] parts = startLine.split(" ", 3);
    if (parts.length < 2 || !parts[0].equalsIgnoreCase("SIP/2.0")) {
      throw new WireFormatException(startLine, "SIP/2.0 STATUS REASON", "RFC 3261 7.2");
    }
    int status = (int) Text.number(parts[1], 699, "a status", "RFC 3261 7.2");
    return new SipResponse(
        status, parts.length == 3 ? parts[2].replace('\t', ' ') : "", headers, body);
  }

  private static int endOfHead(byte[] bytes, int start) throws WireFormatException {
    for (int i = start; i < bytes.length; i++) {
      if (bytes[i] != '\n') {
        continue;
      }
      int next = i + 1 < bytes.length && bytes[i + 1] == '\r' ? i + 2 : i + 1;
      if (next < bytes.length && bytes[next] == '\n') {
        return next + 1;
      }
    }
    throw new WireFormatException(
        new String(bytes, start, Math.min(80, bytes.length - start), StandardCharsets.UTF_8),
        "an empty line after the headers",
        SECTION);
  }

  private static List<String> unfold(String head) throws WireFormatException {
    List<String> lines = new ArrayList<>();
    for (int start = 0; start < head.length(); ) {
      int end = head.indexOf('\n', start);
      end = end < 0 ? head.length() : end;
      int last = end > start && head.charAt(end - 1) == '\r' ? end - 1 : end;
      String line = head.substring(start, last);
      boolean folded =
          !lines.isEmpty() && !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
      String whole = folded ? lines.remove(lines.size() - 1) + " " + line.strip() : line;
      if (whole.length() > MAX_LINE || lines.size() > MAX_HEADERS) {
        throw new WireFormatException(
            whole, "at most " + MAX_HEADERS + " lines of " + MAX_LINE + " characters", SECTION);
      }
      if (!whole.isEmpty()) {
        lines.add(whole);
      }
      start = end + 1;
    }
    return lines;
  }

  private static final class Fields {
    final List<Header> headers = new ArrayList<>();
    String contentType = "";
    int contentLength = -1;
  }

  private static Fields fields(List<String> lines) throws WireFormatException {
    Fields fields = new Fields();
    for (String line : lines) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : Header.fullName(line.substring(0, colon).strip());
      String value = line.substring(colon + 1).strip();
      if (!Text.isToken(name) || Text.hasControl(value)) {
        throw new WireFormatException(line, "NAME: VALUE", "RFC 3261 7.3.1");
      }
      if (name.equalsIgnoreCase("Content-Length")) {
        fields.contentLength =
            (int) Text.number(value, SipMessage.MAX_BYTES, "a length", "RFC 3261 20.14");
      } else if (name.equalsIgnoreCase("Content-Type")) {
        fields.contentType = value;
      } else {
        add(fields.headers, name, value);
      }
    }
    return fields;
  }

  private static void add(List<Header> headers, String name, String value)
      throws WireFormatException {
    List<String> values = Header.isList(name) ? Text.split(value, ',') : List.of(value);
    for (String v : values) {
      if (values.size() > 1 && v.isBlank()) {
        continue;
      }
      if (headers.size() >= MAX_HEADERS) {
        throw new WireFormatException(name, "at most " + MAX_HEADERS + " header values", SECTION);
      }
      headers.add(new Header(name, v));
    }
  }
}
