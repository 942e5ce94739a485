package org.confocal.load.sip;

import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Session;
import java.util.Optional;
import java.util.function.Function;

/** A finding of the simulation itself, as a line of the report. */
public final class SipVerifyBuilder implements ActionBuilder {
  private final String name;
  private final Function<Session, Optional<String>> failure;

  SipVerifyBuilder(String name, Function<Session, Optional<String>> failure) {
    this.name = name;
    this.failure = failure;
  }

  @Override
  public io.gatling.core.action.builder.ActionBuilder asScala() {
    Text told = Text.el(name);
    return new StepBuilder("verify", wiring -> new Step(wiring, told, failure));
  }

  private static final class Step extends SipStep {
    private final Text told;
    private final Function<Session, Optional<String>> failure;

    Step(StepBuilder.Wiring wiring, Text told, Function<Session, Optional<String>> failure) {
      super(wiring);
      this.told = told;
      this.failure = failure;
    }

    @Override
    void begin(io.gatling.core.session.Session session, long startMs) {
      finish(session, told.in(session), startMs, startMs, failure.apply(new Session(session)));
    }
  }
}
