package org.confocal.server.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.confocal.engine.meeting.ConferencePolicy;
import org.confocal.server.control.OperatorDoor;
import org.confocal.server.control.PolicyDoor;
import org.confocal.server.node.Waiting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Conference policies: what the conferences of a user may be. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description = "list|show|set|assign: conference policies, with or without a running node.",
    subcommands = {
      PolicyCommand.Listing.class,
      PolicyCommand.Show.class,
      PolicyCommand.Set.class,
      PolicyCommand.Assign.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  confocal policy set small --size 10 --no-anonymous",
      "  confocal policy assign ada small"
    })
final class PolicyCommand implements Runnable {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int MANY = 100_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw Usage.subcommandMissing(spec);
  }

  private static String yes(boolean allowed) {
    return allowed ? "yes" : "no";
  }

  private static void print(PrintWriter out, ConferencePolicy policy) {
    out.println("policy      " + policy.name());
    out.println("size        " + policy.meetingSize());
    out.println("anonymous   " + yes(policy.anonymousAllowed()));
    out.println("dial-out    " + yes(policy.dialOutAllowed()));
    out.println("recording   " + yes(policy.recordingAllowed()));
    out.flush();
  }

  private static String named(String name) {
    if (!ConferencePolicy.isName(name)) {
      throw new Refusal("policy: " + name + " (expected: " + ConferencePolicy.expectedName() + ")");
    }
    return name;
  }

  /** Lists all. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the policies.",
      footerHeading = "%nExample:%n",
      footer = "  confocal policy list")
  static final class Listing implements Runnable {
    @Mixin private NodeOptions options = new NodeOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      try (OperatorDoor door = DoorOpener.open(options)) {
        List<ConferencePolicy> all = Waiting.until(door.policies().list(MANY), LONG, "the node");
        Table table = new Table("POLICY", "SIZE", "ANONYMOUS", "DIAL-OUT", "RECORDING");
        for (ConferencePolicy policy : all) {
          table.row(
              policy.name(),
              Integer.toString(policy.meetingSize()),
              yes(policy.anonymousAllowed()),
              yes(policy.dialOutAllowed()),
              yes(policy.recordingAllowed()));
        }
        spec.commandLine().getOut().println(table.text());
        spec.commandLine().getOut().flush();
      }
    }
  }

  /** Shows one. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows a policy, or with --user that of a user.",
      footerHeading = "%nExamples:%n",
      footer = {"  confocal policy show default", "  confocal policy show --user ada"})
  static final class Show implements Runnable {
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The policy.")
    private String name = ConferencePolicy.DEFAULT;

    @Option(
        names = "--user",
        paramLabel = "USER",
        description = "Shows the policy of this user's conferences.")
    private Optional<String> user = Optional.empty();

    @Mixin private NodeOptions options = new NodeOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      String wanted = named(name);
      try (OperatorDoor door = DoorOpener.open(options)) {
        PolicyDoor policies = door.policies();
        print(
            spec.commandLine().getOut(),
            Results.given(
                Waiting.until(
                    user.map(policies::of).orElseGet(() -> policies.show(wanted)),
                    LONG,
                    "the node")));
      }
    }
  }

  /** Adds one, or changes it. */
  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = {
        "Adds a policy, or replaces it; what is not named is as in the policy \"default\".",
        "It takes effect for conferences that begin from then on."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  confocal policy set small --size 10 --no-anonymous",
        "  confocal policy set default --no-dial-out      for all to whom none is assigned"
      })
  static final class Set implements Runnable {
    @Parameters(paramLabel = "NAME", description = "1 to 32 lower-case letters, digits, dashes.")
    private String name = "";

    @Option(names = "--size", paramLabel = "N", description = "Most participants at a time.")
    private Optional<Integer> size = Optional.empty();

    @Option(
        names = "--anonymous",
        negatable = true,
        description = "Whether those may join who have not proved who they are.")
    private Optional<Boolean> anonymous = Optional.empty();

    @Option(
        names = "--dial-out",
        negatable = true,
        description = "Whether participants may have others called.")
    private Optional<Boolean> dialOut = Optional.empty();

    @Option(names = "--recording", negatable = true, description = "Whether presenters may record.")
    private Optional<Boolean> recording = Optional.empty();

    @Mixin private NodeOptions options = new NodeOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      named(name);
      try (OperatorDoor door = DoorOpener.open(options)) {
        ConferencePolicy base =
            Results.given(
                Waiting.until(door.policies().show(ConferencePolicy.DEFAULT), LONG, "the node"));
        ConferencePolicy policy =
            new ConferencePolicy(
                name,
                size.orElse(base.meetingSize()),
                anonymous.orElse(base.anonymousAllowed()),
                dialOut.orElse(base.dialOutAllowed()),
                recording.orElse(base.recordingAllowed()));
        print(
            spec.commandLine().getOut(),
            Results.given(Waiting.until(door.policies().set(policy), LONG, "the node")));
      }
    }
  }

  /** Gives one to a user. */
  @Command(
      name = "assign",
      mixinStandardHelpOptions = true,
      description = "Gives a user a policy; \"default\" takes away what he had.",
      footerHeading = "%nExample:%n",
      footer = "  confocal policy assign ada small")
  static final class Assign implements Runnable {
    @Parameters(index = "0", paramLabel = "USER", description = "Name or sip:name@domain.")
    private String user = "";

    @Parameters(index = "1", paramLabel = "POLICY", description = "Name of the policy.")
    private String policy = "";

    @Mixin private NodeOptions options = new NodeOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      named(policy);
      try (OperatorDoor door = DoorOpener.open(options)) {
        PolicyDoor.Assigned done =
            Results.given(Waiting.until(door.policies().assign(user, policy), LONG, "the node"));
        spec.commandLine().getOut().println(done.user() + " has policy " + done.policy());
        spec.commandLine().getOut().flush();
      }
    }
  }
}
