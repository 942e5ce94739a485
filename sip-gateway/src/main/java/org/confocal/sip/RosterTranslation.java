package org.confocal.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confocal.engine.conference.Role;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.roster.RosterDocument;
import org.confocal.engine.roster.RosterEndpoint;
import org.confocal.engine.roster.RosterHead;
import org.confocal.engine.roster.RosterMedia;
import org.confocal.engine.roster.RosterUser;
import org.confocal.wire.confinfo.ConferenceInfo;
import org.confocal.wire.confinfo.Dialect;
import org.confocal.wire.confinfo.ElementState;
import org.confocal.wire.confinfo.EndpointStatus;
import org.confocal.wire.confinfo.JoiningMethod;
import org.confocal.wire.confinfo.MediaFilter;
import org.confocal.wire.confinfo.MediaStatus;
import org.confocal.wire.xml.XmlValues;

/**
 * Translates the rosters of the engine to conference-info documents. Pure. RFC 4575 section 5;
 * MS-CONFBAS 2.2.2. The version of a translated document is 0: each subscription has its own, and
 * puts it in when the text is written.
 */
final class RosterTranslation {
  private static final String FOCUS = "focus";
  private static final Pattern GUID = Pattern.compile("\\{?([0-9A-Fa-f-]{36})}?");
  private static final Pattern NO_WORD = Pattern.compile("[\\x00-\\x20\\x7f-\\xa0]");

  private final ConferenceUri conference;
  private final Dialect dialect;

  /** The mark of an endpoint that waits in the lobby: the reason of its joining-info. */
  private static final String LOBBY = "lobby";

  private RosterTranslation(ConferenceUri conference, Dialect dialect) {
    this.conference = conference;
    this.dialect = dialect;
  }

  /** The document as it is the same for everybody. */
  static ConferenceInfo of(RosterDocument document, Dialect dialect) {
    return of(document, dialect, List.of());
  }

  /**
   * The document with some users more.
   *
   * @param also users whom the document for all does not tell, for instance the reader himself
   */
  static ConferenceInfo of(RosterDocument document, Dialect dialect, List<RosterUser> also) {
    return new RosterTranslation(document.conference(), dialect).document(document, also);
  }

  /** The URI of an MCU of a conference: that of the focus with another word in it. */
  static String mcuUri(ConferenceUri conference, McuType type) {
    return conference.text().replace(":focus:", ":" + type.token() + ":");
  }

  /** The word for who may join. MS-CONFPRO 2.2.1.2. */
  static String word(Admission admission) {
    return switch (admission) {
      case AUTHENTICATED, LOOPBACK -> "openAuthenticated";
      case OPEN, ANONYMOUS -> "anonymous";
      case CLOSED -> "closedAuthenticated";
    };
  }

  /** The word for what somebody may do. */
  static String word(Role role) {
    return role(role.presents());
  }

  private ConferenceInfo document(RosterDocument document, List<RosterUser> also) {
    List<ConferenceInfo.User> users = new ArrayList<>();
    document.users().forEach(u -> users.add(user(u)));
    also.forEach(u -> users.add(user(u)));
    for (UserUri gone : document.gone()) {
      users.add(ConferenceInfo.User.deleted(word(gone.value())));
    }
    return new ConferenceInfo(
        conference.text(),
        document.full() ? ElementState.FULL : ElementState.PARTIAL,
        0,
        document.head().map(this::description),
        Optional.of(
            new ConferenceInfo.ConferenceState(
                Optional.of((long) document.userCount()),
                Optional.of(true),
                document.head().map(RosterHead::locked),
                recording(document))),
        users,
        document.head().map(this::views).orElse(List.of()));
  }

  /** What was never recorded need not say so, but that it is over is news. */
  private static Optional<Boolean> recording(RosterDocument document) {
    return document
        .head()
        .map(RosterHead::recording)
        .filter(recording -> recording || !document.full());
  }

  private ConferenceInfo.Description description(RosterHead head) {
    List<ConferenceInfo.ConfUri> uris = new ArrayList<>();
    for (McuType type : head.media()) {
      uris.add(
          new ConferenceInfo.ConfUri(
              mcuUri(conference, type), Optional.of(type.token()), Optional.of(type.token())));
    }
    return new ConferenceInfo.Description(
        Optional.empty(),
        Optional.of(head.subject()),
        uris,
        Optional.of(conference.id().value()),
        Optional.of(word(head.admission())),
        Optional.of(
            new ConferenceInfo.Organizer(
                Optional.of(conference.organizer().name()), word(conference.organizer().value()))),
        Optional.empty(),
        Optional.of(head.number().value()));
  }

  /** The focus and the MCUs that are in use; clients read the lock from the view of the chat. */
  private List<ConferenceInfo.EntityView> views(RosterHead head) {
    List<ConferenceInfo.EntityView> views = new ArrayList<>();
    Optional<Boolean> locked = Optional.of(head.locked());
    views.add(new ConferenceInfo.EntityView(conference.text(), locked, List.of()));
    for (McuType type : head.introduced()) {
      ConferenceInfo.MediaEntry media =
          switch (type) {
            case AUDIO_VIDEO -> new ConferenceInfo.MediaEntry("main-audio", media(type));
            case CHAT -> new ConferenceInfo.MediaEntry("chat", media(type));
          };
      views.add(new ConferenceInfo.EntityView(mcuUri(conference, type), locked, List.of(media)));
    }
    return views;
  }

  private ConferenceInfo.User user(RosterUser user) {
    return new ConferenceInfo.User(
        word(user.user().value()),
        ElementState.FULL,
        Optional.of(user.displayName()).filter(n -> !n.isEmpty()),
        List.of(role(user.presenter())),
        user.endpoints().stream().map(this::endpoint).toList());
  }

  private ConferenceInfo.Endpoint endpoint(RosterEndpoint endpoint) {
    boolean lobby = endpoint.status() == org.confocal.engine.roster.EndpointStatus.LOBBY;
    return new ConferenceInfo.Endpoint(
        entity(endpoint.id()),
        Optional.of(endpoint.session().map(McuType::token).orElse(FOCUS)),
        Optional.of(EndpointStatus.named(endpoint.status().word()).orElseThrow()),
        Optional.of(endpoint.dialedOut() ? JoiningMethod.DIALED_OUT : JoiningMethod.DIALED_IN),
        Optional.of(endpoint.since()),
        Optional.of(endpoint.uri()).filter(u -> !u.isEmpty()).map(RosterTranslation::word),
        endpoint.media().stream().map(RosterTranslation::media).toList(),
        lobby ? Optional.of(LOBBY) : Optional.empty());
  }

  /** Microsoft's clients want the GUID, RFC 4575 wants a URI. */
  private String entity(String id) {
    Matcher guid = GUID.matcher(id);
    return dialect == Dialect.RFC4575 && guid.matches()
        ? "urn:uuid:" + guid.group(1).toLowerCase(Locale.ROOT)
        : word(id);
  }

  /** Which way media flows: what is held back does not flow, whatever was described. */
  private static Direction flowing(RosterMedia media) {
    boolean sends = media.direction().sends() && !media.blocked();
    boolean receives = media.direction().receives() && !media.deaf();
    if (sends) {
      return receives ? Direction.SENDRECV : Direction.SENDONLY;
    }
    return receives ? Direction.RECVONLY : Direction.INACTIVE;
  }

  private static ConferenceInfo.Media media(RosterMedia media) {
    Optional<MediaFilter> filter =
        media.type() == McuType.AUDIO_VIDEO
            ? Optional.of(media.blocked() ? MediaFilter.BLOCK : MediaFilter.UNBLOCK)
            : Optional.empty();
    return new ConferenceInfo.Media(
        Integer.toString(media.id()),
        Optional.of(media(media.type())),
        Optional.empty(),
        media.source() == 0 ? Optional.empty() : Optional.of(Long.toString(media.source())),
        Optional.of(
            switch (flowing(media)) {
              case SENDRECV -> MediaStatus.SENDRECV;
              case SENDONLY -> MediaStatus.SENDONLY;
              case RECVONLY -> MediaStatus.RECVONLY;
              case INACTIVE -> MediaStatus.INACTIVE;
            }),
        filter,
        media.deaf() ? Optional.of(MediaFilter.BLOCK) : Optional.empty(),
        media.speaking());
  }

  private static String media(McuType type) {
    return switch (type) {
      case AUDIO_VIDEO -> "audio";
      case CHAT -> "chat";
    };
  }

  private static String role(boolean presenter) {
    return presenter ? "presenter" : "attendee";
  }

  /**
   * What a guest or a client has chosen may hold what no attribute should: it is shown otherwise.
   */
  private static String word(String text) {
    String clean = NO_WORD.matcher(text).replaceAll("_");
    return clean.length() > XmlValues.MAX_WORD ? clean.substring(0, XmlValues.MAX_WORD) : clean;
  }
}
