package org.confocal.wire.confinfo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.xml.Namespaces;
import org.confocal.wire.xml.XmlElement;
import org.confocal.wire.xml.XmlLimits;
import org.confocal.wire.xml.XmlReader;
import org.confocal.wire.xml.XmlValues;

/**
 * Reads rosters of both dialects; what is not in {@link ConferenceInfo} is skipped. A media type
 * {@code message} is told as {@code chat}.
 */
public final class ConferenceInfoReader {
  private static final String SECTION = "RFC 4575 5";

  private ConferenceInfoReader() {}

  /** Reads a document within {@link XmlLimits#DEFAULT}. */
  public static ConferenceInfo read(byte[] document) throws WireFormatException {
    return read(document, XmlLimits.DEFAULT);
  }

  /**
   * Reads a document.
   *
   * @throws WireFormatException if it is no XML within the limits or no roster
   */
  public static ConferenceInfo read(byte[] document, XmlLimits limits) throws WireFormatException {
    return read(XmlReader.read(document, limits));
  }

  /** Reads an element that stands in some other document. */
  public static ConferenceInfo read(XmlElement root) throws WireFormatException {
    if (!root.name().equals("conference-info")
        || !root.namespace().equals(Namespaces.CONFERENCE_INFO)) {
      throw new WireFormatException(root.name(), "conference-info", SECTION + ".1");
    }
    Optional<XmlElement> description = root.child("conference-description");
    Optional<XmlElement> state = root.child("conference-state");
    List<ConferenceInfo.User> users = new ArrayList<>();
    for (XmlElement u : grandchildren(root, "users", "user")) {
      users.add(user(u));
    }
    List<ConferenceInfo.EntityView> views = new ArrayList<>();
    for (XmlElement v : grandchildren(root, "conference-view", "entity-view")) {
      views.add(view(v));
    }
    Optional<String> version = root.attribute("version");
    return new ConferenceInfo(
        XmlValues.word(root.required("entity", SECTION + ".2"), SECTION + ".2"),
        state(root),
        version.isEmpty() ? 0 : XmlValues.unsignedInt(version.get(), SECTION + ".2"),
        description.isEmpty() ? Optional.empty() : Optional.of(description(description.get())),
        state.isEmpty() ? Optional.empty() : Optional.of(conferenceState(state.get())),
        users,
        views);
  }

  private static ElementState state(XmlElement element) throws WireFormatException {
    Optional<String> word = element.attribute("state").map(String::strip);
    Optional<ElementState> state = word.flatMap(ElementState::named);
    if (word.isPresent() && state.isEmpty()) {
      throw new WireFormatException(word.get(), "full, partial or deleted", "RFC 4575 4.4");
    }
    return state.orElse(ElementState.FULL);
  }

  private static ConferenceInfo.Description description(XmlElement d) throws WireFormatException {
    List<ConferenceInfo.ConfUri> uris = new ArrayList<>();
    for (XmlElement entry : grandchildren(d, "conf-uris", "entry")) {
      uris.add(
          new ConferenceInfo.ConfUri(
              XmlValues.word(entry.only("uri", SECTION + ".3.1").text(), SECTION + ".3.1"),
              entry.childText("display-text"),
              word(entry, "purpose")));
    }
    Optional<XmlElement> organizer = d.child("organizer");
    Optional<XmlElement> pstn = d.child("pstn-access");
    return new ConferenceInfo.Description(
        d.childText("display-text"),
        d.childText("subject"),
        uris,
        word(d, "conference-id"),
        word(d, "admission-policy"),
        organizer.isEmpty() ? Optional.empty() : Optional.of(organizer(organizer.get())),
        word(d, "join-url"),
        pstn.isEmpty() ? Optional.empty() : word(pstn.get(), "id"));
  }

  private static ConferenceInfo.Organizer organizer(XmlElement o) throws WireFormatException {
    return new ConferenceInfo.Organizer(
        o.childText("display-name"),
        XmlValues.word(o.only("uri", "MS-CONFBAS 2.2.2").text(), "MS-CONFBAS 2.2.2"));
  }

  private static ConferenceInfo.ConferenceState conferenceState(XmlElement s)
      throws WireFormatException {
    Optional<String> count = word(s, "user-count");
    return new ConferenceInfo.ConferenceState(
        count.isEmpty()
            ? Optional.empty()
            : Optional.of(XmlValues.unsignedInt(count.get(), SECTION + ".5")),
        bool(s, "active"),
        bool(s, "locked"),
        bool(s, "recording"));
  }

  private static ConferenceInfo.User user(XmlElement u) throws WireFormatException {
    List<String> roles = new ArrayList<>();
    for (XmlElement role : grandchildren(u, "roles", "entry")) {
      roles.add(XmlValues.word(role.text(), SECTION + ".6"));
    }
    List<ConferenceInfo.Endpoint> endpoints = new ArrayList<>();
    for (XmlElement e : u.children("endpoint")) {
      endpoints.add(endpoint(e));
    }
    return new ConferenceInfo.User(
        XmlValues.word(u.required("entity", SECTION + ".6"), SECTION + ".6"),
        state(u),
        u.childText("display-text"),
        roles,
        endpoints);
  }

  private static ConferenceInfo.Endpoint endpoint(XmlElement e) throws WireFormatException {
    List<ConferenceInfo.Media> media = new ArrayList<>();
    for (XmlElement m : e.children("media")) {
      media.add(media(m));
    }
    Optional<String> when = e.path("joining-info", "when").map(XmlElement::text);
    Optional<Instant> joined =
        when.isEmpty()
            ? Optional.empty()
            : Optional.of(XmlValues.dateTime(when.get(), SECTION + ".7.5"));
    return new ConferenceInfo.Endpoint(
        XmlValues.word(e.required("entity", SECTION + ".7"), SECTION + ".7"),
        attribute(e, "session-type"),
        named(e, "status", EndpointStatus::named, "a status of an endpoint"),
        named(e, "joining-method", JoiningMethod::named, "a joining method"),
        joined,
        attribute(e, "endpoint-uri"),
        media,
        e.path("joining-info", "reason").map(XmlElement::text));
  }

  private static ConferenceInfo.Media media(XmlElement m) throws WireFormatException {
    return new ConferenceInfo.Media(
        XmlValues.word(m.required("id", SECTION + ".8"), SECTION + ".8"),
        word(m, "type").map(t -> t.equals("message") ? "chat" : t),
        word(m, "label"),
        word(m, "src-id"),
        named(m, "status", MediaStatus::named, "a direction"),
        named(m, "media-ingress-filter", MediaFilter::named, "block or unblock"),
        named(m, "media-egress-filter", MediaFilter::named, "block or unblock"),
        bool(m, "speaking").orElse(false));
  }

  private static ConferenceInfo.EntityView view(XmlElement v) throws WireFormatException {
    List<ConferenceInfo.MediaEntry> media = new ArrayList<>();
    Optional<XmlElement> state = v.child("entity-state");
    if (state.isPresent()) {
      for (XmlElement entry : grandchildren(state.get(), "media", "entry")) {
        media.add(
            new ConferenceInfo.MediaEntry(
                XmlValues.word(entry.required("label", "MS-CONFBAS 2.2.2"), "MS-CONFBAS 2.2.2"),
                XmlValues.word(entry.only("type", "MS-CONFBAS 2.2.2").text(), "MS-CONFBAS 2.2.2")));
      }
    }
    return new ConferenceInfo.EntityView(
        XmlValues.word(v.required("entity", "MS-CONFBAS 2.2.2"), "MS-CONFBAS 2.2.2"),
        state.isEmpty() ? Optional.empty() : bool(state.get(), "locked"),
        media);
  }

  private static List<XmlElement> grandchildren(XmlElement e, String child, String grandchild) {
    return e.child(child).map(c -> c.children(grandchild)).orElse(List.of());
  }

  private static Optional<String> word(XmlElement parent, String child) throws WireFormatException {
    return XmlValues.childWord(parent, child, SECTION);
  }

  private static Optional<String> attribute(XmlElement e, String name) throws WireFormatException {
    Optional<String> value = e.attribute(name).filter(v -> !v.isBlank());
    return value.isEmpty() ? value : Optional.of(XmlValues.word(value.get(), SECTION));
  }

  private static Optional<Boolean> bool(XmlElement parent, String child)
      throws WireFormatException {
    Optional<String> word = word(parent, child);
    return word.isEmpty() ? Optional.empty() : Optional.of(XmlValues.bool(word.get(), SECTION));
  }

  private static <E> Optional<E> named(
      XmlElement parent, String child, Function<String, Optional<E>> named, String expected)
      throws WireFormatException {
    Optional<String> word = word(parent, child);
    if (word.isEmpty()) {
      return Optional.empty();
    }
    Optional<E> found = named.apply(word.get());
    if (found.isEmpty()) {
      throw new WireFormatException(word.get(), expected, SECTION);
    }
    return found;
  }
}
