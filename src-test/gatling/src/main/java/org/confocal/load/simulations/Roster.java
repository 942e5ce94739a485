package org.confocal.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static org.confocal.load.sip.SipDsl.header;
import static org.confocal.load.sip.SipDsl.sip;
import static org.confocal.load.sip.SipDsl.xpath;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import org.confocal.load.sip.SipAwaitBuilder;
import org.confocal.load.sip.SipProtocolBuilder;

/**
 * Some watch a conference while others come and go. Each document must follow the last one of its
 * subscription (RFC 4575 section 4.6: a partial document has the next version).
 */
public final class Roster extends Simulation {
  /** After the last one has left, documents may still be on their way. */
  private static final Duration SETTLE = Duration.ofSeconds(2);

  private static final String VERSION = "version";

  private final Given given = Given.of(Workloads.ROSTER);
  private final String conference = Meetings.conference(given);
  private final int watchers = given.number("watchers");
  private final Duration gather = Meetings.gathering(watchers);
  private final SipProtocolBuilder protocol = Meetings.protocol(given);

  {
    Duration load = given.wholeSeconds("duration");
    setUp(
            Meetings.scheduled(given)
                .injectOpen(atOnceUsers(1))
                .andThen(
                    watching().injectOpen(rampUsers(watchers).during(gather)),
                    moving()
                        .injectOpen(
                            nothingFor(gather),
                            constantUsersPerSec(given.rate("rate")).during(load))))
        .protocols(protocol)
        .assertions(given.assertions("join", "leave", "watch"));
  }

  private ScenarioBuilder watching() {
    Duration stay =
        gather.plus(given.wholeSeconds("duration")).plus(given.duration("stay")).plus(SETTLE);
    return scenario("watchers")
        .feed(listFeeder(given.people(1, watchers)).circular())
        .exec(Meetings.join("join", conference))
        .exitHereIfFailed()
        .exec(
            sip("watch")
                .subscribe(conference, "conference")
                .header("Accept", "application/conference-info+xml"))
        .exitHereIfFailed()
        .exec(first())
        .exitHereIfFailed()
        .exec(during(stay).on(exec(next())))
        .exec(sip("leave").bye());
  }

  private static SipAwaitBuilder first() {
    return sip("first document")
        .awaitNotify()
        .check(
            header("Subscription-State").matches("active.*"),
            xpath("string(/ci:conference-info/@state)").matches("full|"),
            xpath("/ci:conference-info/@version").saveAs(VERSION));
  }

  private static ChainBuilder next() {
    return exec(
        sip("document")
            .awaitNotify()
            .within(Duration.ofMillis(500))
            .orNothing()
            .check(
                xpath("string(/ci:conference-info/@state)").saveAs("state"),
                xpath("/ci:conference-info/@version")
                    .satisfies(Roster::following, Roster::follows)
                    .saveAs(VERSION)));
  }

  /** The version that is to come. */
  private static String following(Session session) {
    long next = Long.parseLong(String.valueOf(session.getString(VERSION))) + 1;
    return "partial".equals(session.getString("state")) ? Long.toString(next) : next + " or more";
  }

  private static boolean follows(String version, Session session) {
    long next = Long.parseLong(String.valueOf(session.getString(VERSION))) + 1;
    boolean number = version.matches("\\d{1,10}");
    return number
        && ("partial".equals(session.getString("state"))
            ? Long.parseLong(version) == next
            : Long.parseLong(version) >= next);
  }

  private ScenarioBuilder moving() {
    return scenario("movers")
        .feed(listFeeder(given.people(watchers + 1, given.number("movers"))).circular())
        .exec(Meetings.join("join", conference))
        .exitHereIfFailed()
        .pause(given.duration("stay"))
        .exec(sip("leave").bye());
  }

  @Override
  public void after() {
    Summary.print(protocol);
  }
}
