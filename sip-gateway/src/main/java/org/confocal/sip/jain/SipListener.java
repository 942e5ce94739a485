package org.confocal.sip.jain;

import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;

/**
 * What the stack tells the one above it. Every method is called on a thread of the stack and must
 * not block: pass the news on and return.
 */
public interface SipListener {
  /**
   * A new request other than ACK and CANCEL; repetitions are absorbed. The top Via has received and
   * rport filled in. An INVITE that is not answered within 200 ms gets a 100 from the stack.
   */
  void onRequest(SipRequest request, ServerTransactionId id, Flow flow);

  /** An ACK that belongs to a 2xx (the others stay in the stack). It may come more than once. */
  void onAck(SipRequest ack, Flow flow);

  /**
   * An INVITE is cancelled. The CANCEL itself is answered by the stack: 200, or 481 if there was no
   * such INVITE (then this method is not called). The INVITE wants a 487 from the caller, if it has
   * no final answer yet.
   */
  void onCancel(ServerTransactionId invite, Flow flow);

  /**
   * An answer to a request of ours. A 2xx to an INVITE may come again after its transaction ended:
   * each wants an ACK. Answers to a CANCEL of ours are not told.
   */
  void onResponse(ClientTransactionId id, SipResponse response);

  /** No final answer within 64 times T1; for an INVITE: no answer at all. */
  void onTimeout(ClientTransactionId id);

  /** A request of ours could not be sent; nothing more comes for it. */
  void onTransportError(ClientTransactionId id, TransportFailure failure);

  /** A request that wants no answer is on its way; nothing more comes for it. */
  default void onSent(ClientTransactionId id) {}

  /**
   * A TCP connection ended. UDP flows do not close. Messages that came on it before may still be
   * told after this.
   */
  void onFlowClosed(Flow flow);
}
