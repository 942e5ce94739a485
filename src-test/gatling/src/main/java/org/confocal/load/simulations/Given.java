package org.confocal.load.simulations;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.CoreDsl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.confocal.load.sip.SipDsl;
import org.confocal.load.sip.SipProtocolBuilder;
import org.jspecify.annotations.Nullable;

/** What a run was told: the values of its parameters, which travel as system properties. */
public final class Given {
  /** Before the names of parameters in system properties. */
  public static final String PREFIX = "confocal.load.";

  private final List<Parameter> parameters;
  private final UnaryOperator<@Nullable String> properties;

  private Given(List<Parameter> parameters, UnaryOperator<@Nullable String> properties) {
    this.parameters = parameters;
    this.properties = properties;
  }

  /** For one of the simulations with a name. */
  public static Given of(Workload workload) {
    return new Given(workload.parameters(), System::getProperty);
  }

  /** For a simulation of your own: the common parameters, and {@link #text(String, String)}. */
  public static Given common() {
    return new Given(Workloads.common(), System::getProperty);
  }

  /** A value, or its default. */
  public String text(String name) {
    Parameter parameter =
        parameters.stream()
            .filter(p -> p.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no parameter " + name));
    return parameter.accept(text(name, parameter.fallback()));
  }

  /** The value of a parameter of your own, which came by {@code --set NAME=VALUE}. */
  public String text(String name, String fallback) {
    String value = properties.apply(PREFIX + name);
    return value == null ? fallback : value;
  }

  public int number(String name) {
    return Integer.parseInt(text(name));
  }

  public double rate(String name) {
    return Double.parseDouble(text(name));
  }

  public Duration duration(String name) {
    return Parameter.durationOf(text(name));
  }

  /** A duration as Gatling injects: by whole seconds, a part of one counts as one. */
  public Duration wholeSeconds(String name) {
    return Duration.ofSeconds((duration(name).toMillis() + 999) / 1000);
  }

  /** The protocol that the parameters describe. */
  public SipProtocolBuilder protocol() {
    return protocol(text("transport").equals("tcp"));
  }

  SipProtocolBuilder protocol(boolean tcp) {
    SipProtocolBuilder protocol =
        SipDsl.sip
            .target(text("target"))
            .local(text("local"))
            .timers(Duration.ofMillis(500), Duration.ofSeconds(4), duration("patience"));
    if (!text("domain").isEmpty()) {
      protocol = protocol.domain(text("domain"));
    }
    return tcp ? protocol.tcp(number("connections")) : protocol.udp();
  }

  /** HOST:PORT of the node, as it stands in addresses. */
  public String host() {
    return text("target");
  }

  /** So many users as lines of a feeder: {@code user}, {@code password}, {@code me} (his URI). */
  public List<Map<String, Object>> people(int from, int count) {
    String prefix = text("user-prefix");
    String domain = text("domain");
    return IntStream.range(from, from + count)
        .mapToObj(
            i ->
                Map.<String, Object>of(
                    "user", prefix + i,
                    "password", text("password"),
                    "me", "sip:" + prefix + i + "@" + domain))
        .toList();
  }

  /** What the parameters want of the run: few failures, and these requests in time. */
  public List<Assertion> assertions(String... requests) {
    List<Assertion> all = new ArrayList<>();
    all.add(CoreDsl.global().failedRequests().count().lte((long) number("max-ko")));
    for (String request : requests) {
      int limit = (int) duration("p99").toMillis();
      all.add(CoreDsl.details(request).responseTime().percentile(99).lte(limit));
    }
    return all;
  }
}
