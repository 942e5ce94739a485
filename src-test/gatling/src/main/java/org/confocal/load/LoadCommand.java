package org.confocal.load;

import io.gatling.app.Gatling$;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.confocal.load.simulations.Given;
import org.confocal.load.simulations.Parameter;
import org.confocal.load.simulations.Workload;
import org.confocal.load.simulations.Workloads;

/** The program behind {@code ./confocal load}. */
public final class LoadCommand {
  /** All assertions hold. */
  private static final int WELL = 0;

  /** Something could not be done. */
  private static final int FAILED = 1;

  /** The command line was not understood. */
  private static final int NOT_UNDERSTOOD = 2;

  private LoadCommand() {}

  /** Exit code 0: done, and all assertions hold; 1: not; 2: not understood. */
  public static void main(String[] args) {
    System.exit(run(List.of(args)));
  }

  static int run(List<String> args) {
    if (args.isEmpty() || args.get(0).matches("--help|-h|help")) {
      System.out.print(Help.all());
      return args.isEmpty() ? NOT_UNDERSTOOD : WELL;
    }
    try {
      Call call = Call.parse(args);
      if (call.help()) {
        System.out.print(Help.of(call.workload()));
        return WELL;
      }
      return run(call);
    } catch (IllegalArgumentException wrong) {
      System.err.println("confocal load: " + wrong.getMessage());
      System.err.println("See ./confocal load --help");
      return NOT_UNDERSTOOD;
    }
  }

  private static int run(Call call) {
    String run = UUID.randomUUID().toString().replace("-", "").substring(0, 8);
    Map<String, String> values = new LinkedHashMap<>(call.values());
    values.put("run", run);
    try (People people = People.forRun(call, run)) {
      values.putAll(people.values());
      values.forEach((name, value) -> System.setProperty(Given.PREFIX + name, value));
      List<String> gatling = new ArrayList<>();
      gatling.addAll(List.of("-s", call.workload().simulation()));
      gatling.addAll(List.of("-rf", results().toString()));
      gatling.addAll(List.of("-rd", "confocal load " + call.workload().name()));
      return Gatling$.MODULE$.fromArgs(gatling.toArray(String[]::new)) == 0 ? WELL : FAILED;
    } catch (NodeUnreachable unreachable) {
      System.err.println("confocal load: " + unreachable.getMessage());
      return FAILED;
    }
  }

  private static Path results() {
    return Path.of(System.getProperty("confocal-home", ".")).resolve("target").resolve("load");
  }

  /**
   * A command line that was understood.
   *
   * @param values what was told, by the names of parameters
   */
  record Call(Workload workload, Map<String, String> values, boolean help) {
    Call {
      values = Map.copyOf(values);
    }

    /** Its value, or the default. */
    String value(String name) {
      String fallback = workload.parameter(name).map(Parameter::fallback).orElse("");
      return values.getOrDefault(name, fallback);
    }

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException that names what is wrong and what was expected
     */
    static Call parse(List<String> args) {
      String name = args.get(0);
      boolean own = name.indexOf('.') > 0;
      Workload workload = own ? ownClass(name) : known(name);
      Map<String, String> values = new LinkedHashMap<>();
      boolean help = false;
      for (int i = 1; i < args.size(); i++) {
        String option = args.get(i);
        if (option.equals("--help") || option.equals("-h")) {
          help = true;
        } else if (option.equals("--set")) {
          i++;
          String[] pair = next(args, i, option).split("=", 2);
          if (pair.length < 2) {
            throw new IllegalArgumentException("--set " + pair[0] + " (expected: NAME=VALUE)");
          }
          put(workload, own, values, pair[0], pair[1]);
        } else if (option.startsWith("--") && option.indexOf('=') > 0) {
          String[] pair = option.substring(2).split("=", 2);
          put(workload, own, values, pair[0], pair[1]);
        } else if (option.startsWith("--")) {
          i++;
          put(workload, own, values, option.substring(2), next(args, i, option));
        } else {
          throw new IllegalArgumentException(option + " (expected: --NAME VALUE)");
        }
      }
      return new Call(workload, values, help);
    }

    private static String next(List<String> args, int at, String option) {
      if (at >= args.size()) {
        throw new IllegalArgumentException(option + " (expected: a value behind it)");
      }
      return args.get(at);
    }

    private static Workload known(String name) {
      return Workloads.named(name)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "simulation: "
                          + name
                          + " (expected: "
                          + String.join(", ", Workloads.all().stream().map(Workload::name).toList())
                          + ", or the full name of a class)"));
    }

    private static Workload ownClass(String name) {
      try {
        Class.forName(name, false, LoadCommand.class.getClassLoader());
      } catch (ClassNotFoundException none) {
        throw new IllegalArgumentException(
            "simulation: " + name + " (expected: a class of src-test/gatling)", none);
      }
      String end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      return new Workload(end, name, "a simulation of your own", Workloads.common());
    }

    private static void put(
        Workload workload, boolean own, Map<String, String> values, String name, String value) {
      Parameter parameter = workload.parameter(name).orElse(null);
      if (parameter == null && !own) {
        throw new IllegalArgumentException(
            "--"
                + name
                + " (expected: one of "
                + String.join(", ", workload.parameters().stream().map(Parameter::name).toList())
                + ")");
      }
      values.put(name, parameter == null ? value : parameter.accept(value));
    }
  }
}
