package org.confocal.server.cli;

import com.typesafe.config.ConfigException;
import java.util.Arrays;
import java.util.List;
import org.confocal.persistence.DatabaseUnavailable;
import org.confocal.persistence.SchemaRefused;
import org.confocal.server.data.DataRefused;
import org.confocal.server.node.StartFailure;
import org.confocal.server.node.Version;
import org.confocal.server.node.Waiting;
import org.confocal.server.node.Wiring;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The top of the command line. Without a command it is {@code serve}. */
@Command(
    name = "confocal",
    mixinStandardHelpOptions = true,
    versionProvider = ConfocalCommand.VersionText.class,
    synopsisSubcommandLabel = "[COMMAND]",
    description = "A conference server for SIP phones. Without a command: serve.",
    subcommands = {
      ServeCommand.class,
      StopCommand.class,
      ClusterCommand.class,
      UserCommand.class,
      MeetingCommand.class,
      ConferenceCommand.class,
      PolicyCommand.class,
      RecordsCommand.class,
      ConfocalCommand.VersionCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  confocal                                  start a node with the data in ./data",
      "  confocal serve --data /srv/confocal --set confocal.sip.domain=example.org",
      "  confocal stop                             end it; with --keep its callers stay",
      "  confocal user add ada --generate          a user who may register a phone",
      "  confocal meeting create --open            a meeting that everybody may join",
      "  confocal records                          who was in which conference, and when",
      "",
      "From a checkout of the sources there are also:",
      "  ./confocal load NAME [--help]             put load on a node: joins, roster, chat",
      "  ./confocal test [--long]                  install test tools, build, run all tests"
    })
public final class ConfocalCommand implements Runnable {
  private static final int FAILED = 1;
  private static final int NOT_UNDERSTOOD = 2;

  /** Prints the version. */
  @Command(
      name = "version",
      mixinStandardHelpOptions = true,
      versionProvider = VersionText.class,
      description = "Prints the version of the program.",
      footerHeading = "%nExample:%n",
      footer = "  confocal version")
  static final class VersionCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      spec.commandLine().getOut().println(VersionText.line());
    }
  }

  /** For {@code --version}. */
  static final class VersionText implements CommandLine.IVersionProvider {
    static String line() {
      return "Confocal " + Version.text() + " (Java " + Runtime.version().feature() + ")";
    }

    @Override
    public String[] getVersion() {
      return new String[] {line()};
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  private ConfocalCommand() {}

  /**
   * Runs one command to its end.
   *
   * @param maker what {@code serve} plugs into its node
   * @return the exit code
   */
  public static int run(Wiring.Maker maker, String... args) {
    LogLevel.choose(args);
    return line(maker).execute(withServe(args));
  }

  static CommandLine line(Wiring.Maker maker) {
    ConfocalCommand top = new ConfocalCommand();
    CommandLine line = new CommandLine(top, new Factory(maker));
    line.setUsageHelpAutoWidth(true);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(ConfocalCommand::notUnderstood);
    line.setExecutionExceptionHandler(ConfocalCommand::failed);
    return line;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Options without a command belong to {@code serve}; so does nothing at all. */
  static String[] withServe(String... args) {
    List<String> own = List.of("-h", "--help", "-V", "--version");
    if (args.length > 0 && (!args[0].startsWith("-") || own.contains(args[0]))) {
      return args;
    }
    String[] more = new String[args.length + 1];
    more[0] = "serve";
    System.arraycopy(args, 0, more, 1, args.length);
    return more;
  }

  private static int notUnderstood(ParameterException problem, String[] args) {
    CommandLine at = problem.getCommandLine();
    String line = String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
    at.getErr().println("confocal: " + line);
    at.getErr().println("Try '" + at.getCommandSpec().qualifiedName() + " --help'.");
    at.getErr().flush();
    return NOT_UNDERSTOOD;
  }

  private static int failed(Exception problem, CommandLine at, CommandLine.ParseResult parsed) {
    boolean debug = Arrays.asList(parsed.originalArgs().toArray()).contains("--debug");
    at.getErr().println("confocal: " + oneLine(problem));
    if (debug) {
      problem.printStackTrace(at.getErr());
    }
    at.getErr().flush();
    return FAILED;
  }

  private static String oneLine(Exception problem) {
    boolean clear =
        problem instanceof Refusal
            || problem instanceof StartFailure
            || problem instanceof IllegalArgumentException
            || problem instanceof DataRefused
            || problem instanceof SchemaRefused
            || problem instanceof DatabaseUnavailable
            || problem instanceof Waiting.TimedOut
            || problem instanceof ConfigException;
    String message = problem.getMessage();
    String text = clear && message != null ? message : problem.toString();
    return text.lines().findFirst().orElse("");
  }

  /** Makes the commands; {@code serve} needs to know what it starts. */
  private record Factory(Wiring.Maker maker) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      return type == ServeCommand.class
          ? type.cast(new ServeCommand(maker))
          : CommandLine.defaultFactory().create(type);
    }
  }
}
