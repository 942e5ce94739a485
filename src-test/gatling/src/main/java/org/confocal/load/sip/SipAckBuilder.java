package org.confocal.load.sip;

import io.gatling.javaapi.core.ActionBuilder;

/** An ACK by hand. It is no request of its own in the report, unless it cannot be sent. */
public final class SipAckBuilder implements ActionBuilder {
  private final String name;
  private final String dialog;

  SipAckBuilder(String name, String dialog) {
    this.name = name;
    this.dialog = dialog;
  }

  /** The dialog whose INVITE is acknowledged. */
  public SipAckBuilder dialog(String other) {
    return new SipAckBuilder(name, other);
  }

  @Override
  public io.gatling.core.action.builder.ActionBuilder asScala() {
    Text told = Text.el(name);
    return new StepBuilder("ACK", wiring -> new SipAckStep(wiring, told, dialog));
  }
}
