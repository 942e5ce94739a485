package org.confocal.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.confocal.wire.WireFormatException;

/**
 * What a request and a response have in common. Every instance has the fields that a transaction
 * needs: at least From, To, Call-ID and CSeq, each of which parses (the compact constructors see to
 * it); a parsed message has a Via as well.
 */
public sealed interface SipMessage permits SipRequest, SipResponse {
  /** The largest message that {@link #parse} takes. */
  int MAX_BYTES = 1 << 20;

  SipHeaders headers();

  Body body();

  /** The request line or status line, without line break. */
  String startLine();

  default String callId() {
    return headers().first("Call-ID").orElseThrow();
  }

  default NameAddress from() {
    return Checked.nameAddress(Checked.needed(headers(), "From"));
  }

  default NameAddress to() {
    return Checked.nameAddress(Checked.needed(headers(), "To"));
  }

  default CSeq cseq() {
    return Checked.cseq(Checked.needed(headers(), "CSeq"));
  }

  /** The Via of the hop that sent this message; empty before a request of ours is sent. */
  default Optional<Via> topVia() {
    return headers().firstHeader("Via").map(Checked::via);
  }

  default Optional<String> header(String name) {
    return headers().first(name);
  }

  /**
   * All addresses of a Contact, Route, Record-Route or similar header.
   *
   * @throws WireFormatException if one of them does not parse; {@code Contact: *} does not
   */
  default List<NameAddress> addresses(String name) throws WireFormatException {
    List<NameAddress> found = new ArrayList<>();
    for (String value : headers().values(name)) {
      found.add(NameAddress.parse(value));
    }
    return found;
  }

  /** The bytes for the wire; Content-Type and Content-Length are made from the body. */
  default byte[] toBytes() {
    StringBuilder out = new StringBuilder(512).append(startLine()).append("\r\n");
    for (Header h : headers().all()) {
      out.append(h.name()).append(": ").append(h.value()).append("\r\n");
    }
    if (!body().contentType().isEmpty()) {
      out.append("Content-Type: ").append(body().contentType()).append("\r\n");
    }
    out.append("Content-Length: ").append(body().length()).append("\r\n\r\n");
    byte[] head = out.toString().getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[head.length + body().length()];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body().bytes(), 0, all, head.length, body().length());
    return all;
  }

  /**
   * Reads one message. A body longer than Content-Length is cut, as for a datagram; without
   * Content-Length the rest is the body.
   *
   * @throws WireFormatException for anything that is not a whole message, and for more than {@link
   *     #MAX_BYTES}
   */
  static SipMessage parse(byte[] bytes) throws WireFormatException {
    return RawMessage.read(bytes).toMessage();
  }
}
