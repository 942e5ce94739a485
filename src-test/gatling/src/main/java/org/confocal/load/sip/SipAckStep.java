package org.confocal.load.sip;

import io.gatling.core.session.Session;
import java.util.Optional;
import org.confocal.load.client.Outcome;

/** Acknowledges a call by hand. */
final class SipAckStep extends SipStep {
  private final Text request;
  private final String dialog;

  SipAckStep(StepBuilder.Wiring wiring, Text request, String dialog) {
    super(wiring);
    this.request = request;
    this.dialog = dialog;
  }

  @Override
  void begin(Session session, long startMs) {
    String told = request.in(session);
    client(
        session,
        (user, done) -> user.acknowledge(dialog, done),
        outcome -> {
          if (outcome instanceof Outcome.Missed missed) {
            finish(session, told, startMs, missed.atMs(), Optional.of(missed.why()));
          } else {
            next().$bang(session);
          }
        });
  }
}
