package org.confocal.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static org.confocal.load.sip.SipDsl.header;
import static org.confocal.load.sip.SipDsl.sip;
import static org.confocal.load.sip.SipDsl.status;

import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import org.confocal.load.sip.SipProtocolBuilder;

/** Users come at a steady rate, join a meeting, stay a moment and leave. */
public final class Joins extends Simulation {
  private final Given given = Given.of(Workloads.JOINS);
  private final boolean c3p = given.text("kind").equals("c3p");
  private final SipProtocolBuilder protocol = protocol();

  {
    OpenInjectionStep load =
        constantUsersPerSec(given.rate("rate")).during(given.duration("duration"));
    PopulationBuilder people =
        c3p
            ? Meetings.scheduled(given).injectOpen(atOnceUsers(1)).andThen(byC3p().injectOpen(load))
            : plain().injectOpen(load);
    setUp(people).protocols(protocol).assertions(given.assertions("join", "leave"));
  }

  private SipProtocolBuilder protocol() {
    String transport = given.text("transport");
    boolean tcp = transport.equals("auto") ? c3p : transport.equals("tcp");
    SipProtocolBuilder chosen = given.protocol(tcp);
    return c3p ? chosen.ocs().user("#{user}").password("#{password}") : chosen;
  }

  private ScenarioBuilder plain() {
    String meeting = "sip:" + given.text("meeting") + "@" + given.host();
    return scenario("plain callers")
        .exec(
            sip("join").invite(meeting).audio().check(status().is(200), header("Contact").exists()))
        .exitHereIfFailed()
        .pause(given.duration("stay"))
        .exec(sip("leave").bye());
  }

  private ScenarioBuilder byC3p() {
    String conference = Meetings.conference(given);
    return scenario("C3P clients")
        .feed(listFeeder(given.people(1, given.number("users"))).circular())
        .exec(Meetings.join(conference))
        .exitHereIfFailed()
        .pause(given.duration("stay"))
        .exec(sip("leave").bye());
  }

  @Override
  public void after() {
    Summary.print(protocol);
  }
}
