package org.confocal.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.confocal.server.node.EngineOnly;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command line with no node running: it opens the data itself. */
final class CommandLineTest {
  /** What a command came to. */
  record Run(int exitCode, String out, String err) {}

  @TempDir Path folder;

  @Test
  void anUnknownOptionIsNotUnderstood() {
    Run run = run("serve", "--frob");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo("confocal: Unknown option: '--frob'\nTry 'confocal serve --help'.\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "serve --help",
        "stop --help",
        "user --help",
        "user add --help",
        "user list --help",
        "user disable --help",
        "user enable --help",
        "user remove --help",
        "user contact --help",
        "user contact add --help",
        "user contact list --help",
        "user contact remove --help",
        "meeting --help",
        "meeting create --help",
        "meeting list --help",
        "meeting show --help",
        "meeting delete --help",
        "records --help",
        "version --help"
      })
  void helpIsEverywhereAndHasAnExample(String command) {
    Run run = run(command.split(" "));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Example").contains("  confocal ");
  }

  @Test
  void whereNoNodeRunsThereIsNothingToStop() {
    Run stop = onData("stop");
    Run senseless = onData("stop", "--wait", "soon");

    assertThat(stop)
        .isEqualTo(new Run(1, "", "confocal: no node runs on " + folder.resolve("data") + "\n"));
    assertThat(folder.resolve("data")).doesNotExist();
    assertThat(senseless.exitCode()).isEqualTo(2);
    assertThat(senseless.err())
        .startsWith("confocal: --wait: soon (expected: a duration such as 30s, 0s to 1h)\n");
  }

  @Test
  void optionsWithoutACommandAreThoseOfServe() {
    assertThat(ConfocalCommand.withServe()).containsExactly("serve");
    assertThat(ConfocalCommand.withServe("--data", "d")).containsExactly("serve", "--data", "d");
    assertThat(ConfocalCommand.withServe("--help")).containsExactly("--help");
    assertThat(ConfocalCommand.withServe("user", "list")).containsExactly("user", "list");
  }

  @Test
  void aUserIsAddedListedAndRemoved() {
    Run added = onData("user", "add", "Ada", "--generate");
    Run again = onData("user", "add", "ada", "--generate");
    Run listed = onData("user", "list");
    Run removed = onData("user", "remove", "ada");
    Run gone = onData("user", "remove", "ada");

    assertThat(added.exitCode()).isZero();
    assertThat(added.out()).containsPattern("password {4}[a-z2-9]{16}\n");
    assertThat(again).isEqualTo(new Run(1, "", "confocal: user ada exists already\n"));
    assertThat(listed.out()).startsWith("USER  ADDRESS").contains("\nada   sip:ada@");
    assertThat(removed).isEqualTo(new Run(0, "removed ada\n", ""));
    assertThat(gone).isEqualTo(new Run(1, "", "confocal: there is no user ada\n"));
  }

  @Test
  void aUserIsDisabledAndEnabledAgain() {
    onData("user", "add", "ada", "--generate");

    Run disabled = onData("user", "disable", "Ada");
    Run listed = onData("user", "list");
    Run enabled = onData("user", "enable", "ada");
    Run again = onData("user", "list");
    Run nobody = onData("user", "disable", "ben");

    assertThat(disabled).isEqualTo(new Run(0, "disabled ada\n", ""));
    assertThat(listed.out()).containsPattern("ada +sip:ada@\\S+ +disabled\n");
    assertThat(enabled).isEqualTo(new Run(0, "enabled ada\n", ""));
    assertThat(again.out()).containsPattern("ada +sip:ada@\\S+ +enabled\n");
    assertThat(nobody).isEqualTo(new Run(1, "", "confocal: there is no user ben\n"));
  }

  @Test
  void meetingsAreMadeListedShownAndDeleted() {
    Run made = onData("meeting", "create", "--number", "0098", "--count", "3", "--open");
    Run listed = onData("meeting", "list");
    Run shown = onData("meeting", "show", "0099");
    Run taken = onData("meeting", "create", "--number", "0100");
    Run user = onData("user", "add", "0100", "--generate");
    Run deleted = onData("meeting", "delete", "0098");

    assertThat(made.exitCode()).isZero();
    assertThat(made.out()).startsWith("NUMBER  CALL\n0098    sip:0098@").contains("\n0100    sip:");
    assertThat(listed.out().lines()).hasSize(4);
    assertThat(shown.out()).startsWith("number      0099\n").contains("admits      everybody\n");
    assertThat(taken.exitCode()).isEqualTo(1);
    assertThat(taken.err()).startsWith("confocal: 0100 is taken");
    assertThat(user).isEqualTo(new Run(1, "", "confocal: 0100 is the number of a meeting\n"));
    assertThat(deleted).isEqualTo(new Run(0, "deleted 0098\n", ""));
  }

  @Test
  void recordsOfNothingAreNone() {
    Run all = onData("records");
    Run one = onData("records", "abcdefghijklmnopqrst");
    Run wrong = onData("records", "9000");

    assertThat(all).isEqualTo(new Run(0, "no records\n", ""));
    assertThat(one)
        .isEqualTo(new Run(1, "", "confocal: there is no record of abcdefghijklmnopqrst\n"));
    assertThat(wrong)
        .isEqualTo(new Run(1, "", "confocal: key: 9000 (expected: 20 characters a-z, 2-7)\n"));
  }

  @Test
  void aWrongKeyIsOneLineAndExitCodeOne() {
    Run run = onData("user", "list", "--set", "confocal.dta=x");

    assertThat(run)
        .isEqualTo(
            new Run(
                1, "", "confocal: confocal.dta: no such key (the nearest is: confocal.data)\n"));
  }

  private Run onData(String... args) {
    String[] all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--data";
    all[args.length + 1] = folder.resolve("data").toString();
    return run(all);
  }

  private static Run run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = ConfocalCommand.line(EngineOnly::new);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    int exitCode = line.execute(args);
    return new Run(exitCode, out.toString(), err.toString());
  }
}
