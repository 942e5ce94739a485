package org.confocal.wire.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.confocal.wire.WireFormatException;

/**
 * A whole session description.
 *
 * @param name {@code -} if there is none
 * @param connection empty: each media has its own
 * @param lines those that are kept as they are
 * @param times the {@code t=} values; {@code 0 0} for all calls
 * @param attributes of the session
 *     <p>RFC 8866 section 5.
 */
public record SessionDescription(
    Origin origin,
    String name,
    Optional<Connection> connection,
    List<Line> lines,
    List<String> times,
    List<Attribute> attributes,
    List<Media> media) {
  /** The longest text that {@link #parse} takes, in characters. */
  public static final int MAX_LENGTH = 64 * 1024;

  public SessionDescription {
    lines = List.copyOf(lines);
    times = List.copyOf(times);
    attributes = List.copyOf(attributes);
    media = List.copyOf(media);
    if (name.isEmpty()
        || !SdpText.isLine(name)
        || times.isEmpty()
        || !times.stream().allMatch(SdpText::isLine)) {
      throw new IllegalArgumentException(
          "session: " + name + " (expected: a name on one line and a time)");
    }
  }

  /** A description of ours: one address for all media. */
  public static SessionDescription of(Origin origin, Connection connection, List<Media> media) {
    return new SessionDescription(
        origin, "-", Optional.of(connection), List.of(), List.of("0 0"), List.of(), media);
  }

  /**
   * Reads a description. Takes CRLF and LF, a missing last line break, a missing name and a missing
   * time; drops lines of unknown type.
   *
   * @throws WireFormatException for all else, and for more than {@link #MAX_LENGTH} characters
   */
  public static SessionDescription parse(String text) throws WireFormatException {
    return new SdpReader(text).read();
  }

  /** The text with CRLF, ready to be a body. */
  public String write() {
    StringBuilder out = new StringBuilder(512);
    line(out, 'v', "0");
    line(out, 'o', origin.write());
    line(out, 's', name);
    lines(out, lines, "iuep");
    connection.ifPresent(c -> line(out, 'c', c.write()));
    lines(out, lines, "b");
    times.forEach(t -> line(out, 't', t));
    lines(out, lines, "r");
    lines(out, lines, "z");
    lines(out, lines, "k");
    attributes.forEach(a -> line(out, 'a', a.write()));
    media.forEach(m -> write(out, m));
    return out.toString();
  }

  private static void write(StringBuilder out, Media m) {
    line(out, 'm', m.writeFirstLine());
    lines(out, m.lines(), "i");
    m.connection().ifPresent(c -> line(out, 'c', c.write()));
    lines(out, m.lines(), "b");
    lines(out, m.lines(), "k");
    m.attributes().forEach(a -> line(out, 'a', a.write()));
  }

  private static void lines(StringBuilder out, List<Line> lines, String types) {
    for (Line l : lines) {
      if (types.indexOf(l.type()) >= 0) {
        line(out, l.type(), l.value());
      }
    }
  }

  private static void line(StringBuilder out, char type, String value) {
    out.append(type).append('=').append(value).append("\r\n");
  }

  /** The address of a media section: its own, else the session's. */
  public Optional<Connection> connectionOf(Media m) {
    return m.connection().isPresent() ? m.connection() : connection;
  }

  /** The direction of a media section: its own, else the session's, else both ways. */
  public Direction directionOf(Media m) {
    return m.ownDirection()
        .orElseGet(
            () ->
                attributes.stream()
                    .flatMap(a -> Direction.named(a.name()).stream())
                    .findFirst()
                    .orElse(Direction.SENDRECV));
  }

  /**
   * True if the writer does not want to hear us now: by direction, or by an address of zeros (RFC
   * 3264 section 8.4). Music may still come from him.
   */
  public boolean isHeld(Media m) {
    return !directionOf(m).receives()
        || connectionOf(m).map(Connection::isUnspecified).orElse(false);
  }

  public Optional<String> attribute(String attributeName) {
    for (Attribute a : attributes) {
      if (a.is(attributeName)) {
        return Optional.of(a.value() == null ? "" : a.value());
      }
    }
    return Optional.empty();
  }

  /** The first media section of this type that is not refused. */
  public Optional<Media> firstActive(String type) {
    return media.stream().filter(m -> m.type().equals(type) && !m.isRefused()).findFirst();
  }

  public SessionDescription withOrigin(Origin newOrigin) {
    return new SessionDescription(newOrigin, name, connection, lines, times, attributes, media);
  }

  public SessionDescription withMedia(List<Media> newMedia) {
    return new SessionDescription(origin, name, connection, lines, times, attributes, newMedia);
  }

  public SessionDescription with(Attribute attribute) {
    List<Attribute> next = new ArrayList<>(attributes);
    next.add(attribute);
    return new SessionDescription(origin, name, connection, lines, times, next, media);
  }
}
