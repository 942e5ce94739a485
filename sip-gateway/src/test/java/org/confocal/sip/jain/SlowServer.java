package org.confocal.sip.jain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers one request whenever it is told to, and what belongs to a call at once. The
 * test says how fast it is: no clock does.
 */
final class SlowServer implements SipListener {
  private final AtomicReference<@Nullable JainSipStack> stack = new AtomicReference<>();
  private final Deque<Runnable> held = new ArrayDeque<>();
  private final AtomicInteger withinCalls = new AtomicInteger();
  private boolean quick;

  void attach(JainSipStack running) {
    stack.set(running);
  }

  /** Answers the request that waits longest. */
  synchronized void serveOne() {
    Runnable answer = held.poll();
    if (answer != null) {
      answer.run();
    }
  }

  synchronized void answerHeld() {
    while (!held.isEmpty()) {
      serveOne();
    }
  }

  /** What waits is left waiting. */
  synchronized void answerFromNowOn() {
    quick = true;
  }

  int withinCalls() {
    return withinCalls.get();
  }

  @Override
  public synchronized void onRequest(SipRequest request, ServerTransactionId id, Flow flow) {
    boolean withinCall = request.to().tag().isPresent();
    if (withinCall) {
      withinCalls.incrementAndGet();
    }
    Runnable answer =
        () ->
            Objects.requireNonNull(stack.get())
                .respond(id, request.response(200, "OK").withToTag("slow"));
    if (withinCall || quick) {
      answer.run();
    } else {
      held.add(answer);
    }
  }

  @Override
  public void onAck(SipRequest ack, Flow flow) {}

  @Override
  public void onCancel(ServerTransactionId invite, Flow flow) {}

  @Override
  public void onResponse(ClientTransactionId id, SipResponse response) {}

  @Override
  public void onTimeout(ClientTransactionId id) {}

  @Override
  public void onTransportError(ClientTransactionId id, TransportFailure failure) {}

  @Override
  public void onFlowClosed(Flow flow) {}
}
