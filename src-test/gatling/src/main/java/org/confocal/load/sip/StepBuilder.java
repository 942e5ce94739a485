package org.confocal.load.sip;

import io.gatling.core.CoreComponents;
import io.gatling.core.action.Action;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.structure.ScenarioContext;
import java.util.function.Function;

/** Makes a step when Gatling puts a scenario together. */
record StepBuilder(String kind, Function<StepBuilder.Wiring, Action> step)
    implements ActionBuilder {
  /** What a step is connected to. */
  record Wiring(String kind, CoreComponents core, SipComponents components, Action next) {}

  @Override
  public Action build(ScenarioContext context, Action next) {
    SipComponents components = context.protocolComponentsRegistry().components(SipComponents.KEY);
    return step.apply(new Wiring(kind, context.coreComponents(), components, next));
  }
}
