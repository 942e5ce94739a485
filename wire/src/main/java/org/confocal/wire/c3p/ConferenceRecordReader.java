package org.confocal.wire.c3p;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.confinfo.ConferenceInfo.Organizer;
import org.confocal.wire.confinfo.ElementState;
import org.confocal.wire.confinfo.MediaFilter;
import org.confocal.wire.xml.XmlElement;
import org.confocal.wire.xml.XmlValues;

/** Reads the scheduling document; what is not in {@link ConferenceRecord} is skipped. */
final class ConferenceRecordReader {
  private static final String SECTION = "MS-CONFPRO 2.2.1.2";
  private static final String VIEW = "MS-CONFBAS 4.4.10";

  private ConferenceRecordReader() {}

  static ConferenceRecord read(XmlElement info) throws WireFormatException {
    String entity = info.required("entity", SECTION).strip();
    ConferenceRecordBuilder record =
        new ConferenceRecordBuilder(entity.isEmpty() ? "" : XmlValues.word(entity, SECTION));
    Optional<String> state = info.attribute("state").map(String::strip);
    if (state.isPresent()) {
      record.state(
          ElementState.named(state.get())
              .orElseThrow(
                  () ->
                      new WireFormatException(
                          state.get(), "full, partial or deleted", "RFC 4575 4.4")));
    }
    Optional<String> version = info.attribute("version");
    if (version.isPresent()) {
      record.version(XmlValues.unsignedInt(version.get(), SECTION));
    }
    Optional<XmlElement> description = info.child("conference-description");
    if (description.isPresent()) {
      texts(description.get(), record);
      moments(description.get(), record);
    }
    // the element has either name in the documents of clients
    Optional<XmlElement> live = info.child("conference-state").or(() -> info.child("conf-state"));
    Optional<Boolean> locked = live.isEmpty() ? Optional.empty() : bool(live.get(), "locked");
    locked.ifPresent(record::locked);
    return record.users(users(info)).views(views(info)).build();
  }

  private static void texts(XmlElement d, ConferenceRecordBuilder record)
      throws WireFormatException {
    d.childText("display-text").ifPresent(record::displayText);
    d.childText("subject").ifPresent(record::subject);
    XmlValues.childWord(d, "conference-id", SECTION).ifPresent(record::conferenceId);
    XmlValues.childWord(d, "conference-key", SECTION).ifPresent(record::conferenceKey);
    XmlValues.childWord(d, "admission-policy", SECTION).ifPresent(record::admissionPolicy);
    XmlValues.childWord(d, "join-url", SECTION).ifPresent(record::joinUrl);
    Optional<XmlElement> pstn = d.child("pstn-access");
    if (pstn.isPresent()) {
      XmlValues.childWord(pstn.get(), "id", SECTION).ifPresent(record::pstnAccessId);
    }
    Optional<XmlElement> organizer = d.child("organizer");
    if (organizer.isPresent()) {
      XmlElement o = organizer.get();
      record.organizer(
          new Organizer(
              o.childText("display-name"), XmlValues.word(o.only("uri", SECTION).text(), SECTION)));
    }
  }

  private static void moments(XmlElement d, ConferenceRecordBuilder record)
      throws WireFormatException {
    moment(d, "expiry-time").ifPresent(record::expiryTime);
    moment(d, "last-update").ifPresent(record::lastUpdate);
    moment(d, "last-activate").ifPresent(record::lastActivate);
    bool(d, "is-active").ifPresent(record::active);
  }

  private static Optional<Instant> moment(XmlElement d, String name) throws WireFormatException {
    Optional<String> text = d.childText(name).filter(t -> !t.isBlank());
    return text.isEmpty() ? Optional.empty() : Optional.of(XmlValues.dateTime(text.get(), SECTION));
  }

  private static Optional<Boolean> bool(XmlElement parent, String name) throws WireFormatException {
    Optional<String> text = parent.childText(name).filter(t -> !t.isBlank());
    return text.isEmpty() ? Optional.empty() : Optional.of(XmlValues.bool(text.get(), SECTION));
  }

  private static List<ConferenceRecord.Invitee> users(XmlElement info) throws WireFormatException {
    List<ConferenceRecord.Invitee> users = new ArrayList<>();
    for (XmlElement u : grandchildren(info, "users", "user")) {
      Optional<XmlElement> roles = u.child("roles");
      users.add(
          new ConferenceRecord.Invitee(
              XmlValues.word(u.required("entity", SECTION), SECTION),
              u.childText("display-text"),
              roles.isEmpty()
                  ? Optional.empty()
                  : XmlValues.childWord(roles.get(), "entry", SECTION)));
    }
    return users;
  }

  private static List<ConferenceRecord.View> views(XmlElement info) throws WireFormatException {
    List<ConferenceRecord.View> views = new ArrayList<>();
    for (XmlElement v : grandchildren(info, "conference-view", "entity-view")) {
      String entity = XmlValues.word(v.required("entity", VIEW), VIEW);
      Optional<XmlElement> state = v.child("entity-state");
      views.add(
          state.isEmpty()
              ? ConferenceRecord.View.of(entity)
              : new ConferenceRecord.View(
                  entity, bool(state.get(), "locked"), filters(state.get())));
    }
    return views;
  }

  private static List<ConferenceRecord.InitialFilter> filters(XmlElement state)
      throws WireFormatException {
    List<ConferenceRecord.InitialFilter> filters = new ArrayList<>();
    for (XmlElement f : grandchildren(state, "mediaFiltersRules", "initialFilters")) {
      Optional<MediaFilter> filter = filter(f, "ingressFilter", VIEW);
      if (filter.isEmpty()) {
        throw new WireFormatException("no ingressFilter", "block or unblock", VIEW);
      }
      filters.add(
          new ConferenceRecord.InitialFilter(
              XmlValues.word(f.only("role", VIEW).text(), VIEW), filter.get()));
    }
    return filters;
  }

  /** The filter that a child says, if there is such a child. */
  static Optional<MediaFilter> filter(XmlElement parent, String child, String section)
      throws WireFormatException {
    Optional<String> word = XmlValues.childWord(parent, child, section);
    Optional<MediaFilter> filter = word.flatMap(MediaFilter::named);
    if (word.isPresent() && filter.isEmpty()) {
      throw new WireFormatException(word.get(), "block or unblock", section);
    }
    return filter;
  }

  private static List<XmlElement> grandchildren(XmlElement e, String child, String grandchild) {
    return e.child(child).map(c -> c.children(grandchild)).orElse(List.of());
  }
}
