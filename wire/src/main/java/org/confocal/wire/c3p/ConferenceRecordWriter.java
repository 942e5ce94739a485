package org.confocal.wire.c3p;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.confocal.wire.confinfo.ElementState;
import org.confocal.wire.xml.Namespaces;
import org.confocal.wire.xml.XmlWriter;

/** Writes the scheduling document, and the envelope around it. */
final class ConferenceRecordWriter {
  private final XmlWriter out;

  private ConferenceRecordWriter(XmlWriter out) {
    this.out = out;
  }

  /** Opens a request or response, with all prefixes that its content may need. */
  static XmlWriter envelope(String root, String requestId, String from, String to) {
    return new XmlWriter()
        .open(root)
        .namespace("", Namespaces.C3P)
        .namespace("mscp", Namespaces.C3P_EXTENSIONS)
        .namespace("ci", Namespaces.CONFERENCE_INFO)
        .namespace("msci", Namespaces.CONFERENCE_INFO_EXTENSIONS)
        .attribute("C3PVersion", "1")
        .attribute("requestId", requestId)
        .attribute("from", from)
        .attribute("to", to);
  }

  /** Writes a user, with the prefixes of {@link #envelope}. */
  static void user(XmlWriter out, C3pUser user) {
    ConferenceRecordWriter writer = new ConferenceRecordWriter(out);
    out.open("ci:user").attribute("entity", user.entity());
    user.displayText().ifPresent(writer.as("ci:display-text"));
    user.role().ifPresent(writer::role);
    user.endpoint()
        .ifPresent(
            e -> {
              out.open("ci:endpoint").attribute("entity", e.entity());
              e.endpointUri().ifPresent(u -> out.attribute("msci:endpoint-uri", u));
              e.joiningMethod().ifPresent(writer.as("ci:joining-method"));
              out.close();
            });
    out.close();
  }

  /** Writes a record, with the prefixes of {@link #envelope}. */
  static void write(XmlWriter out, ConferenceRecord record) {
    new ConferenceRecordWriter(out).record(record);
  }

  private void record(ConferenceRecord r) {
    out.open("ci:conference-info").attribute("entity", r.entity());
    r.state().ifPresent(s -> out.attribute("state", s.word()));
    r.version().ifPresent(v -> out.attribute("version", Long.toString(v)));
    if (isDescribed(r)) {
      description(r);
    }
    r.locked()
        .ifPresent(
            l -> out.open("ci:conference-state").element("ci:locked", Boolean.toString(l)).close());
    if (!r.users().isEmpty()) {
      out.open("ci:users");
      r.users().forEach(this::invitee);
      out.close();
    }
    if (!r.views().isEmpty()) {
      boolean partial = r.state().filter(ElementState.PARTIAL::equals).isPresent();
      out.open("msci:conference-view");
      state(partial);
      r.views().forEach(v -> view(v, partial));
      out.close();
    }
    out.close();
  }

  private static boolean isDescribed(ConferenceRecord r) {
    return Stream.of(
            r.displayText(),
            r.subject(),
            r.conferenceId(),
            r.conferenceKey(),
            r.expiryTime(),
            r.admissionPolicy(),
            r.lastUpdate(),
            r.lastActivate(),
            r.active(),
            r.organizer(),
            r.joinUrl(),
            r.pstnAccessId())
        .anyMatch(Optional::isPresent);
  }

  private void description(ConferenceRecord r) {
    out.open("ci:conference-description");
    r.displayText().ifPresent(as("ci:display-text"));
    r.subject().ifPresent(as("ci:subject"));
    r.conferenceId().ifPresent(as("msci:conference-id"));
    r.conferenceKey().ifPresent(as("msci:conference-key"));
    r.lastUpdate().ifPresent(as("msci:last-update"));
    r.lastActivate().ifPresent(as("msci:last-activate"));
    r.active().ifPresent(as("msci:is-active"));
    r.expiryTime().ifPresent(as("msci:expiry-time"));
    r.admissionPolicy().ifPresent(as("msci:admission-policy"));
    r.organizer()
        .ifPresent(
            o -> {
              out.open("msci:organizer");
              o.displayName().ifPresent(as("msci:display-name"));
              out.element("msci:uri", o.uri()).close();
            });
    r.joinUrl().ifPresent(as("msci:join-url"));
    r.pstnAccessId().ifPresent(id -> out.open("msci:pstn-access").element("msci:id", id).close());
    out.close();
  }

  private void invitee(ConferenceRecord.Invitee user) {
    out.open("ci:user").attribute("entity", user.entity());
    user.displayText().ifPresent(as("ci:display-text"));
    user.role().ifPresent(this::role);
    out.close();
  }

  private void role(String role) {
    out.open("ci:roles").element("ci:entry", role).close();
  }

  private void view(ConferenceRecord.View view, boolean partial) {
    out.open("msci:entity-view");
    state(partial);
    out.attribute("entity", view.entity());
    if (view.locked().isPresent() || !view.filters().isEmpty()) {
      out.open("msci:entity-state");
      view.locked().ifPresent(as("msci:locked"));
      if (!view.filters().isEmpty()) {
        out.open("msci:mediaFiltersRules");
        view.filters()
            .forEach(
                f ->
                    out.open("msci:initialFilters")
                        .element("msci:role", f.role())
                        .element("msci:ingressFilter", f.ingressFilter().word())
                        .close());
        out.close();
      }
      out.close();
    }
    out.close();
  }

  private void state(boolean partial) {
    if (partial) {
      out.attribute("ci:state", ElementState.PARTIAL.word());
    }
  }

  /** An instant and a boolean write themselves as XML Schema wants them. */
  private Consumer<Object> as(String name) {
    return value -> out.element(name, value.toString());
  }
}
