package org.confocal.sip;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.sip.jain.ClientTransactionId;
import org.confocal.sip.jain.Flow;
import org.confocal.sip.jain.ServerTransactionId;
import org.confocal.sip.jain.SipListener;
import org.confocal.sip.jain.TransportFailure;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * Hands what the stack tells, on its own threads, to the edge actor as messages. The stack listens
 * from when the actor is there, and after {@link #hush} nothing is told.
 */
final class StackEvents implements SipListener {
  /** A request other than ACK and CANCEL. */
  record Incoming(SipRequest request, ServerTransactionId id, Flow flow)
      implements EdgeProtocol.EdgeInternal {}

  record Ack(SipRequest request, Flow flow) implements EdgeProtocol.EdgeInternal {}

  record Cancelled(ServerTransactionId invite) implements EdgeProtocol.EdgeInternal {}

  record Answer(ClientTransactionId id, SipResponse response)
      implements EdgeProtocol.EdgeInternal {}

  record TimedOut(ClientTransactionId id) implements EdgeProtocol.EdgeInternal {}

  record NotSent(ClientTransactionId id, TransportFailure why)
      implements EdgeProtocol.EdgeInternal {}

  record Sent(ClientTransactionId id) implements EdgeProtocol.EdgeInternal {}

  record FlowClosed(Flow flow) implements EdgeProtocol.EdgeInternal {}

  private final AtomicReference<@Nullable ActorRef<EdgeProtocol.Command>> edge =
      new AtomicReference<>();

  private volatile boolean hushed;

  void goTo(ActorRef<EdgeProtocol.Command> actor) {
    edge.set(actor);
  }

  /**
   * Nobody is told anything any more. What the end of the transports does to requests and
   * connections says nothing of the peers: it must not cost anybody his dialog.
   */
  void hush() {
    hushed = true;
  }

  private void tell(EdgeProtocol.EdgeInternal event) {
    ActorRef<EdgeProtocol.Command> actor = edge.get();
    if (actor != null && !hushed) {
      actor.tell(event);
    }
  }

  @Override
  public void onRequest(SipRequest request, ServerTransactionId id, Flow flow) {
    tell(new Incoming(request, id, flow));
  }

  @Override
  public void onAck(SipRequest ack, Flow flow) {
    tell(new Ack(ack, flow));
  }

  @Override
  public void onCancel(ServerTransactionId invite, Flow flow) {
    tell(new Cancelled(invite));
  }

  @Override
  public void onResponse(ClientTransactionId id, SipResponse response) {
    tell(new Answer(id, response));
  }

  @Override
  public void onTimeout(ClientTransactionId id) {
    tell(new TimedOut(id));
  }

  @Override
  public void onTransportError(ClientTransactionId id, TransportFailure failure) {
    tell(new NotSent(id, failure));
  }

  @Override
  public void onSent(ClientTransactionId id) {
    tell(new Sent(id));
  }

  @Override
  public void onFlowClosed(Flow flow) {
    tell(new FlowClosed(flow));
  }
}
