package org.confocal.sip;

import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.sip.jain.ClientTransactionId;
import org.confocal.sip.message.SipResponse;

/** What an actor hears of the requests that it has sent. */
final class ClientProtocol {
  private ClientProtocol() {}

  /** What may be said. */
  sealed interface Command permits Answered, Failed, Sent, Internal {}

  /** A response came. */
  record Answered(ClientTransactionId id, SipResponse response) implements Command {}

  /**
   * The request could not be sent, or nothing came back.
   *
   * @param status 408 when nothing came back; 0 when it could not be sent
   */
  record Failed(ClientTransactionId id, EdgeProtocol.Outcome outcome, int status, String why)
      implements Command {}

  /** A request that wants no answer is on its way. */
  record Sent(ClientTransactionId id) implements Command {}

  /** For what such an actor says to itself. */
  non-sealed interface Internal extends Command {}

  /** What a final status means for the dialog. */
  static EdgeProtocol.Outcome outcome(EdgeProtocol.Method method, int status) {
    if (status < 300) {
      return EdgeProtocol.Outcome.OK;
    } else if (status == 481 || status == 408) {
      return EdgeProtocol.Outcome.GONE;
    } else if (status == 491) {
      return EdgeProtocol.Outcome.GLARE;
    }
    return method == EdgeProtocol.Method.OPTIONS
        ? EdgeProtocol.Outcome.OK
        : EdgeProtocol.Outcome.REFUSED;
  }
}
