package org.confocal.sip;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.confocal.sip.message.Body;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.wire.c3p.C3pEnvelope;
import org.confocal.wire.c3p.C3pRequest;
import org.confocal.wire.c3p.C3pResponse;

/** Finds conference control in a message, and puts it there. Pure. */
final class C3pBody {
  /** The media type. */
  static final String TYPE = C3pRequest.MEDIA_TYPE;

  private static final String MULTIPART = "multipart/mixed";
  private static final int MOST_PARTS = 16;

  private C3pBody() {}

  /** The body itself, or the first part of that type in it; empty when there is none. */
  static Optional<Body> in(Body body) {
    if (body.is(TYPE)) {
      return Optional.of(body);
    }
    return body.is(MULTIPART) ? part(body) : Optional.empty();
  }

  /** Tells whether this INVITE joins a focus. */
  static boolean joins(SipRequest request) {
    return request.method().equals("INVITE")
        && request.to().tag().isEmpty()
        && in(request.body()).isPresent();
  }

  static Body of(C3pResponse response) {
    return Body.of(TYPE, response.write());
  }

  /**
   * A request that arrived, and was refused.
   *
   * @param source our host or domain name
   */
  static SipResponse failure(
      SipRequest request, C3pEnvelope envelope, C3pRefusal refusal, String source) {
    return RejectionMapping.diagnosed(
        request
            .response(200, "OK")
            .withBody(of(C3pResponse.failure(envelope, refusal.codes().c3pReason()))),
        refusal.codes(),
        refusal.text(),
        source);
  }

  /** RFC 2046 section 5.1: parts between lines of two hyphens and the boundary. */
  private static Optional<Body> part(Body body) {
    Optional<String> boundary = boundary(body.contentType());
    if (boundary.isEmpty()) {
      return Optional.empty();
    }
    String text = "\n" + new String(body.bytes(), StandardCharsets.ISO_8859_1); // char = byte
    String delimiter = "\n--" + boundary.get();
    int from = text.indexOf(delimiter);
    for (int i = 0; i < MOST_PARTS && from >= 0; i++) {
      int start = text.indexOf('\n', from + delimiter.length());
      int end = start < 0 ? -1 : text.indexOf(delimiter, start);
      if (end < 0) {
        return Optional.empty();
      }
      Optional<Body> found = cut(text.substring(Math.min(start + 1, end), end));
      if (found.isPresent()) {
        return found;
      }
      from = end;
    }
    return Optional.empty();
  }

  /** The content of a part, when it is what we look for. */
  private static Optional<Body> cut(String part) {
    String plain = part.replace("\r\n", "\n");
    int blank = plain.startsWith("\n") ? 0 : plain.indexOf("\n\n");
    if (blank <= 0) {
      return Optional.empty();
    }
    return plain
        .substring(0, blank)
        .lines()
        .filter(l -> l.regionMatches(true, 0, "Content-Type:", 0, 13))
        .map(l -> l.substring(13).strip())
        .filter(type -> new Body(type.replaceAll("\\p{Cntrl}", ""), new byte[0]).is(TYPE))
        .findFirst()
        .map(
            type ->
                new Body(TYPE, plain.substring(blank + 2).getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static Optional<String> boundary(String contentType) {
    for (String piece : contentType.split(";", -1)) {
      String p = piece.strip();
      if (p.regionMatches(true, 0, "boundary=", 0, 9)) {
        String value = p.substring(9).strip();
        String plain =
            value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
        return Optional.of(plain).filter(b -> !b.isEmpty() && b.length() <= 70);
      }
    }
    return Optional.empty();
  }
}
