package org.confocal.load;

import java.util.Locale;
import org.confocal.load.simulations.Parameter;
import org.confocal.load.simulations.Workload;
import org.confocal.load.simulations.Workloads;

/** The help of the command line, made of the parameters themselves. */
final class Help {
  private Help() {}

  static String all() {
    StringBuilder text = new StringBuilder();
    text.append("usage: ./confocal load NAME [--PARAMETER VALUE ...]\n\n");
    text.append(
        "Puts load on a node by SIP, writes a report, and fails (exit code 1) when too much"
            + " failed or was too slow.\n\nNAME\n");
    for (Workload workload : Workloads.all()) {
      text.append(String.format(Locale.ROOT, "  %-14s %s%n", workload.name(), workload.meaning()));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "  %-14s %s%n",
            "a.b.MyClass",
            "a simulation of your own (docs/load-testing.md); any --NAME VALUE is passed on"));
    text.append("\nParameters of each, with defaults: ./confocal load NAME --help\n\nExamples:\n");
    text.append("  ./confocal load joins\n");
    text.append("  ./confocal load joins --target 192.0.2.7 --rate 100 --duration 1m\n");
    text.append("  ./confocal load joins --set kind=c3p --rate 50\n");
    return text.toString();
  }

  static String of(Workload workload) {
    StringBuilder text = new StringBuilder();
    text.append("usage: ./confocal load ").append(workload.name());
    text.append(" [--PARAMETER VALUE | --set PARAMETER=VALUE ...]\n\n");
    text.append(workload.name()).append(": ").append(workload.meaning()).append("\n\n");
    for (Parameter parameter : workload.parameters()) {
      String fallback = parameter.fallback().isEmpty() ? "" : " [" + parameter.fallback() + "]";
      String choices =
          parameter.shape() == Parameter.Shape.CHOICE ? " (" + parameter.expected() + ")" : "";
      text.append(
          String.format(
              Locale.ROOT,
              "  --%-14s %s%s%s%n",
              parameter.name(),
              parameter.meaning(),
              choices,
              fallback));
    }
    return text.toString();
  }
}
