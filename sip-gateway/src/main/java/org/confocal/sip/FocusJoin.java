package org.confocal.sip;

import java.util.Map;
import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Entry;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Keys;
import org.confocal.sip.message.Body;
import org.confocal.sip.message.SipRequest;
import org.confocal.wire.c3p.C3pAnswer;
import org.confocal.wire.c3p.C3pCommand;
import org.confocal.wire.c3p.C3pEndpoint;
import org.confocal.wire.c3p.C3pEnvelope;
import org.confocal.wire.c3p.C3pFormatException;
import org.confocal.wire.c3p.C3pRequest;
import org.confocal.wire.c3p.C3pResponse;
import org.confocal.wire.c3p.C3pUser;

/**
 * A join by C3P: what stands in the INVITE to a focus. Pure. MS-CONFBAS 2.2.3.4.
 *
 * @param sender as From and C3P say; not proved yet
 * @param conference as To, C3P and the keys in it say
 */
record FocusJoin(
    C3pEnvelope envelope, C3pCommand.AddUser command, UserUri sender, ConferenceUri conference) {

  /** Reads the body of {@code invite} and checks all that can be checked without asking anybody. */
  static FocusJoin read(SipRequest invite, Body body, OwnNames names) throws C3pRefusal {
    C3pRequest request = parse(body);
    if (!(request.command() instanceof C3pCommand.AddUser add)) {
      throw C3pRefusal.of(
          Rejection.Reason.NOT_SUPPORTED,
          request.command().name() + " in an INVITE (expected: addUser)");
    }
    UserUri sender = C3pChecks.sender(invite, request.envelope(), names);
    Optional<ConferenceUri> to = names.conference(invite.to().uri());
    if (to.isEmpty()) {
      throw C3pRefusal.of(
          Rejection.Reason.UNKNOWN_CONFERENCE, invite.to().uri() + " is no conference");
    }
    if (!to.equals(names.conference(request.to()))) {
      throw C3pRefusal.of(C3pFault.BAD_TO, "to: " + request.to() + " (expected: " + to.get() + ")");
    }
    C3pChecks.isAbout(to.get(), add, names);
    if (add.mcuUri().isPresent()) {
      throw C3pRefusal.of(
          C3pFault.TARGETS_MCU, "mcuUri: " + add.mcuUri().get() + " (expected: none in an INVITE)");
    }
    if (!names.userOf(add.user().entity()).equals(Optional.of(sender))) {
      throw C3pRefusal.of(
          C3pFault.BAD_TARGET, "user: " + add.user().entity() + " (expected: " + sender + ")");
    }
    if (add.user().endpoint().isPresent()) {
      C3pChecks.isGuid(add.user().endpoint().get().entity());
    }
    return new FocusJoin(request.envelope(), add, sender, to.get());
  }

  private static C3pRequest parse(Body body) throws C3pRefusal {
    try {
      return C3pRequest.read(body.bytes());
    } catch (C3pFormatException e) {
      throw C3pRefusal.malformed(e);
    }
  }

  /** By which way the sender comes in. */
  Entry entry() {
    return new Entry(
        LegKind.FOCUS, Optional.empty(), command.user().endpoint().map(C3pEndpoint::entity));
  }

  /** What the sender gives beside his name. */
  Keys keys() {
    return new Keys(command.keys().conferenceKey(), command.keys().passcode());
  }

  /** Whoever joins must be the one who has proved who he is. */
  void by(UserUri proved) throws C3pRefusal {
    if (!proved.equals(sender)) {
      throw C3pRefusal.of(Rejection.Reason.NOT_AUTHORIZED, proved + " may not join as " + sender);
    }
  }

  /**
   * The body of the 200: the user with the endpoint id and the role that were granted. A guest is
   * told the entity that we made for him: it is not the one that he wrote.
   */
  C3pResponse answer(FocusProtocol.Established e) {
    return C3pResponse.success(
        envelope,
        new C3pAnswer.User(
            command.confEntity(),
            new C3pUser(
                e.participant().equals(sender) ? command.user().entity() : e.participant().value(),
                command.user().displayText(),
                Optional.of(RosterTranslation.word(e.role())),
                Optional.of(new C3pEndpoint(e.endpoint(), Optional.empty(), Optional.empty()))),
            Map.of()));
  }
}
