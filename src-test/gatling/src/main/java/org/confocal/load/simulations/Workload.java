package org.confocal.load.simulations;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A simulation with a name.
 *
 * @param name on the command line
 * @param simulation name of its class
 * @param meaning for people, one line
 * @param parameters its own ones and those of all
 */
public record Workload(String name, String simulation, String meaning, List<Parameter> parameters) {
  public Workload {
    parameters = List.copyOf(parameters);
  }

  static Workload of(
      String name, Class<?> simulation, String meaning, List<Parameter> own, List<Parameter> all) {
    List<Parameter> parameters = new ArrayList<>(own);
    parameters.addAll(all);
    return new Workload(name, simulation.getName(), meaning, parameters);
  }

  /** Its parameter of this name. */
  public Optional<Parameter> parameter(String wanted) {
    return parameters.stream().filter(p -> p.name().equals(wanted)).findFirst();
  }
}
