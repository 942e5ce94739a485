package org.confocal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.confocal.load.simulations.Parameter;
import org.confocal.load.simulations.Workload;
import org.confocal.load.simulations.Workloads;
import org.junit.jupiter.api.Test;

class LoadCommandTest {
  private static LoadCommand.Call parse(String line) {
    return LoadCommand.Call.parse(List.of(line.split(" ")));
  }

  private static void refuses(String line, String... told) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(told);
  }

  @Test
  void parametersComeInThreeForms() {
    var call = parse("joins --rate 100 --duration=5s --set kind=c3p");

    assertThat(call.values())
        .containsEntry("rate", "100")
        .containsEntry("duration", "5s")
        .containsEntry("kind", "c3p");
    assertThat(call.value("target")).isEqualTo("127.0.0.1:5060");
  }

  @Test
  void whatIsNotUnderstoodIsNamedWithWhatWasExpected() {
    refuses("jions", "jions", "joins, roster, chat");
    refuses("joins --rote 5", "--rote", "rate", "duration");
    refuses("joins --rate fast", "--rate: fast", "a number above 0");
    refuses("joins --rate 0", "--rate: 0");
    refuses("joins --duration 30", "--duration: 30", "30s");
    refuses("joins --set kind=sip", "--kind: sip", "plain|c3p");
    refuses("joins --rate", "--rate", "a value behind it");
    refuses("joins fast", "fast", "--NAME VALUE");
    refuses("org.nobody.Here", "org.nobody.Here", "a class");
  }

  @Test
  void aSimulationOfYourOwnTakesWhateverItIsTold() {
    var call = parse("org.confocal.load.simulations.Joins --colour red");

    assertThat(call.workload().name()).isEqualTo("joins");
    assertThat(call.values()).containsEntry("colour", "red");
  }

  @Test
  void theHelpNamesEveryParameterAndItsDefault() {
    for (Workload workload : Workloads.all()) {
      String help = Help.of(workload);
      for (Parameter parameter : workload.parameters()) {
        assertThat(help).contains("--" + parameter.name(), parameter.fallback());
        assertThat(parameter.accept(parameter.fallback())).isEqualTo(parameter.fallback());
      }
      assertThat(Help.all()).contains("  " + workload.name() + " ");
    }
  }
}
