package org.confocal.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.c3p.C3pCommand;
import org.confocal.wire.c3p.C3pEndpoint;
import org.confocal.wire.c3p.C3pUser;
import org.confocal.wire.c3p.ConferenceRecord;
import org.confocal.wire.c3p.LobbyAccess;
import org.confocal.wire.confinfo.JoiningMethod;
import org.confocal.wire.confinfo.MediaFilter;
import org.confocal.wire.confinfo.MediaStatus;

/**
 * Translates the commands of C3P in the dialog with a focus to orders. Pure. MS-CONFBAS 2.2.3,
 * MS-CONFAV 3.2.5.4.
 */
final class ControlTranslation {
  private static final int LONGEST_SUBJECT = 256;

  private final ConferenceUri conference;
  private final OwnNames names;

  private ControlTranslation(ConferenceUri conference, OwnNames names) {
    this.conference = conference;
    this.names = names;
  }

  /**
   * The order that a command means.
   *
   * @param conference that of the dialog; whoever calls has checked that the command is about it
   */
  static ControlOrder order(C3pCommand command, ConferenceUri conference, OwnNames names)
      throws C3pRefusal {
    return new ControlTranslation(conference, names).order(command);
  }

  private ControlOrder order(C3pCommand command) throws C3pRefusal {
    if (command instanceof C3pCommand.GetConference c) {
      return describe(c);
    } else if (command instanceof C3pCommand.AddUser c) {
      return addUser(c);
    } else if (command instanceof C3pCommand.DeleteUser c && c.ban()) {
      return new ControlOrder.Ban(user(c.userEntity()), true);
    } else if (command instanceof C3pCommand.SetLobbyAccess c) {
      return lobby(c);
    } else if (command instanceof C3pCommand.DeleteUser c) {
      return new ControlOrder.Eject(user(c.userEntity()), mcu(c.mcuUri().orElse("")));
    } else if (command instanceof C3pCommand.ModifyUserRoles c) {
      return new ControlOrder.SetRole(user(c.userEntity()), C3pChecks.presents(c.role()));
    } else if (command instanceof C3pCommand.ModifyConferenceLock c) {
      return new ControlOrder.SetLock(c.locked());
    } else if (command instanceof C3pCommand.ModifyEndpointMedia c) {
      return filter(c);
    } else if (command instanceof C3pCommand.ModifyConference c) {
      return modify(c);
    } else if (command instanceof C3pCommand.DeleteConference) {
      return new ControlOrder.EndConference();
    }
    throw C3pRefusal.of(
        Rejection.Reason.NOT_SUPPORTED, command.name() + " is not understood by a focus");
  }

  private ControlOrder lobby(C3pCommand.SetLobbyAccess c) throws C3pRefusal {
    List<UserUri> users = new ArrayList<>();
    for (String entity : c.users()) {
      users.add(user(entity));
    }
    return new ControlOrder.Admit(users, c.access() == LobbyAccess.GRANTED);
  }

  private ControlOrder describe(C3pCommand.GetConference c) throws C3pRefusal {
    Optional<String> id = c.conferenceId();
    if (id.isPresent() && !id.get().equalsIgnoreCase(conference.id().value())) {
      throw C3pRefusal.of(
          Rejection.Reason.UNKNOWN_CONFERENCE,
          "conference-id: " + id.get() + " (expected: " + conference.id() + ")");
    }
    return new ControlOrder.Describe();
  }

  private ControlOrder addUser(C3pCommand.AddUser c) throws C3pRefusal {
    UserUri user = user(c.user().entity());
    McuType mcu =
        mcu(c.mcuUri().orElse(""))
            .orElseThrow(
                () -> C3pRefusal.of(Rejection.Reason.UNKNOWN_MCU, "addUser without mcuUri"));
    Optional<C3pEndpoint> endpoint = c.user().endpoint();
    String said = endpoint.flatMap(C3pEndpoint::joiningMethod).orElse("");
    Optional<JoiningMethod> method =
        JoiningMethod.named(said).filter(m -> m != JoiningMethod.FOCUS_OWNER);
    if (endpoint.isEmpty() || method.isEmpty()) {
      throw C3pRefusal.of(
          Rejection.Reason.BAD_JOINING_METHOD,
          "joining-method: " + said + " (expected: dialed-in or dialed-out)");
    }
    C3pChecks.isGuid(endpoint.get().entity());
    return method.get() == JoiningMethod.DIALED_IN
        ? new ControlOrder.DialIn(user, mcu, endpoint.get().entity())
        : dialOut(c.user(), user, mcu, endpoint.get());
  }

  private static ControlOrder dialOut(
      C3pUser asked, UserUri user, McuType mcu, C3pEndpoint endpoint) throws C3pRefusal {
    String uri = endpoint.endpointUri().orElse(user.value());
    try {
      SipUri given = SipUri.parse(uri);
      uri = given.param("maddr").isPresent() ? given.withoutParam("maddr").write() : uri;
    } catch (WireFormatException e) {
      throw C3pRefusal.of(C3pFault.BAD_USER, "endpoint-uri: " + e.getMessage());
    }
    return new ControlOrder.DialOut(
        user,
        asked.displayText().map(String::strip).orElse(""),
        asked.role().isPresent() && C3pChecks.presents(asked.role().get()),
        mcu,
        endpoint.entity(),
        uri);
  }

  /**
   * A filter says one thing plainly, a direction alone says both; only {@code recvonly}, by which
   * clients mute, leaves deafness as it is.
   */
  private ControlOrder filter(C3pCommand.ModifyEndpointMedia c) throws C3pRefusal {
    if (mcu(c.mcuUri().orElse("")).filter(t -> t != McuType.AUDIO_VIDEO).isPresent()) {
      throw C3pRefusal.of(
          Rejection.Reason.UNKNOWN_MCU, "mcuUri: " + c.mcuUri().get() + " (expected: audio-video)");
    }
    UserUri user = user(c.userEntity());
    int media = mediaId(c.mediaId());
    boolean alone = c.ingressFilter().isEmpty() && c.egressFilter().isEmpty();
    Optional<MediaStatus> status = c.status().filter(s -> alone);
    if (alone && status.isEmpty()) {
      throw C3pRefusal.of(
          C3pFault.BAD_COMMAND, "neither status nor media-ingress-filter nor media-egress-filter");
    }
    Optional<Boolean> muted =
        c.ingressFilter()
            .map(f -> f == MediaFilter.BLOCK)
            .or(() -> status.map(s -> s == MediaStatus.RECVONLY || s == MediaStatus.INACTIVE));
    Optional<Boolean> deaf =
        c.egressFilter()
            .map(f -> f == MediaFilter.BLOCK)
            .or(
                () ->
                    status
                        .filter(s -> s != MediaStatus.RECVONLY)
                        .map(s -> s == MediaStatus.SENDONLY || s == MediaStatus.INACTIVE));
    return deaf.isEmpty()
        ? new ControlOrder.Mute(user, c.endpointEntity(), media, muted.orElseThrow())
        : new ControlOrder.Filter(user, c.endpointEntity(), media, muted, deaf);
  }

  private static int mediaId(String text) throws C3pRefusal {
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw C3pRefusal.of(
          Rejection.Reason.UNKNOWN_MEDIA, "mediaId: " + text + " (expected: as in the roster)");
    }
    return Integer.parseInt(text);
  }

  /** One order is one thing to do, or half of it could be refused. */
  private ControlOrder modify(C3pCommand.ModifyConference c) throws C3pRefusal {
    if (c.mcuUri().isPresent()) {
      mcu(c.mcuUri().get());
    }
    ConferenceRecord record = c.conference();
    List<ControlOrder> orders = new ArrayList<>();
    if (record.subject().isPresent()) {
      orders.add(subject(record.subject().get()));
    }
    record.locked().ifPresent(locked -> orders.add(new ControlOrder.SetLock(locked)));
    for (ConferenceRecord.View view : record.views()) {
      view.locked().ifPresent(locked -> orders.add(new ControlOrder.SetLock(locked)));
      for (ConferenceRecord.InitialFilter filter : view.filters()) {
        orders.add(
            new ControlOrder.MuteRole(
                C3pChecks.presents(filter.role()), filter.ingressFilter() == MediaFilter.BLOCK));
      }
    }
    List<ControlOrder> different = orders.stream().distinct().toList();
    if (different.size() == 2
        && different.stream().allMatch(ControlOrder.MuteRole.class::isInstance)) {
      ControlOrder.MuteRole one = (ControlOrder.MuteRole) different.get(0);
      ControlOrder.MuteRole other = (ControlOrder.MuteRole) different.get(1);
      if (one.muted() == other.muted()) {
        return new ControlOrder.MuteAll(one.muted(), false);
      }
    }
    if (different.size() != 1) {
      throw C3pRefusal.of(
          Rejection.Reason.NOT_SUPPORTED,
          different.size() + " changes of a running conference (expected: one at a time)");
    }
    return different.get(0);
  }

  private static ControlOrder subject(String subject) throws C3pRefusal {
    if (subject.length() > LONGEST_SUBJECT) {
      throw C3pRefusal.of(
          C3pFault.TOO_LARGE,
          "subject: " + subject.length() + " characters (expected: <= " + LONGEST_SUBJECT + ")");
    }
    return new ControlOrder.SetSubject(subject);
  }

  private UserUri user(String entity) throws C3pRefusal {
    return names
        .userOf(entity)
        .orElseThrow(
            () ->
                C3pRefusal.of(
                    C3pFault.BAD_TARGET, "user: " + entity + " (expected: sip:name@domain)"));
  }

  /**
   * The MCU of this conference that a URI names.
   *
   * @param uri an empty one names none
   */
  private Optional<McuType> mcu(String uri) throws C3pRefusal {
    if (uri.isEmpty()) {
      return Optional.empty();
    }
    Optional<McuType> type =
        names.mcu(uri).filter(m -> m.conference().equals(conference)).flatMap(McuUri::type);
    if (type.isEmpty()) {
      throw C3pRefusal.of(
          Rejection.Reason.UNKNOWN_MCU,
          "mcuUri: " + uri + " (expected: an MCU of " + conference + ")");
    }
    return type;
  }
}
