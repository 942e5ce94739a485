package org.confocal.wire.im;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.xml.Namespaces;
import org.confocal.wire.xml.XmlElement;
import org.confocal.wire.xml.XmlReader;
import org.confocal.wire.xml.XmlValues;
import org.confocal.wire.xml.XmlWriter;

/**
 * Word that somebody types, or has stopped.
 *
 * @param contentType of what is typed, {@code text/plain} or just {@code text}
 * @param refresh how long an active state holds without being told again; whole seconds, at least
 *     one
 * @param lastActive when something was typed last
 *     <p>RFC 3994 sections 3 and 6.
 */
public record IsComposing(
    State state,
    Optional<String> contentType,
    Optional<Duration> refresh,
    Optional<Instant> lastActive) {
  /** The media type. */
  public static final String MEDIA_TYPE = "application/im-iscomposing+xml";

  private static final String SECTION = "RFC 3994 6";

  /** RFC 3994 section 3.1; any other word means idle. */
  public enum State {
    ACTIVE,
    IDLE
  }

  public IsComposing {
    if (refresh
        .filter(r -> r.toSeconds() < 1 || !r.equals(Duration.ofSeconds(r.toSeconds())))
        .isPresent()) {
      throw new IllegalArgumentException("refresh: " + refresh + " (expected: whole seconds >= 1)");
    }
  }

  /**
   * Reads a notice.
   *
   * @throws WireFormatException if it is none
   */
  public static IsComposing read(byte[] body) throws WireFormatException {
    XmlElement root = XmlReader.read(body);
    if (!root.name().equals("isComposing")) {
      throw new WireFormatException(root.name(), "isComposing", SECTION);
    }
    Optional<String> refresh = root.childText("refresh").filter(t -> !t.isBlank());
    Optional<String> last = root.childText("lastactive").filter(t -> !t.isBlank());
    return new IsComposing(
        root.only("state", SECTION).trimmed().equals("active") ? State.ACTIVE : State.IDLE,
        root.child("contenttype").map(XmlElement::trimmed).filter(t -> !t.isEmpty()),
        refresh.isEmpty() ? Optional.empty() : Optional.of(seconds(refresh.get())),
        last.isEmpty() ? Optional.empty() : Optional.of(XmlValues.dateTime(last.get(), SECTION)));
  }

  private static Duration seconds(String text) throws WireFormatException {
    long seconds = XmlValues.unsignedInt(text, SECTION);
    if (seconds == 0) {
      throw new WireFormatException(text, "seconds, at least 1", SECTION);
    }
    return Duration.ofSeconds(seconds);
  }

  /** The XML text, to be sent as UTF-8. */
  public String write() {
    XmlWriter out =
        new XmlWriter()
            .open("isComposing")
            .namespace("", Namespaces.IS_COMPOSING)
            .element("state", state.name().toLowerCase(Locale.ROOT));
    lastActive.ifPresent(at -> out.element("lastactive", at.toString()));
    contentType.ifPresent(t -> out.element("contenttype", t));
    refresh.ifPresent(r -> out.element("refresh", Long.toString(r.toSeconds())));
    return out.close().toXml();
  }
}
