package org.confocal.load;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The users of a run: those that exist, or some that are made before it and removed after it. */
final class People implements AutoCloseable {
  private final Map<String, String> values;
  private final Runnable goodbye;

  private People(Map<String, String> values, Runnable goodbye) {
    this.values = Map.copyOf(values);
    this.goodbye = goodbye;
  }

  /** What the simulation is to be told of them. */
  Map<String, String> values() {
    return values;
  }

  /**
   * Makes those that this run needs.
   *
   * @throws NodeUnreachable if they cannot be made
   */
  static People forRun(LoadCommand.Call call, String run) {
    int count = wanted(call);
    if (count == 0) {
      return new People(Map.of(), () -> {});
    }
    if (!call.value("user-prefix").isEmpty()) {
      if (call.value("domain").isEmpty()) {
        throw new IllegalArgumentException("--domain (expected with --user-prefix: their domain)");
      }
      return new People(Map.of(), () -> {});
    }
    LocalNode node = LocalNode.on(call.value("data"));
    String prefix = "load-" + run.substring(0, 4) + "-";
    String password = UUID.randomUUID().toString();
    System.out.println("Making " + count + " users " + prefix + "1 ... on the node");
    for (int i = 1; i <= count; i++) {
      node.addUser(prefix + i, password);
    }
    Map<String, String> values = new LinkedHashMap<>();
    values.put("user-prefix", prefix);
    values.put("password", password);
    if (call.value("domain").isEmpty()) {
      values.put("domain", node.domain());
    }
    return new People(
        values,
        () -> {
          for (int i = 1; i <= count; i++) {
            node.removeUser(prefix + i);
          }
        });
  }

  private static int wanted(LoadCommand.Call call) {
    return switch (call.workload().name()) {
      case "joins" -> call.value("kind").equals("c3p") ? number(call, "users") : 0;
      case "roster" -> number(call, "watchers") + number(call, "movers");
      case "chat" -> number(call, "members");
      default -> call.values().containsKey("users") ? number(call, "users") : 0;
    };
  }

  private static int number(LoadCommand.Call call, String name) {
    return Integer.parseInt(call.value(name).isEmpty() ? "0" : call.value(name));
  }

  @Override
  public void close() {
    goodbye.run();
  }
}
