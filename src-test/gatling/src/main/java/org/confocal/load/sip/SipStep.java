package org.confocal.load.sip;

import com.typesafe.scalalogging.Logger;
import io.gatling.commons.stats.Status;
import io.gatling.commons.util.Clock;
import io.gatling.core.action.Action;
import io.gatling.core.action.ExitableAction;
import io.gatling.core.session.Session;
import io.gatling.core.stats.StatsEngine;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.confocal.load.client.Outcome;
import org.confocal.load.client.SipUser;
import org.confocal.load.message.Credentials;
import org.confocal.load.message.MessageFormatException;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * What all SIP actions have in common: they run on the session's loop, let the client work on its
 * own, come back, check, tell Gatling's engine, and go on.
 */
abstract class SipStep implements ExitableAction {
  static final String OK = "OK";
  static final String KO = "KO";

  private final StepBuilder.Wiring wiring;
  private final Logger logger = Logger.apply(LoggerFactory.getLogger("org.confocal.load.step"));

  SipStep(StepBuilder.Wiring wiring) {
    this.wiring = wiring;
  }

  /** Does its work; throws {@link Text.TextMissing} before anything is sent. */
  abstract void begin(Session session, long startMs);

  @Override
  public void execute(Session session) {
    try {
      begin(session, clock().nowMillis());
    } catch (Text.TextMissing | MessageFormatException | IllegalArgumentException wrong) {
      crash(session, wrong);
    }
  }

  /** Something is wrong with the simulation: that is a failure too, and the user goes on. */
  private void crash(Session session, RuntimeException wrong) {
    long nowMs = clock().nowMillis();
    finish(session, name(), nowMs, nowMs, Optional.of(told(wrong)));
  }

  /** A condition or function of the simulation may throw: no user is lost by it. */
  private void guarded(Session session, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException wrong) {
      logger.underlying().warn("in {}", name(), wrong);
      crash(session, wrong);
    }
  }

  private static String told(Exception wrong) {
    return String.valueOf(wrong.getMessage());
  }

  /** Lets the session's user do something on the client's loop; the outcome comes back here. */
  void client(Session session, UserWork work, Consumer<Outcome> done) {
    SipComponents components = wiring.components();
    Credentials credentials = components.credentials(session);
    SipComponents.Holder holder = SipComponents.holder(session);
    Consumer<Outcome> back =
        o -> session.eventLoop().execute(() -> guarded(session, () -> done.accept(o)));
    components
        .client()
        .run(
            () -> {
              try {
                work.with(holder.user(components.client(), credentials), back);
              } catch (IllegalStateException | MessageFormatException refused) {
                back.accept(new Outcome.Missed(told(refused), clock().nowMillis()));
              }
            });
  }

  /** What a user is asked to do. */
  interface UserWork {
    void with(SipUser user, Consumer<Outcome> done);
  }

  /** Counts a response, and goes on. */
  void finish(Session session, String request, long startMs, long endMs, Optional<String> failure) {
    boolean well = failure.isEmpty();
    statsEngine()
        .logResponse(
            session.scenario(),
            session.groups(),
            request,
            startMs,
            endMs,
            Status.apply(well ? OK : KO),
            Option.empty(),
            Option.apply(failure.orElse(null)));
    wiring.components().protocol().figures().add(request, startMs, endMs, well);
    Session timed = session.logGroupRequestTimings(startMs, endMs);
    next().$bang(well ? timed : timed.markAsFailed());
  }

  /** Judges a message by all checks, up to the first that fails. */
  static SipCheck.Verdict judge(Inspected message, List<SipCheck> checks, Session session) {
    var verdict =
        new SipCheck.Verdict(new io.gatling.javaapi.core.Session(session), Optional.empty());
    for (SipCheck check : checks) {
      verdict = check.judge(message, verdict.session());
      if (verdict.failure().isPresent()) {
        return verdict;
      }
    }
    return verdict;
  }

  @Override
  public String name() {
    return wiring.kind();
  }

  @Override
  public Action next() {
    return wiring.next();
  }

  @Override
  public Clock clock() {
    return wiring.core().clock();
  }

  @Override
  public StatsEngine statsEngine() {
    return wiring.core().statsEngine();
  }

  @Override
  public Logger logger() {
    return logger;
  }

  @Override
  public void com$typesafe$scalalogging$StrictLogging$_setter_$logger_$eq(Logger ours) {
    // Set by traits when they begin; ours is final.
  }

  /** What the trait calls for {@code super.!}; the compiler of Java does not see it. */
  public void io$gatling$core$action$ExitableAction$$super$$bang(Session session) {
    onItsLoop(session);
  }

  /** The same of the trait above it. */
  public void io$gatling$core$action$ChainableAction$$super$$bang(Session session) {
    onItsLoop(session);
  }

  private void onItsLoop(Session session) {
    EventLoop loop = session.eventLoop();
    if (loop.inEventLoop()) {
      execute(session);
    } else if (!loop.isShutdown()) {
      loop.execute(() -> execute(session));
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
