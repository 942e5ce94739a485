package org.confocal.load.sip;

import io.gatling.javaapi.core.ActionBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.confocal.load.message.SipMessage;

/** A request of the server that a virtual user waits for. Immutable. */
public final class SipAwaitBuilder implements ActionBuilder {
  private final Awaited awaited;

  /**
   * All of it.
   *
   * @param optional whether it may stay away: then nothing is counted
   * @param begun when what came was begun, in Unix time in ms; empty = when we began to wait
   */
  record Awaited(
      Text name,
      String method,
      String dialog,
      Duration within,
      boolean optional,
      Function<SipMessage, OptionalLong> begun,
      List<SipCheck> checks) {
    Awaited {
      checks = List.copyOf(checks);
    }
  }

  SipAwaitBuilder(String name, String method, String dialog, Duration within) {
    this(
        new Awaited(
            Text.el(name), method, dialog, within, false, m -> OptionalLong.empty(), List.of()));
  }

  private SipAwaitBuilder(Awaited awaited) {
    this.awaited = awaited;
  }

  /** The dialog in which it comes. */
  public SipAwaitBuilder dialog(String name) {
    Awaited a = awaited;
    return new SipAwaitBuilder(
        new Awaited(a.name, a.method, name, a.within, a.optional, a.begun, a.checks));
  }

  /** How long it is waited for; 5 s without this. */
  public SipAwaitBuilder within(Duration limit) {
    Awaited a = awaited;
    return new SipAwaitBuilder(
        new Awaited(a.name, a.method, a.dialog, limit, a.optional, a.begun, a.checks));
  }

  /** If nothing comes, that is no failure, and counts nowhere. */
  public SipAwaitBuilder orNothing() {
    Awaited a = awaited;
    return new SipAwaitBuilder(
        new Awaited(a.name, a.method, a.dialog, a.within, true, a.begun, a.checks));
  }

  /**
   * When what came was begun, in Unix time in ms: its response time counts from there, and not from
   * the beginning of the wait.
   */
  public SipAwaitBuilder begunAt(Function<SipMessage, OptionalLong> begun) {
    Awaited a = awaited;
    return new SipAwaitBuilder(
        new Awaited(a.name, a.method, a.dialog, a.within, a.optional, begun, a.checks));
  }

  /** What is expected of it. */
  public SipAwaitBuilder check(SipCheck... checks) {
    Awaited a = awaited;
    List<SipCheck> all = new ArrayList<>(a.checks);
    all.addAll(List.of(checks));
    return new SipAwaitBuilder(
        new Awaited(a.name, a.method, a.dialog, a.within, a.optional, a.begun, all));
  }

  @Override
  public io.gatling.core.action.builder.ActionBuilder asScala() {
    return new StepBuilder("await " + awaited.method, w -> new SipAwaitStep(w, awaited));
  }
}
