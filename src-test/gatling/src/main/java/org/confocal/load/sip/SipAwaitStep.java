package org.confocal.load.sip;

import io.gatling.core.session.Session;
import java.util.Optional;
import org.confocal.load.client.Outcome;

/** Waits for a request of the server. */
final class SipAwaitStep extends SipStep {
  private final SipAwaitBuilder.Awaited awaited;

  SipAwaitStep(StepBuilder.Wiring wiring, SipAwaitBuilder.Awaited awaited) {
    super(wiring);
    this.awaited = awaited;
  }

  @Override
  void begin(Session session, long startMs) {
    String told = awaited.name().in(session);
    client(
        session,
        (user, done) -> user.await(awaited.dialog(), awaited.method(), awaited.within(), done),
        outcome -> finish(session, told, startMs, outcome));
  }

  private void finish(Session session, String told, long startMs, Outcome outcome) {
    if (outcome instanceof Outcome.Missed missed) {
      if (awaited.optional()) {
        next().$bang(session);
      } else {
        finish(session, told, startMs, missed.atMs(), Optional.of(missed.why()));
      }
      return;
    }
    Outcome.Came came = (Outcome.Came) outcome;
    SipCheck.Verdict verdict = judge(new Inspected(came.message()), awaited.checks(), session);
    long begunMs = awaited.begun().apply(came.message()).orElse(startMs);
    long endMs = Math.max(begunMs, came.atMs());
    finish(verdict.session().asScala(), told, begunMs, endMs, verdict.failure());
  }
}
