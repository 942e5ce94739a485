package org.confocal.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.asLongAsDuring;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.pace;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static org.confocal.load.sip.SipDsl.body;
import static org.confocal.load.sip.SipDsl.sip;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import org.confocal.load.sip.SipAwaitBuilder;
import org.confocal.load.sip.SipProtocolBuilder;

/**
 * Members of a conference write, and all others hear every line once. Those who only listen must
 * hear all in the same order; {@code line} in the report is the way of a line from its author to
 * one of the others.
 */
public final class Chat extends Simulation {
  private static final String DIALOG = "chat";
  private static final String HEARD = "heard";
  private static final Duration SOON = Duration.ofMillis(200);

  private final Given given = Given.of(Workloads.CHAT);
  private final String conference = Meetings.conference(given);
  private final int authors = given.number("authors");
  private final int listeners = given.number("members") - authors;
  private final Duration gather = Meetings.gathering(listeners);
  private final SipProtocolBuilder protocol = Meetings.protocol(given);
  private final Lines lines = new Lines(authors);

  {
    if (authors < 1 || listeners < 1) {
      throw new IllegalArgumentException(
          "--members: %d, --authors: %d (expected: at least one of each who only listens)"
              .formatted(given.number("members"), authors));
    }
    setUp(
            Meetings.scheduled(given)
                .injectOpen(atOnceUsers(1))
                .andThen(
                    listening().injectOpen(rampUsers(listeners).during(gather)),
                    writing()
                        .injectOpen(
                            nothingFor(gather.plusSeconds(1)),
                            rampUsers(authors).during(Meetings.gathering(authors)))))
        .protocols(protocol)
        .assertions(given.assertions("join", "chat", "say", "line"));
  }

  private ChainBuilder enter() {
    String mcu = conference.replace(":focus:", ":chat:");
    return exec(session -> session.set(HEARD, new Lines.Heard()))
        .exec(Meetings.join("join", conference))
        .exitHereIfFailed()
        .exec(sip("chat").invite(mcu).messages().dialog(DIALOG))
        .exitHereIfFailed();
  }

  private SipAwaitBuilder hear(boolean whole, Duration limit) {
    return sip("line")
        .await("MESSAGE")
        .dialog(DIALOG)
        .within(limit)
        .orNothing()
        .begunAt(Lines::saidAt)
        .check(
            body()
                .satisfies(
                    session -> "the next line in the order of the chat",
                    (text, session) -> lines.follows(heard(session), text, whole)));
  }

  private static Lines.Heard heard(Session session) {
    return java.util.Objects.requireNonNull(session.<Lines.Heard>get(HEARD));
  }

  private ScenarioBuilder listening() {
    Duration most = gather.plus(given.wholeSeconds("duration")).plusSeconds(20);
    return scenario("listeners")
        .feed(listFeeder(given.people(1, listeners)).circular())
        .exec(enter())
        .exec(
            asLongAsDuring(session -> !lines.isOver(heard(session)), session -> most)
                .on(exec(hear(true, SOON))))
        .exec(sip("all heard").verify(session -> lines.missing(heard(session))))
        .exec(sip("leave").bye());
  }

  private ScenarioBuilder writing() {
    Duration pause = Duration.ofMillis((long) (1000 * authors / given.rate("rate")));
    Duration listens = pause.multipliedBy(3).dividedBy(4); // and back in time for the next line
    ChainBuilder say =
        exec(session -> session.set("n", session.contains("n") ? session.getInt("n") + 1 : 1))
            .exec(
                sip("say").message().dialog(DIALOG).stamped("stamp").text("#{user} #{n} #{stamp}"))
            .exec(
                session -> {
                  if (!session.isFailed()) {
                    lines.said();
                  }
                  return session;
                });
    return scenario("authors")
        .feed(listFeeder(given.people(listeners + 1, authors)).circular())
        .exec(enter())
        .exec(
            during(given.wholeSeconds("duration"))
                .on(
                    pace(pause)
                        .exec(say)
                        .exec(during(listens).on(exec(hear(false, pause.dividedBy(8)))))))
        .exec(
            session -> {
              lines.authorEnds();
              return session;
            })
        .exec(during(Duration.ofSeconds(1)).on(exec(hear(false, SOON))))
        .exec(sip("leave").bye());
  }

  @Override
  public void after() {
    Summary.print(protocol);
  }
}
