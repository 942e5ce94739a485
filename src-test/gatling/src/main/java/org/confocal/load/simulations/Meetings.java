package org.confocal.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static org.confocal.load.sip.SipDsl.sip;
import static org.confocal.load.sip.SipDsl.status;
import static org.confocal.load.sip.SipDsl.xpath;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import java.time.Duration;
import org.confocal.load.sip.C3p;
import org.confocal.load.sip.SipProtocolBuilder;

/** The meeting of a run by C3P: its organizer is the first user. */
final class Meetings {
  private static final int JOINS_PER_SECOND = 20;

  private Meetings() {}

  /** How long so many take to come in, before the load begins. Gatling injects by whole seconds. */
  static Duration gathering(int people) {
    return Duration.ofSeconds(1 + (people + JOINS_PER_SECOND - 1) / JOINS_PER_SECOND);
  }

  /** Clients of the OCS generation, who can prove who they are. */
  static SipProtocolBuilder protocol(Given given) {
    return given.protocol().ocs().user("#{user}").password("#{password}");
  }

  /** A user joins the conference by C3P. */
  static ChainBuilder join(String name, String conference) {
    return exec(
        sip(name)
            .invite(conference)
            .c3p("#{me}", conference, C3p.addUser(conference, "#{me}"))
            .check(
                status().is(200),
                xpath("/c3p:response/@code").is("success"),
                xpath("//ci:user/@entity").is("#{me}")));
  }

  private static String organizer(Given given) {
    return (String) java.util.Objects.requireNonNull(given.people(1, 1).get(0).get("me"));
  }

  /** Its URI. The id is the run's own, so that each run has a fresh meeting. */
  static String conference(Given given) {
    return organizer(given) + ";gruu;opaque=app:conf:focus:id:" + id(given);
  }

  private static String id(Given given) {
    return given.text("run", "LOAD0000").toUpperCase(java.util.Locale.ROOT);
  }

  /** The scenario of one user who schedules it. */
  static ScenarioBuilder scheduled(Given given) {
    String factory = organizer(given) + ";gruu;opaque=app:conf:focusfactory";
    return scenario("organizer")
        .feed(listFeeder(given.people(1, 1)).circular())
        .exec(
            sip("schedule")
                .service(factory)
                .c3p("#{me}", factory, C3p.addConference(id(given)))
                .check(
                    status().is(200),
                    xpath("/c3p:response/@code").is("success"),
                    xpath("//ci:conference-info/@entity").is(conference(given))));
  }
}
