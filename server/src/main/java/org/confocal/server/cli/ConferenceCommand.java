package org.confocal.server.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.server.control.OperatorDoor;
import org.confocal.server.control.OperatorDoor.Deed;
import org.confocal.server.control.OperatorDoor.PeopleOrder;
import org.confocal.server.node.Waiting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** People in conferences that run: who waits, who comes in, who may not come again. */
@Command(
    name = "conference",
    mixinStandardHelpOptions = true,
    description = "show|admit|deny|ban|unban: the people in a running conference.",
    subcommands = {
      ConferenceCommand.Show.class,
      ConferenceCommand.Admit.class,
      ConferenceCommand.Deny.class,
      ConferenceCommand.Ban.class,
      ConferenceCommand.Unban.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  confocal conference show 9000",
      "  confocal conference admit 9000                     everybody who waits",
      "  confocal conference ban 9000 sip:ravi@example.org"
    })
final class ConferenceCommand implements Runnable {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw Usage.subcommandMissing(spec);
  }

  /** What all of them take. */
  private static final class Target {
    @Parameters(index = "0", paramLabel = "NUMBER", description = "The number of the meeting.")
    private String number = "";

    @Mixin private NodeOptions options = new NodeOptions();

    private MeetingNumber number() {
      return MeetingNumber.parse(number)
          .orElseThrow(() -> new Refusal("number: " + number + " (expected: 3 to 15 digits)"));
    }

    private void order(Deed deed, List<String> users, PrintWriter out) {
      MeetingNumber wanted = number();
      try (OperatorDoor door = DoorOpener.open(options)) {
        Results.given(
            Waiting.until(door.order(wanted, new PeopleOrder(deed, users)), LONG, "the node"));
        out.println("done");
        out.flush();
      }
    }
  }

  /** Shows who is there. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows who is in a conference, and who waits.",
      footerHeading = "%nExample:%n",
      footer = "  confocal conference show 9000")
  static final class Show implements Runnable {
    @Mixin private Target target = new Target();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      MeetingNumber wanted = target.number();
      try (OperatorDoor door = DoorOpener.open(target.options)) {
        FocusProtocol.View view =
            Results.given(Waiting.until(door.people(wanted), LONG, "the node"));
        Table table = new Table("USER", "NAME", "ROLE", "IS");
        for (FocusProtocol.LegView leg : view.legs()) {
          table.row(
              leg.participant(),
              leg.displayName().isEmpty() ? "-" : leg.displayName(),
              leg.role().name().toLowerCase(java.util.Locale.ROOT),
              leg.waiting() ? "waiting" : "in");
        }
        spec.commandLine().getOut().println(view.legs().isEmpty() ? "nobody" : table.text());
        spec.commandLine().getOut().flush();
      }
    }
  }

  /** Lets people in. */
  @Command(
      name = "admit",
      mixinStandardHelpOptions = true,
      description = "Lets people in from the lobby; all when nobody is named.",
      footerHeading = "%nExample:%n",
      footer = "  confocal conference admit 9000 sip:guest-0a1b2c3d4e5f@example.org")
  static final class Admit implements Runnable {
    @Mixin private Target target = new Target();

    @Parameters(
        index = "1..*",
        paramLabel = "USER",
        description = "As show names them. Default: all who wait.")
    private List<String> users = List.of();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      target.order(Deed.ADMIT, users, spec.commandLine().getOut());
    }
  }

  /** Sends people away from the lobby. */
  @Command(
      name = "deny",
      mixinStandardHelpOptions = true,
      description = "Sends people away from the lobby; all when nobody is named.",
      footerHeading = "%nExample:%n",
      footer = "  confocal conference deny 9000")
  static final class Deny implements Runnable {
    @Mixin private Target target = new Target();

    @Parameters(
        index = "1..*",
        paramLabel = "USER",
        description = "As show names them. Default: all who wait.")
    private List<String> users = List.of();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      target.order(Deed.DENY, users, spec.commandLine().getOut());
    }
  }

  /** Sends somebody away for good. */
  @Command(
      name = "ban",
      mixinStandardHelpOptions = true,
      description = "Sends somebody away, who may not come again while the conference runs.",
      footerHeading = "%nExample:%n",
      footer = "  confocal conference ban 9000 sip:ravi@example.org")
  static final class Ban implements Runnable {
    @Mixin private Target target = new Target();

    @Parameters(index = "1", paramLabel = "USER", description = "As show names him.")
    private String user = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      target.order(Deed.BAN, List.of(user), spec.commandLine().getOut());
    }
  }

  /** Lets somebody come again. */
  @Command(
      name = "unban",
      mixinStandardHelpOptions = true,
      description = "Lets somebody come again.",
      footerHeading = "%nExample:%n",
      footer = "  confocal conference unban 9000 sip:ravi@example.org")
  static final class Unban implements Runnable {
    @Mixin private Target target = new Target();

    @Parameters(index = "1", paramLabel = "USER", description = "As he was named.")
    private String user = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      target.order(Deed.UNBAN, List.of(user), spec.commandLine().getOut());
    }
  }
}
