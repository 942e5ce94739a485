package org.confocal.sip.kit;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.confocal.sip.jain.ClientTransactionId;
import org.confocal.sip.jain.Flow;
import org.confocal.sip.jain.ServerTransactionId;
import org.confocal.sip.jain.SipListener;
import org.confocal.sip.jain.TransportFailure;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;

/** A listener that notes everything, for a test that takes it out in order. */
public final class Notes implements SipListener {
  private static final int DEADLINE_S = 5;

  /** What the stack said. */
  public sealed interface Note {}

  public record Request(SipRequest request, ServerTransactionId id, Flow flow) implements Note {}

  public record Ack(SipRequest ack, Flow flow) implements Note {}

  public record Cancel(ServerTransactionId invite, Flow flow) implements Note {}

  public record Response(ClientTransactionId id, SipResponse response) implements Note {}

  public record Timeout(ClientTransactionId id) implements Note {}

  public record Failure(ClientTransactionId id, TransportFailure failure) implements Note {}

  public record Closed(Flow flow) implements Note {}

  private final BlockingQueue<Note> notes = new LinkedBlockingQueue<>();

  /** The next note, which must be of this kind. */
  public <T extends Note> T next(Class<T> kind) {
    try {
      Note note = notes.poll(DEADLINE_S, TimeUnit.SECONDS);
      if (kind.isInstance(note)) {
        return kind.cast(note);
      }
      throw new AssertionError("expected " + kind.getSimpleName() + " but got " + note);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public boolean isEmpty() {
    return notes.isEmpty();
  }

  @Override
  public void onRequest(SipRequest request, ServerTransactionId id, Flow flow) {
    notes.add(new Request(request, id, flow));
  }

  @Override
  public void onAck(SipRequest ack, Flow flow) {
    notes.add(new Ack(ack, flow));
  }

  @Override
  public void onCancel(ServerTransactionId invite, Flow flow) {
    notes.add(new Cancel(invite, flow));
  }

  @Override
  public void onResponse(ClientTransactionId id, SipResponse response) {
    notes.add(new Response(id, response));
  }

  @Override
  public void onTimeout(ClientTransactionId id) {
    notes.add(new Timeout(id));
  }

  @Override
  public void onTransportError(ClientTransactionId id, TransportFailure failure) {
    notes.add(new Failure(id, failure));
  }

  @Override
  public void onFlowClosed(Flow flow) {
    notes.add(new Closed(flow));
  }
}
