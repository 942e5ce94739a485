package org.confocal.sip;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.confocal.engine.Rejection;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.control.ControlResult;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.sip.message.SipRequest;
import org.confocal.wire.WireFormatException;
import org.confocal.wire.c3p.C3pAnswer;
import org.confocal.wire.c3p.C3pEndpoint;
import org.confocal.wire.c3p.C3pEnvelope;
import org.confocal.wire.c3p.C3pReasons;
import org.confocal.wire.c3p.C3pResponse;
import org.confocal.wire.c3p.C3pUser;
import org.confocal.wire.c3p.ConferenceRecord;
import org.confocal.wire.confinfo.ConferenceInfoWriter;
import org.confocal.wire.confinfo.Dialect;
import org.confocal.wire.confinfo.JoiningMethod;

/** Translates what became of orders to responses of C3P. Pure. MS-CONFBAS 2.2.3. */
final class ControlAnswers {
  private ControlAnswers() {}

  /** The response to the request that is still open. */
  static C3pResponse response(C3pEnvelope request, ConferenceUri conference, ControlResult result) {
    if (result.refusal().isPresent()) {
      return C3pResponse.failure(request, reason(result.order(), result.refusal().get()));
    }
    return C3pResponse.success(request, answer(request.commandName(), conference, result));
  }

  /** The INFO that brings a response later. MS-CONFBAS 3.4.5. */
  static SipRequest inform(EdgeProtocol.Inform inform) throws WireFormatException {
    ControlResult result = inform.result();
    C3pEnvelope asked =
        new C3pEnvelope(
            result.requestId(),
            result.asker().value(),
            inform.conference().text(),
            command(result.order()));
    return SipDialogs.request(inform.dialog(), "INFO", inform.cseq())
        .withBody(C3pBody.of(response(asked, inform.conference(), result)));
  }

  /** Who exists already is told apart: for a meeting the table has its own word. */
  private static String reason(ControlOrder order, Rejection refusal) {
    boolean adds = order instanceof ControlOrder.DialIn || order instanceof ControlOrder.DialOut;
    return adds && refusal.reason() == Rejection.Reason.ALREADY_EXISTS
        ? C3pReasons.USER_ALREADY_EXISTS
        : RejectionMapping.codes(refusal.reason()).c3pReason();
  }

  private static C3pAnswer answer(String command, ConferenceUri conference, ControlResult result) {
    if (result.order() instanceof ControlOrder.DialIn o) {
      return added(
          conference,
          new C3pUser(
              o.user().value(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(endpoint(o.endpoint(), JoiningMethod.DIALED_IN))),
          result.connection());
    } else if (result.order() instanceof ControlOrder.DialOut o) {
      return added(
          conference,
          new C3pUser(
              o.user().value(),
              Optional.of(o.displayName()).filter(n -> !n.isEmpty()),
              Optional.of(o.presenter() ? "presenter" : "attendee"),
              Optional.of(endpoint(o.endpoint(), JoiningMethod.DIALED_OUT))),
          result.connection());
    } else if (result.order() instanceof ControlOrder.EndConference) {
      return new C3pAnswer.Conference(command, ConferenceRecord.of(conference.text()));
    }
    return result
        .roster()
        .<C3pAnswer>map(
            roster ->
                new C3pAnswer.FullDocument(
                    command,
                    ConferenceInfoWriter.write(
                        RosterTranslation.of(roster, Dialect.MICROSOFT), Dialect.MICROSOFT)))
        .orElseGet(() -> new C3pAnswer.Empty(command));
  }

  private static C3pAnswer added(
      ConferenceUri conference, C3pUser user, Map<String, String> connection) {
    return new C3pAnswer.User(conference.text(), user, new TreeMap<>(connection));
  }

  private static C3pEndpoint endpoint(String entity, JoiningMethod method) {
    return new C3pEndpoint(entity, Optional.of(method.word()), Optional.empty());
  }

  /** The command that an order came from. */
  private static String command(ControlOrder order) {
    if (order instanceof ControlOrder.Describe) {
      return "getConference";
    } else if (order instanceof ControlOrder.Admit) {
      return "setLobbyAccess";
    } else if (order instanceof ControlOrder.Eject || order instanceof ControlOrder.Ban) {
      return "deleteUser";
    } else if (order instanceof ControlOrder.SetRole) {
      return "modifyUserRoles";
    } else if (order instanceof ControlOrder.SetLock) {
      return "modifyConferenceLock";
    } else if (order instanceof ControlOrder.Mute || order instanceof ControlOrder.Filter) {
      return "modifyEndpointMedia";
    } else if (order instanceof ControlOrder.OfSound || order instanceof ControlOrder.SetSubject) {
      return "modifyConference"; // C3P has no word of its own for most of what is heard
    } else if (order instanceof ControlOrder.StartRecording
        || order instanceof ControlOrder.StopRecording) {
      return "modifyConference"; // C3P has no word for it: it comes by other doors
    } else if (order instanceof ControlOrder.DialIn || order instanceof ControlOrder.DialOut) {
      return "addUser";
    } else if (order instanceof ControlOrder.EndConference) {
      return "deleteConference";
    }
    throw new AssertionError(order);
  }
}
