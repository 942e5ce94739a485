package org.confocal.wire.c3p;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.confinfo.MediaStatus;
import org.confocal.wire.xml.Namespaces;
import org.confocal.wire.xml.XmlElement;
import org.confocal.wire.xml.XmlLimits;
import org.confocal.wire.xml.XmlReader;
import org.confocal.wire.xml.XmlValues;
import org.jspecify.annotations.Nullable;

/** Reads requests. */
final class C3pRequestReader {
  private static final String SECTION = "MS-CONFPRO 2.2.3";
  private static final String USERS = "MS-CONFBAS 2.2.3";
  private static final String MEDIA = "MS-CONFAV 3.2.5.4";

  /** One for each command that is known. */
  private static final Map<String, CommandReader> COMMANDS =
      Map.ofEntries(
          entry("getConferencingCapabilities", c -> new C3pCommand.GetConferencingCapabilities()),
          entry("getAvailableMcuTypes", c -> new C3pCommand.GetAvailableMcuTypes()),
          entry("getEncryptionKey", c -> new C3pCommand.GetEncryptionKey()),
          entry("addConference", C3pRequestReader::addConference),
          entry("modifyConference", C3pRequestReader::modifyConference),
          entry("deleteConference", c -> new C3pCommand.DeleteConference(confEntity(c))),
          entry("getConference", C3pRequestReader::getConference),
          entry("getConferences", c -> new C3pCommand.GetConferences()),
          entry("addUser", C3pRequestReader::addUser),
          entry("deleteUser", C3pRequestReader::deleteUser),
          entry("modifyUserRoles", C3pRequestReader::modifyUserRoles),
          entry("modifyConferenceLock", C3pRequestReader::modifyConferenceLock),
          entry("modifyEndpointMedia", C3pRequestReader::modifyEndpointMedia),
          entry("setLobbyAccess", C3pRequestReader::setLobbyAccess));

  private interface CommandReader {
    C3pCommand read(XmlElement command) throws WireFormatException;
  }

  private C3pRequestReader() {}

  static C3pRequest read(byte[] body, XmlLimits limits) throws C3pFormatException {
    @Nullable C3pEnvelope envelope = null;
    try {
      XmlElement root = XmlReader.read(body, limits);
      XmlElement command = onlyChild(root, "request");
      envelope = envelope(root, command);
      CommandReader reader = COMMANDS.get(command.name());
      return new C3pRequest(
          envelope.requestId(),
          envelope.from(),
          envelope.to(),
          reader == null ? new C3pCommand.Unknown(command.name(), command) : reader.read(command));
    } catch (WireFormatException e) {
      throw new C3pFormatException(e, envelope);
    }
  }

  /** The one element in a request or response. */
  static XmlElement onlyChild(XmlElement root, String name) throws WireFormatException {
    if (!root.name().equals(name) || !root.namespace().equals(Namespaces.C3P)) {
      throw new WireFormatException(
          root.name() + " of " + root.namespace(), name + " of " + Namespaces.C3P, SECTION);
    }
    String version = root.attribute("C3PVersion").orElse("1").strip();
    if (!version.equals("1")) {
      throw new WireFormatException("C3PVersion " + version, "1", SECTION);
    }
    if (root.children().size() != 1) {
      throw new WireFormatException(
          root.children().size() + " elements", "exactly one command", SECTION);
    }
    return root.children().get(0);
  }

  /** The attributes of a request or response. */
  static C3pEnvelope envelope(XmlElement root, XmlElement command) throws WireFormatException {
    return new C3pEnvelope(
        XmlValues.word(root.required("requestId", SECTION), SECTION),
        XmlValues.word(root.required("from", SECTION), SECTION),
        XmlValues.word(root.required("to", SECTION), SECTION),
        XmlValues.word(command.name(), SECTION));
  }

  private static C3pCommand addConference(XmlElement c) throws WireFormatException {
    return new C3pCommand.AddConference(ConferenceRecordReader.read(onlyInfo(c)));
  }

  private static C3pCommand modifyConference(XmlElement c) throws WireFormatException {
    ConferenceRecord conference = ConferenceRecordReader.read(onlyInfo(c));
    if (conference.entity().isEmpty()) {
      throw new WireFormatException("an empty entity", "the conference URI", SECTION);
    }
    return new C3pCommand.ModifyConference(mcuUri(c), conference);
  }

  private static XmlElement onlyInfo(XmlElement c) throws WireFormatException {
    return c.only("conference-info", "MS-CONFPRO 2.2.1");
  }

  private static C3pCommand getConference(XmlElement c) throws WireFormatException {
    XmlElement keys = c.only("conferenceKeys", SECTION);
    Optional<String> entity = word(keys, "confEntity");
    Optional<String> id = word(keys, "conference-id");
    if (entity.isEmpty() && id.isEmpty()) {
      throw new WireFormatException("no key", "confEntity or conference-id", SECTION);
    }
    return new C3pCommand.GetConference(entity, id);
  }

  private static C3pCommand addUser(XmlElement c) throws WireFormatException {
    XmlElement keys = c.only("conferenceKeys", SECTION);
    return new C3pCommand.AddUser(
        mcuUri(c),
        confEntity(c),
        user(c.only("user", USERS + ".4")),
        new ConferenceKeys(key(keys, "conference-key"), key(keys, "passcode")));
  }

  private static Optional<String> key(XmlElement keys, String name) {
    return keys.attribute(name)
        .or(() -> keys.childText(name))
        .map(String::strip)
        .filter(k -> !k.isEmpty());
  }

  /** A user in a request or response. */
  static C3pUser user(XmlElement user) throws WireFormatException {
    Optional<XmlElement> roles = user.atMostOne("roles", USERS + ".4");
    Optional<XmlElement> endpoint = user.atMostOne("endpoint", USERS + ".4");
    return new C3pUser(
        required(user, "entity"),
        user.childText("display-text"),
        roles.isEmpty()
            ? Optional.empty()
            : XmlValues.childWord(roles.get(), "entry", USERS + ".4"),
        endpoint.isEmpty() ? Optional.empty() : Optional.of(endpoint(endpoint.get())));
  }

  private static C3pEndpoint endpoint(XmlElement endpoint) throws WireFormatException {
    endpoint.atMostOne("joining-method", USERS + ".15");
    return new C3pEndpoint(
        required(endpoint, "entity"),
        XmlValues.childWord(endpoint, "joining-method", USERS + ".15"),
        word(endpoint, "endpoint-uri"));
  }

  private static C3pCommand deleteUser(XmlElement c) throws WireFormatException {
    XmlElement keys = c.only("userKeys", USERS);
    Optional<String> ban = c.attribute("ban");
    return new C3pCommand.DeleteUser(
        mcuUri(c),
        required(keys, "confEntity"),
        required(keys, "userEntity"),
        ban.isPresent() && XmlValues.bool(ban.get(), USERS));
  }

  private static C3pCommand modifyUserRoles(XmlElement c) throws WireFormatException {
    XmlElement keys = c.only("userKeys", USERS);
    List<XmlElement> roles = c.only("user-roles", USERS).children("entry");
    if (roles.isEmpty()) {
      throw new WireFormatException("no entry in user-roles", "a role", USERS);
    }
    return new C3pCommand.ModifyUserRoles(
        required(keys, "confEntity"),
        required(keys, "userEntity"),
        XmlValues.word(roles.get(0).text(), USERS));
  }

  private static C3pCommand modifyConferenceLock(XmlElement c) throws WireFormatException {
    return new C3pCommand.ModifyConferenceLock(
        confEntity(c), XmlValues.bool(c.only("locked", USERS).text(), USERS));
  }

  private static C3pCommand modifyEndpointMedia(XmlElement c) throws WireFormatException {
    XmlElement keys = c.only("mediaKeys", MEDIA);
    XmlElement media = c.only("media", MEDIA);
    return new C3pCommand.ModifyEndpointMedia(
        mcuUri(c),
        required(keys, "confEntity"),
        required(keys, "userEntity"),
        required(keys, "endpointEntity"),
        required(keys, "mediaId"),
        status(media),
        ConferenceRecordReader.filter(media, "media-ingress-filter", MEDIA),
        ConferenceRecordReader.filter(media, "media-egress-filter", MEDIA));
  }

  private static Optional<MediaStatus> status(XmlElement media) throws WireFormatException {
    Optional<String> word = XmlValues.childWord(media, "status", MEDIA);
    Optional<MediaStatus> status = word.flatMap(MediaStatus::named);
    if (word.isPresent() && status.isEmpty()) {
      throw new WireFormatException(word.get(), "a direction", "RFC 4575 5.8.5");
    }
    return status;
  }

  private static C3pCommand setLobbyAccess(XmlElement c) throws WireFormatException {
    Optional<String> word =
        c.attribute("access").or(() -> c.childText("access")).map(String::strip);
    Optional<LobbyAccess> access = word.flatMap(LobbyAccess::named);
    if (access.isEmpty()) {
      throw new WireFormatException(word.orElse("no access"), "granted or denied", USERS);
    }
    List<String> users = new ArrayList<>();
    for (XmlElement user : c.children("user")) {
      users.add(required(user, "entity"));
    }
    if (users.isEmpty()) {
      throw new WireFormatException("no user", "one or more", USERS);
    }
    return new C3pCommand.SetLobbyAccess(confEntity(c), access.get(), users);
  }

  /** The conference that a command or an answer is about. */
  static String confEntity(XmlElement c) throws WireFormatException {
    return required(c.only("conferenceKeys", SECTION), "confEntity");
  }

  private static Optional<String> mcuUri(XmlElement c) throws WireFormatException {
    return word(c, "mcuUri");
  }

  private static String required(XmlElement e, String attribute) throws WireFormatException {
    return XmlValues.word(e.required(attribute, SECTION), SECTION);
  }

  private static Optional<String> word(XmlElement e, String attribute) throws WireFormatException {
    Optional<String> value = e.attribute(attribute).filter(v -> !v.isBlank());
    return value.isEmpty() ? value : Optional.of(XmlValues.word(value.get(), SECTION));
  }
}
