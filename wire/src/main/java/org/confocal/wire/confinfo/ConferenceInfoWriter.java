package org.confocal.wire.confinfo;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.confocal.wire.xml.Namespaces;
import org.confocal.wire.xml.XmlWriter;

/**
 * Writes rosters. Children stand in the order of the schema of RFC 4575, Microsoft's extensions
 * behind them. There is no XML declaration, so that a document can stand in a C3P answer.
 */
public final class ConferenceInfoWriter {
  private static final String PARTICIPATION = "participation";
  private static final Set<String> PURPOSES =
      Set.of(PARTICIPATION, "streaming", "event", "recording", "web-page");

  private final XmlWriter out = new XmlWriter();
  private final boolean extended;

  private ConferenceInfoWriter(Dialect dialect) {
    this.extended = dialect == Dialect.MICROSOFT;
  }

  /** The whole document, with its own version. */
  public static String write(ConferenceInfo info, Dialect dialect) {
    return text(info, dialect).withVersion(info.version());
  }

  /** The document for any version. */
  public static ConferenceInfoText text(ConferenceInfo info, Dialect dialect) {
    return new ConferenceInfoWriter(dialect).document(info);
  }

  private ConferenceInfoText document(ConferenceInfo info) {
    out.open("conference-info").namespace("", Namespaces.CONFERENCE_INFO);
    if (extended) {
      out.namespace("ci", Namespaces.CONFERENCE_INFO)
          .namespace("msci", Namespaces.CONFERENCE_INFO_EXTENSIONS);
    }
    out.attribute("entity", info.entity())
        .attribute("state", info.state().word())
        .attribute("version", "");
    int digits = out.length() - 1; // before the quote that ends the version
    info.description().ifPresent(d -> description(info, d));
    info.conferenceState().ifPresent(this::conferenceState);
    if (!info.users().isEmpty() || info.state() == ElementState.FULL) {
      out.open("users").attribute("state", info.state().word());
      info.users().forEach(this::user);
      out.close();
    }
    if (extended && !info.views().isEmpty()) {
      views(info);
    }
    String whole = out.close().toXml();
    return new ConferenceInfoText(whole.substring(0, digits), whole.substring(digits));
  }

  private void description(ConferenceInfo info, ConferenceInfo.Description d) {
    out.open("conference-description");
    d.displayText().ifPresent(as("display-text"));
    d.subject().ifPresent(as("subject"));
    List<ConferenceInfo.ConfUri> uris = extended ? d.uris() : plainUris(info.entity(), d.uris());
    if (!uris.isEmpty()) {
      out.open("conf-uris");
      uris.forEach(this::confUri);
      out.close();
    }
    if (extended) {
      d.conferenceId().ifPresent(as("msci:conference-id"));
      d.admissionPolicy().ifPresent(as("msci:admission-policy"));
      d.organizer().ifPresent(this::organizer);
      d.joinUrl().ifPresent(as("msci:join-url"));
      d.pstnAccessId().ifPresent(id -> out.open("msci:pstn-access").element("msci:id", id).close());
    }
    out.close();
  }

  // The address of an MCU is of no use to a plain client: his calls go to the conference.
  private static List<ConferenceInfo.ConfUri> plainUris(
      String entity, List<ConferenceInfo.ConfUri> uris) {
    List<ConferenceInfo.ConfUri> plain =
        uris.stream().filter(u -> u.purpose().map(PURPOSES::contains).orElse(true)).toList();
    if (plain.stream().anyMatch(u -> u.purpose().filter(PARTICIPATION::equals).isPresent())) {
      return plain;
    }
    ConferenceInfo.ConfUri own =
        new ConferenceInfo.ConfUri(entity, Optional.empty(), Optional.of(PARTICIPATION));
    return Stream.concat(Stream.of(own), plain.stream()).toList();
  }

  private void confUri(ConferenceInfo.ConfUri u) {
    out.open("entry").element("uri", u.uri());
    u.displayText().ifPresent(as("display-text"));
    u.purpose().ifPresent(as("purpose"));
    out.close();
  }

  private void organizer(ConferenceInfo.Organizer organizer) {
    out.open("msci:organizer");
    organizer.displayName().ifPresent(as("msci:display-name"));
    out.element("msci:uri", organizer.uri()).close();
  }

  private void conferenceState(ConferenceInfo.ConferenceState s) {
    out.open("conference-state");
    s.userCount().map(c -> Long.toString(c)).ifPresent(as("user-count"));
    s.active().map(b -> Boolean.toString(b)).ifPresent(as("active"));
    s.locked().map(b -> Boolean.toString(b)).ifPresent(as("locked"));
    s.recording()
        .ifPresent(
            b ->
                out.open("cf:recording")
                    .namespace("cf", Namespaces.CONFOCAL)
                    .text(Boolean.toString(b))
                    .close());
    out.close();
  }

  private void user(ConferenceInfo.User u) {
    out.open("user").attribute("entity", u.entity()).attribute("state", u.state().word());
    u.displayText().ifPresent(as("display-text"));
    if (!u.roles().isEmpty()) {
      out.open("roles");
      u.roles().forEach(r -> out.element("entry", r));
      out.close();
    }
    u.endpoints().forEach(this::endpoint);
    out.close();
  }

  private void endpoint(ConferenceInfo.Endpoint e) {
    out.open("endpoint").attribute("entity", e.entity());
    if (extended) {
      e.sessionType().ifPresent(t -> out.attribute("msci:session-type", t));
      e.endpointUri().ifPresent(u -> out.attribute("msci:endpoint-uri", u));
    }
    e.status().map(EndpointStatus::word).ifPresent(as("status"));
    e.joiningMethod().map(JoiningMethod::word).ifPresent(as("joining-method"));
    if (e.joined().isPresent() || e.joiningReason().isPresent()) {
      out.open("joining-info");
      e.joined().ifPresent(at -> out.element("when", at.toString()));
      e.joiningReason().ifPresent(as("reason"));
      out.close();
    }
    e.media().forEach(this::media);
    out.close();
  }

  private void media(ConferenceInfo.Media m) {
    out.open("media").attribute("id", m.id());
    m.type().map(t -> !extended && t.equals("chat") ? "message" : t).ifPresent(as("type"));
    m.label().ifPresent(as("label"));
    m.sourceId().ifPresent(as("src-id"));
    m.status().map(MediaStatus::word).ifPresent(as("status"));
    if (extended) {
      m.ingressFilter().map(MediaFilter::word).ifPresent(as("msci:media-ingress-filter"));
      m.egressFilter().map(MediaFilter::word).ifPresent(as("msci:media-egress-filter"));
    }
    if (m.speaking()) {
      out.open("speaking").namespace("", Namespaces.CONFOCAL).text("true").close();
    }
    out.close();
  }

  private void views(ConferenceInfo info) {
    out.open("msci:conference-view");
    if (info.state() == ElementState.PARTIAL) {
      out.attribute("ci:state", ElementState.PARTIAL.word());
    }
    for (ConferenceInfo.EntityView view : info.views()) {
      out.open("msci:entity-view").attribute("entity", view.entity()).open("msci:entity-state");
      view.locked().map(b -> Boolean.toString(b)).ifPresent(as("msci:locked"));
      if (!view.media().isEmpty()) {
        out.open("msci:media");
        view.media()
            .forEach(
                m ->
                    out.open("entry")
                        .attribute("label", m.label())
                        .element("type", m.type())
                        .close());
        out.close();
      }
      out.close().close();
    }
    out.close();
  }

  private Consumer<String> as(String name) {
    return text -> out.element(name, text);
  }
}
