package org.confocal.load.sip;

import io.gatling.core.session.Session;
import java.util.List;
import java.util.Optional;
import org.confocal.load.client.Order;
import org.confocal.load.client.Outcome;
import org.confocal.load.message.Header;

/** Sends a request and waits for its final answer. */
final class SipRequestStep extends SipStep {
  private final SipRequestBuilder.Request request;
  private final boolean judgesStatus;

  SipRequestStep(StepBuilder.Wiring wiring, SipRequestBuilder.Request request) {
    super(wiring);
    this.request = request;
    this.judgesStatus = request.checks().stream().anyMatch(SipCheck::isOfStatus);
  }

  @Override
  void begin(Session given, long startMs) {
    String stamp = request.stamp();
    Session session = stamp.isEmpty() ? given : given.set(stamp, startMs);
    String name = request.name().in(session);
    Order order = order(session);
    client(
        session,
        (user, done) -> user.send(order, done),
        outcome -> finish(session, name, startMs, outcome));
  }

  private Order order(Session session) {
    List<Header> headers =
        request.headers().stream()
            .map(line -> new Header(line.name(), line.value().in(session)))
            .toList();
    return new Order(
        request.method(),
        request.uri().in(session),
        request.dialog(),
        headers,
        request.type(),
        request.body().in(session),
        request.acknowledged());
  }

  private void finish(Session session, String name, long startMs, Outcome outcome) {
    if (outcome instanceof Outcome.Missed missed) {
      finish(session, name, startMs, missed.atMs(), Optional.of(missed.why()));
      return;
    }
    Outcome.Came came = (Outcome.Came) outcome;
    int status = came.message().status();
    if (!judgesStatus && status / 100 != 2) {
      String why = "status: " + came.message().summary() + " (expected: 2xx)";
      finish(session, name, startMs, came.atMs(), Optional.of(why));
      return;
    }
    SipCheck.Verdict verdict = judge(new Inspected(came.message()), request.checks(), session);
    finish(verdict.session().asScala(), name, startMs, came.atMs(), verdict.failure());
  }
}
