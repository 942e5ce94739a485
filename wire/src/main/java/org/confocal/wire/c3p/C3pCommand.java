package org.confocal.wire.c3p;

import java.util.List;
import java.util.Optional;
import org.confocal.wire.confinfo.MediaFilter;
import org.confocal.wire.confinfo.MediaStatus;
import org.confocal.wire.xml.XmlElement;
import org.confocal.wire.xml.XmlValues;

/**
 * What a client asks of the focus factory or of a focus. {@code confEntity} is the conference URI
 * as the client wrote it, {@code mcuUri} that of the MCU that is to execute the command; both are
 * to be compared by what they mean, not as text.
 */
public sealed interface C3pCommand {
  /** The name of its element. */
  String name();

  /** What can this installation do? Factory; MS-CONFPRO 2.2. */
  record GetConferencingCapabilities() implements C3pCommand {
    @Override
    public String name() {
      return "getConferencingCapabilities";
    }
  }

  /** Which MCUs are there? Factory; the elder form of {@link GetConferencingCapabilities}. */
  record GetAvailableMcuTypes() implements C3pCommand {
    @Override
    public String name() {
      return "getAvailableMcuTypes";
    }
  }

  /** With which certificate are passcodes to be encrypted? Factory. */
  record GetEncryptionKey() implements C3pCommand {
    @Override
    public String name() {
      return "getEncryptionKey";
    }
  }

  /** Schedules a meeting; the entity of the record is empty. Factory; MS-CONFPRO 2.2.1. */
  record AddConference(ConferenceRecord conference) implements C3pCommand {
    @Override
    public String name() {
      return "addConference";
    }
  }

  /**
   * Replaces the record of a meeting (factory), or changes some views of a running conference
   * (focus; then it names an MCU as a rule). MS-CONFBAS 4.4.10.
   */
  record ModifyConference(Optional<String> mcuUri, ConferenceRecord conference)
      implements C3pCommand {
    public ModifyConference {
      requireWords(mcuUri.orElse("-"), conference.entity());
    }

    @Override
    public String name() {
      return "modifyConference";
    }
  }

  /** Deletes a meeting (factory), or ends a running conference (focus). MS-CONFBAS 2.2.3.14. */
  record DeleteConference(String confEntity) implements C3pCommand {
    public DeleteConference {
      requireWords(confEntity);
    }

    @Override
    public String name() {
      return "deleteConference";
    }
  }

  /**
   * Asks for the record of a meeting (factory) or the roster (focus). One of the keys is there.
   * MS-CONFPRO 4.5.
   */
  record GetConference(Optional<String> confEntity, Optional<String> conferenceId)
      implements C3pCommand {
    public GetConference {
      requireWords(confEntity.orElse("-"), conferenceId.orElse("-"));
      if (confEntity.isEmpty() && conferenceId.isEmpty()) {
        throw new IllegalArgumentException("getConference without a key (expected: one)");
      }
    }

    @Override
    public String name() {
      return "getConference";
    }
  }

  /** Asks for all meetings of the sender. Factory. */
  record GetConferences() implements C3pCommand {
    @Override
    public String name() {
      return "getConferences";
    }
  }

  /**
   * Joins the focus (no {@code mcuUri}), asks for the way onto an MCU ({@code dialed-in}), or has
   * an MCU call somebody ({@code dialed-out}). MS-CONFBAS 2.2.3.4, 2.2.3.15 and 2.2.3.18.
   *
   * @param keys what the sender gives beside his name
   */
  record AddUser(Optional<String> mcuUri, String confEntity, C3pUser user, ConferenceKeys keys)
      implements C3pCommand {
    public AddUser {
      requireWords(mcuUri.orElse("-"), confEntity);
    }

    /** Without keys. */
    public AddUser(Optional<String> mcuUri, String confEntity, C3pUser user) {
      this(mcuUri, confEntity, user, ConferenceKeys.NONE);
    }

    @Override
    public String name() {
      return "addUser";
    }
  }

  /**
   * Ejects a user from the conference, or from one MCU.
   *
   * @param ban he may not come again while the conference runs: the attribute {@code ban="true"} of
   *     the command, which is ours, for C3P has no word for it
   */
  record DeleteUser(Optional<String> mcuUri, String confEntity, String userEntity, boolean ban)
      implements C3pCommand {
    public DeleteUser {
      requireWords(mcuUri.orElse("-"), confEntity, userEntity);
    }

    /** He may come again. */
    public DeleteUser(Optional<String> mcuUri, String confEntity, String userEntity) {
      this(mcuUri, confEntity, userEntity, false);
    }

    @Override
    public String name() {
      return "deleteUser";
    }
  }

  /**
   * Gives a user another role.
   *
   * @param role any word, the focus judges it
   */
  record ModifyUserRoles(String confEntity, String userEntity, String role) implements C3pCommand {
    public ModifyUserRoles {
      requireWords(confEntity, userEntity, role);
    }

    @Override
    public String name() {
      return "modifyUserRoles";
    }
  }

  /** Locks or unlocks a conference. */
  record ModifyConferenceLock(String confEntity, boolean locked) implements C3pCommand {
    public ModifyConferenceLock {
      requireWords(confEntity);
    }

    @Override
    public String name() {
      return "modifyConferenceLock";
    }
  }

  /**
   * Mutes or unmutes one stream of an endpoint. MS-CONFAV 3.2.5.4.
   *
   * @param endpointEntity as the roster told it
   * @param status the direction that the stream is to have
   */
  record ModifyEndpointMedia(
      Optional<String> mcuUri,
      String confEntity,
      String userEntity,
      String endpointEntity,
      String mediaId,
      Optional<MediaStatus> status,
      Optional<MediaFilter> ingressFilter,
      Optional<MediaFilter> egressFilter)
      implements C3pCommand {
    public ModifyEndpointMedia {
      requireWords(mcuUri.orElse("-"), confEntity, userEntity, endpointEntity, mediaId);
    }

    @Override
    public String name() {
      return "modifyEndpointMedia";
    }
  }

  /**
   * Lets users in from the lobby, or sends them away. The layout is ours.
   *
   * @param users their URIs, at least one
   */
  record SetLobbyAccess(String confEntity, LobbyAccess access, List<String> users)
      implements C3pCommand {
    public SetLobbyAccess {
      users = List.copyOf(users);
      requireWords(confEntity);
      requireWords(users.toArray(String[]::new));
      if (users.isEmpty()) {
        throw new IllegalArgumentException("setLobbyAccess without users (expected: one or more)");
      }
    }

    @Override
    public String name() {
      return "setLobbyAccess";
    }
  }

  /**
   * A command that nobody here knows; it gets {@link C3pReasons#NOT_SUPPORTED}.
   *
   * @param element all of it, its name is the command's
   */
  record Unknown(String name, XmlElement element) implements C3pCommand {
    public Unknown {
      if (!name.equals(element.name())) {
        throw new IllegalArgumentException(name + " (expected: " + element.name() + ")");
      }
    }
  }

  private static void requireWords(String... words) {
    for (String word : words) {
      if (!XmlValues.isWord(word)) {
        throw new IllegalArgumentException(
            "'" + word + "' (expected: 1 to 512 characters without blanks)");
      }
    }
  }
}
