package org.confocal.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static org.confocal.load.sip.SipDsl.header;
import static org.confocal.load.sip.SipDsl.sip;
import static org.confocal.load.sip.SipDsl.status;

import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.List;
import org.confocal.load.sip.SipProtocolBuilder;

/** Users come at a steady rate, join a meeting, stay a moment and leave. */
public final class Joins extends Simulation {
  private final Given given = Given.of(Workloads.JOINS);
  private final boolean c3p = given.text("kind").equals("c3p");
  private final SipProtocolBuilder protocol = protocol();

  {
    Duration warmUp = given.wholeSeconds("warm-up");
    double rate = given.rate("rate");
    OpenInjectionStep load = constantUsersPerSec(rate).during(given.wholeSeconds("duration"));
    PopulationBuilder[] people =
        warmUp.isZero()
            ? new PopulationBuilder[] {comers("").injectOpen(load)}
            : new PopulationBuilder[] {
              comers("warm-up ").injectOpen(rampUsersPerSec(1).to(rate).during(warmUp)),
              comers("").injectOpen(nothingFor(warmUp), load)
            };
    setUp(
            c3p
                ? List.of(Meetings.scheduled(given).injectOpen(atOnceUsers(1)).andThen(people))
                : List.of(people))
        .protocols(protocol)
        .assertions(given.assertions("join", "leave"));
  }

  /** Those of the warm-up have names of their own in the report, so that they spoil no figures. */
  private ScenarioBuilder comers(String prefix) {
    return c3p ? byC3p(prefix) : plain(prefix);
  }

  private SipProtocolBuilder protocol() {
    String transport = given.text("transport");
    boolean tcp = transport.equals("auto") ? c3p : transport.equals("tcp");
    SipProtocolBuilder chosen = given.protocol(tcp);
    return c3p ? chosen.ocs().user("#{user}").password("#{password}") : chosen;
  }

  private ScenarioBuilder plain(String prefix) {
    String meeting = "sip:" + given.text("meeting") + "@" + given.host();
    return scenario(prefix + "callers")
        .exec(
            sip(prefix + "join")
                .invite(meeting)
                .audio()
                .check(status().is(200), header("Contact").exists()))
        .exitHereIfFailed()
        .pause(given.duration("stay"))
        .exec(sip(prefix + "leave").bye());
  }

  private ScenarioBuilder byC3p(String prefix) {
    String conference = Meetings.conference(given);
    return scenario(prefix + "C3P clients")
        .feed(listFeeder(given.people(1, given.number("users"))).circular())
        .exec(Meetings.join(prefix + "join", conference))
        .exitHereIfFailed()
        .pause(given.duration("stay"))
        .exec(sip(prefix + "leave").bye());
  }

  @Override
  public void after() {
    Summary.print(protocol);
  }
}
