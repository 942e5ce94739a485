package org.confocal.wire.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.confocal.wire.WireFormatException;
import org.jspecify.annotations.Nullable;

/** Reads one description, line by line. Used once. */
final class SdpReader {
  private static final Pattern LINE_END = Pattern.compile("\r\n|\n|\r");
  private static final String SECTION = "RFC 8866 5";
  private static final int MAX_LINES = 2000;
  private static final int MAX_LINE = 8192;
  private static final int MAX_MEDIA = 64;

  private final String text;
  private @Nullable Origin origin;
  private String name = "-";
  private Optional<Connection> connection = Optional.empty();
  private final List<Line> lines = new ArrayList<>();
  private final List<String> times = new ArrayList<>();
  private final List<Attribute> attributes = new ArrayList<>();
  private final List<Section> sections = new ArrayList<>();

  /** A media section that is being read. */
  private static final class Section {
    final Media first;
    Optional<Connection> connection = Optional.empty();
    final List<Line> lines = new ArrayList<>();
    final List<Attribute> attributes = new ArrayList<>();

    Section(Media first) {
      this.first = first;
    }

    Media media() {
      return new Media(
          first.type(),
          first.port(),
          first.portCount(),
          first.protocol(),
          first.formats(),
          connection,
          lines,
          attributes);
    }
  }

  SdpReader(String text) {
    this.text = text;
  }

  SessionDescription read() throws WireFormatException {
    if (text.length() > SessionDescription.MAX_LENGTH) {
      throw new WireFormatException(
          text.length() + " characters", "at most " + SessionDescription.MAX_LENGTH, SECTION);
    }
    String[] all = LINE_END.split(text, -1);
    if (all.length > MAX_LINES) {
      throw new WireFormatException(all.length + " lines", "at most " + MAX_LINES, SECTION);
    }
    boolean versionSeen = false;
    for (String line : all) {
      if (line.isBlank()) {
        continue;
      }
      if (line.length() < 2
          || line.length() > MAX_LINE
          || line.charAt(1) != '='
          || !SdpText.isLine(line)) {
        throw new WireFormatException(
            line, "TYPE=VALUE of up to " + MAX_LINE + " characters", SECTION);
      }
      if (!versionSeen && !line.strip().equals("v=0")) {
        throw new WireFormatException(line, "v=0", "RFC 8866 5.1");
      }
      versionSeen = true;
      accept(line.charAt(0), line.substring(2).strip());
    }
    return finish();
  }

  private void accept(char type, String value) throws WireFormatException {
    if (type == 'm') {
      if (sections.size() == MAX_MEDIA) {
        throw new WireFormatException(value, "at most " + MAX_MEDIA + " media", "RFC 8866 5.14");
      }
      sections.add(new Section(Media.parse(value)));
    } else if (sections.isEmpty()) {
      session(type, value);
    } else {
      media(sections.get(sections.size() - 1), type, value);
    }
  }

  private void session(char type, String value) throws WireFormatException {
    switch (type) {
      case 'o' -> origin = Origin.parse(value);
      case 's' -> name = value.isEmpty() ? "-" : value;
      case 'c' -> connection = Optional.of(Connection.parse(value));
      case 't' -> times.add(value);
      case 'a' -> attributes.add(Attribute.parse(value));
      case 'i', 'u', 'e', 'p', 'b', 'r', 'z', 'k' -> lines.add(new Line(type, value));
      default -> {} // RFC 8866 section 5: unknown types are ignored
    }
  }

  private static void media(Section section, char type, String value) throws WireFormatException {
    switch (type) {
      case 'c' -> {
        if (section.connection.isEmpty()) { // more than one is for layered multicast
          section.connection = Optional.of(Connection.parse(value));
        }
      }
      case 'a' -> section.attributes.add(Attribute.parse(value));
      case 'i', 'b', 'k' -> section.lines.add(new Line(type, value));
      default -> {} // see above
    }
  }

  private SessionDescription finish() throws WireFormatException {
    if (origin == null) {
      throw new WireFormatException(text, "an o= line", "RFC 8866 5.2");
    }
    List<Media> media = sections.stream().map(Section::media).toList();
    List<String> when = times.isEmpty() ? List.of("0 0") : times;
    return new SessionDescription(origin, name, connection, lines, when, attributes, media);
  }
}
