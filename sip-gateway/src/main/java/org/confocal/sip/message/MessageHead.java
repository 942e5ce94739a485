package org.confocal.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confocal.wire.WireFormatException;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of a message without parsing it: one pass over its head notes where the fields
 * stand that tell requests apart and that an answer must repeat. It never fails, so that a request
 * that is too much or too wrong to be parsed can still be sorted and refused in the protocol.
 *
 * <p>The bytes are kept, not copied: do not change them.
 *
 * <p>RFC 3261 sections 7, 8.2.6 and 8.2.7.
 */
public final class MessageHead {
  private static final int MAX_VIAS = 70;
  private static final int MAX_VALUE = 16 * 1024;
  private static final long FNV_START = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** The fields that are looked for; Via may come more than once and is kept apart. */
  private enum Field {
    CALL_ID("call-id", 'i'),
    FROM("from", 'f'),
    TO("to", 't'),
    CSEQ("cseq", '\0'),
    VIA("via", 'v');

    private final String fullName;
    private final char compact;

    Field(String fullName, char compact) {
      this.fullName = fullName;
      this.compact = compact;
    }
  }

  private static final Field[] FIELDS = Field.values();

  /** A value: its first byte and the one after its last; a later line may prolong it. */
  private static final class Span {
    final int start;
    int end;

    Span(int start, int end) {
      this.start = start;
      this.end = end;
    }
  }

  private final byte[] bytes;
  private final Span first;
  private final Map<Field, Span> fields = new EnumMap<>(Field.class);
  private final List<Span> vias = new ArrayList<>(2);
  private boolean tooManyVias;

  private MessageHead(byte[] bytes, int start) {
    this.bytes = bytes;
    this.first = new Span(start, endOfLine(start));
  }

  /** Looks at a message, or at what came in its place. */
  public static MessageHead scan(byte[] bytes) {
    int start = 0;
    while (start < bytes.length && (bytes[start] == '\r' || bytes[start] == '\n')) {
      start++;
    }
    MessageHead head = new MessageHead(bytes, start);
    head.scanFields();
    return head;
  }

  private void scanFields() {
    Span last = null;
    int at = next(first.start);
    while (at < bytes.length) {
      int end = endOfLine(at);
      if (end == at) {
        return;
      }
      if (bytes[at] != ' ' && bytes[at] != '\t') {
        last = note(at, end);
      } else if (last != null) {
        last.end = end; // a folded line, RFC 3261 section 7.3.1
      }
      at = next(at);
    }
  }

  private @Nullable Span note(int at, int end) {
    int colon = at;
    while (colon < end && bytes[colon] != ':') {
      colon++;
    }
    int name = at;
    while (name < colon && Character.isWhitespace(bytes[name])) {
      name++;
    }
    int nameEnd = colon;
    while (nameEnd > name && Character.isWhitespace(bytes[nameEnd - 1])) {
      nameEnd--;
    }
    for (Field field : FIELDS) {
      if (colon < end && isNamed(field, name, nameEnd)) {
        Span span = new Span(colon + 1, end);
        if (field == Field.VIA && vias.size() < MAX_VIAS) {
          vias.add(span);
        } else if (field == Field.VIA) {
          tooManyVias = true;
        } else {
          fields.putIfAbsent(field, span);
        }
        return span;
      }
    }
    return null;
  }

  private boolean isNamed(Field field, int from, int to) {
    return (to - from == 1 && lower(bytes[from]) == field.compact)
        || isText(field.fullName, from, to);
  }

  private boolean isText(String lowerCase, int from, int to) {
    if (to - from != lowerCase.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (lower(bytes[i]) != lowerCase.charAt(i - from)) {
        return false;
      }
    }
    return true;
  }

  private static char lower(byte b) {
    return (char) (b >= 'A' && b <= 'Z' ? b + 32 : b & 0xff);
  }

  private int endOfLine(int from) {
    int end = from;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return end > from && bytes[end - 1] == '\r' ? end - 1 : end;
  }

  private int next(int from) {
    int at = from;
    while (at < bytes.length && bytes[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  public boolean isResponse() {
    return bytes.length - first.start >= 4 && isText("sip/", first.start, first.start + 4);
  }

  /** The request line or status line as it came, or a part of it if it is very long. */
  public String startLine() {
    return text(first.start, Math.min(first.end, first.start + MAX_VALUE));
  }

  /** What stands before the first blank of the request line. */
  public String method() {
    int end = first.start;
    while (end < first.end && bytes[end] != ' ') {
      end++;
    }
    return text(first.start, Math.min(end, first.start + MAX_VALUE));
  }

  /** True if this is a request line whose URI cannot be read; false for any other line. */
  public boolean hasUnreadableUri() {
    String line = startLine();
    int from = line.indexOf(' ');
    int to = line.lastIndexOf(' ');
    if (from <= 0 || to <= from || !line.substring(to + 1).equalsIgnoreCase("SIP/2.0")) {
      return false;
    }
    try {
      SipUri.parse(line.substring(from + 1, to));
      return false;
    } catch (WireFormatException e) {
      return true;
    }
  }

  public Optional<String> callId() {
    return value(Field.CALL_ID);
  }

  public Optional<String> from() {
    return value(Field.FROM);
  }

  public Optional<String> to() {
    return value(Field.TO);
  }

  public Optional<String> cseq() {
    return value(Field.CSEQ);
  }

  /** The tag of To; its absence is the mark of a request outside any dialog. */
  public Optional<String> toTag() {
    return to().flatMap(MessageHead::tagOf);
  }

  private static Optional<String> tagOf(String address) {
    List<String> pieces = Text.split(address, ';');
    for (String piece : pieces.subList(1, pieces.size())) {
      int equals = piece.indexOf('=');
      if (equals >= 0 && piece.substring(0, equals).strip().equalsIgnoreCase("tag")) {
        return Optional.of(Text.unquote(piece.substring(equals + 1).strip()))
            .filter(t -> !t.isEmpty());
      }
    }
    return Optional.empty();
  }

  /** The Via to which an answer goes; empty if there is none that can be read. */
  public Optional<Via> topVia() {
    List<String> all = allVias();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Via.parse(all.get(0)));
    } catch (WireFormatException e) {
      return Optional.empty();
    }
  }

  private List<String> allVias() {
    List<String> all = new ArrayList<>();
    for (Span via : vias) {
      for (String item : Text.split(unfolded(via), ',')) {
        if (!item.isBlank()) {
          all.add(item.strip());
        }
      }
    }
    return all;
  }

  /** A hash of the Call-ID; 0 if there is none to be seen. */
  public int callIdHash() {
    long hash = hash(FNV_START, fields.get(Field.CALL_ID));
    return hash == FNV_START ? 0 : Long.hashCode(hash);
  }

  /**
   * The same for all repetitions of one request, and for an INVITE, the ACK of its refusal and its
   * CANCEL: a hash of top Via, Call-ID and sequence number, and of the method.
   */
  public long identity() {
    long hash = hash(FNV_START, vias.isEmpty() ? null : vias.get(0));
    hash = hash(hash * FNV_PRIME, fields.get(Field.CALL_ID));
    Span cseq = fields.get(Field.CSEQ);
    for (int i = cseq == null ? 0 : cseq.start; cseq != null && i < cseq.end; i++) {
      if (bytes[i] >= '0' && bytes[i] <= '9') {
        hash = (hash ^ bytes[i]) * FNV_PRIME;
      } else if (bytes[i] >= 'A') {
        break; // the method
      }
    }
    String method = method();
    boolean invite = method.equals("ACK") || method.equals("CANCEL");
    return hash * FNV_PRIME ^ (invite ? "INVITE" : method).hashCode();
  }

  private long hash(long start, @Nullable Span span) {
    long hash = start;
    for (int i = span == null ? 0 : span.start; span != null && i < span.end; i++) {
      if (bytes[i] > ' ' || bytes[i] < 0) {
        hash = (hash ^ bytes[i]) * FNV_PRIME;
      }
    }
    return hash;
  }

  /**
   * The bytes of an answer outside any transaction, made from the fields as they came. Empty if the
   * fields that it must repeat are not all there, and for responses and ACKs, which are never
   * answered.
   *
   * @param status 400 to 699
   * @param reason without line breaks
   * @param via {@link #topVia} with what was noted on receipt
   * @param toTag put on To unless the request brought one
   * @param more further headers
   */
  public Optional<byte[]> answer(
      int status, String reason, Via via, String toTag, List<Header> more) {
    List<String> all = allVias();
    if (isResponse() || method().equals("ACK") || all.isEmpty() || tooManyVias) {
      return Optional.empty();
    }
    all.set(0, via.write());
    if (all.stream().anyMatch(Text::hasControl)) {
      return Optional.empty();
    }
    String to = to().orElse("");
    if (from().isEmpty() || to.isEmpty() || callId().isEmpty() || cseq().isEmpty()) {
      return Optional.empty();
    }
    StringBuilder out = new StringBuilder(512);
    out.append("SIP/2.0 ").append(status).append(' ').append(reason).append("\r\n");
    all.forEach(v -> line(out, "Via", v));
    line(out, "From", from().get());
    line(out, "To", tagOf(to).isPresent() ? to : to + ";tag=" + toTag);
    line(out, "Call-ID", callId().get());
    line(out, "CSeq", cseq().get());
    more.forEach(h -> line(out, h.name(), h.value()));
    line(out, "Content-Length", "0");
    return Optional.of(out.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append(name).append(": ").append(value).append("\r\n");
  }

  /** Empty too for a value that may not stand in an answer. */
  private Optional<String> value(Field field) {
    Span span = fields.get(field);
    if (span == null) {
      return Optional.empty();
    }
    return Optional.of(unfolded(span)).filter(v -> !v.isEmpty() && !Text.hasControl(v));
  }

  private String unfolded(Span span) {
    if (span.end - span.start > MAX_VALUE) {
      return "";
    }
    String text = text(span.start, span.end);
    if (text.indexOf('\n') < 0) {
      return text.strip();
    }
    String[] lines = text.split("\r?\n", -1);
    StringBuilder whole = new StringBuilder(lines[0]);
    for (int i = 1; i < lines.length; i++) {
      whole.append(' ').append(lines[i].strip());
    }
    return whole.toString().strip();
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
