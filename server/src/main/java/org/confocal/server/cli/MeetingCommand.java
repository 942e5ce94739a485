package org.confocal.server.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.meeting.Admission;
import org.confocal.server.control.OperatorDoor;
import org.confocal.server.control.OperatorDoor.MeetingView;
import org.confocal.server.control.OperatorDoor.NewMeeting;
import org.confocal.server.control.OperatorDoor.NodeView;
import org.confocal.server.node.CallIn;
import org.confocal.server.node.Waiting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Meetings: what phones dial. */
@Command(
    name = "meeting",
    mixinStandardHelpOptions = true,
    description = "create|change|list|show|delete: the meetings, with or without a running node.",
    subcommands = {
      MeetingCommand.Create.class,
      MeetingCommand.Change.class,
      MeetingCommand.Listing.class,
      MeetingCommand.Show.class,
      MeetingCommand.Delete.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {"  confocal meeting create --subject Planning --open", "  confocal meeting list"})
final class MeetingCommand implements Runnable {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int MANY = 1_000_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw Usage.subcommandMissing(spec);
  }

  private static void print(PrintWriter out, MeetingView meeting, NodeView node) {
    out.println("number      " + meeting.number());
    out.println("subject     " + (meeting.subject().isEmpty() ? "-" : meeting.subject()));
    out.println("admits      " + admits(meeting.admission()));
    out.println("lobby       " + meeting.lobby().name().toLowerCase(Locale.ROOT));
    meeting.key().ifPresent(key -> out.println("key         " + key));
    if (meeting.passcode() || meeting.leaderPasscode()) {
      out.println(
          "passcodes   "
              + (meeting.passcode() ? "attendees " : "")
              + (meeting.leaderPasscode() ? "leaders" : ""));
    }
    out.println("organizer   " + meeting.organizer());
    out.println("id          " + meeting.id());
    out.println("uri         " + meeting.uri());
    meeting
        .key()
        .ifPresent(key -> out.println("join uri    " + meeting.uri() + "?conf-key=" + key));
    out.println("made        " + meeting.created().truncatedTo(ChronoUnit.SECONDS));
    out.println("call        " + call(meeting, node));
  }

  private static String call(MeetingView meeting, NodeView node) {
    List<String> places = node.callIn().isEmpty() ? List.of(node.domain()) : node.callIn();
    return String.join(
        " or ", places.stream().map(place -> CallIn.uri(meeting.number(), place)).toList());
  }

  private static String admits(Admission admission) {
    return switch (admission) {
      case OPEN -> "everybody";
      case LOOPBACK -> "users, and calls from this machine";
      case AUTHENTICATED -> "users";
      case CLOSED -> "invited users";
      case ANONYMOUS -> "users, and guests with the key or a passcode";
    };
  }

  /** Makes one or many. */
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Makes a meeting and tells its number and how to call it.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  confocal meeting create --subject Planning --open",
        "  confocal meeting create --number 9000 --organizer ada",
        "  confocal meeting create --number 9000 --count 200 --open   9000, 9001, ... 9199"
      })
  static final class Create implements Runnable {
    @Option(
        names = "--subject",
        paramLabel = "TEXT",
        description = "What it is about, at most 256 characters.")
    private String subject = "";

    @Option(
        names = "--organizer",
        paramLabel = "USER",
        description = "The user whose meeting it is.")
    private Optional<String> organizer = Optional.empty();

    @Option(
        names = "--number",
        paramLabel = "N",
        description = "The number to dial, 3 to 15 digits. Default: any free one.")
    private Optional<String> number = Optional.empty();

    @Option(
        names = "--count",
        paramLabel = "C",
        description = "Makes C meetings, with --number N as N, N+1 and so on.")
    private int count = 1;

    @Option(names = "--open", description = "Everybody may join. Default: users only.")
    private boolean open;

    @Option(
        names = "--id",
        paramLabel = "ID",
        description = "The conference id, 8 to 32 letters and digits. Default: a random one.")
    private Optional<String> id = Optional.empty();

    @Option(
        names = "--reservationless",
        description = "The organizer's one meeting that never expires.")
    private boolean reservationless;

    @Mixin private AccessOptions access = new AccessOptions();
    @Mixin private NodeOptions options = new NodeOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      if (reservationless && (id.isPresent() || count > 1)) {
        throw wrong("--reservationless (expected: not together with --id or --count)");
      }
      if (open && access.admission().isPresent()) {
        throw wrong("--open: (expected: not together with --admission)");
      }
      if (count < 1 || count > 100_000) {
        throw wrong("--count: " + count + " (expected: 1 to 100000)");
      }
      if (count > 1 && id.isPresent()) {
        throw wrong("--id: " + id.get() + " (expected: not together with --count)");
      }
      try (OperatorDoor door = DoorOpener.open(options)) {
        NodeView node = Waiting.until(door.node(), LONG, "the node");
        Table table = new Table("NUMBER", "CALL");
        for (int i = 0; i < count; i++) {
          MeetingView made =
              Results.given(Waiting.until(door.create(meeting(i)), LONG, "the node"));
          table.row(made.number(), call(made, node));
          if (count == 1) {
            print(spec.commandLine().getOut(), made, node);
          }
        }
        if (count > 1) {
          spec.commandLine().getOut().println(table.text());
        }
        spec.commandLine().getOut().flush();
      }
    }

    private NewMeeting meeting(int i) {
      return new NewMeeting(
          organizer,
          reservationless ? Optional.of(ConferenceId.RESERVATIONLESS.value()) : id,
          number.map(first -> plus(first, i)),
          subject,
          access.admission().orElse(open ? Admission.OPEN : Admission.AUTHENTICATED),
          access.access());
    }

    /** Leading zeros stay. */
    private String plus(String first, int more) {
      if (MeetingNumber.parse(first).isEmpty()) {
        throw wrong("--number: " + first + " (expected: 3 to 15 digits)");
      }
      return String.format(Locale.ROOT, "%0" + first.length() + "d", Long.parseLong(first) + more);
    }

    private ParameterException wrong(String line) {
      return new ParameterException(spec.commandLine(), line);
    }
  }

  /** Changes who gets in. */
  @Command(
      name = "change",
      mixinStandardHelpOptions = true,
      description = "Changes who gets into a meeting; what is not named stays as it is.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  confocal meeting change 9000 --admission anonymous --lobby guests",
        "  confocal meeting change 9000 --key --passcode 4711"
      })
  static final class Change implements Runnable {
    @Parameters(paramLabel = "NUMBER", description = "The number of the meeting.")
    private String number = "";

    @Mixin private AccessOptions access = new AccessOptions();
    @Mixin private NodeOptions options = new NodeOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      MeetingNumber wanted = parsed(number);
      OperatorDoor.Access change = access.access();
      try (OperatorDoor door = DoorOpener.open(options)) {
        NodeView node = Waiting.until(door.node(), LONG, "the node");
        MeetingView meeting =
            Results.given(Waiting.until(door.change(wanted, change), LONG, "the node"));
        print(spec.commandLine().getOut(), meeting, node);
        spec.commandLine().getOut().flush();
      }
    }
  }

  /** Lists all. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the meetings.",
      footerHeading = "%nExample:%n",
      footer = "  confocal meeting list")
  static final class Listing implements Runnable {
    @Mixin private NodeOptions options = new NodeOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      try (OperatorDoor door = DoorOpener.open(options)) {
        List<MeetingView> meetings = Waiting.until(door.meetings(MANY), LONG, "the node");
        Table table = new Table("NUMBER", "ADMITS", "ORGANIZER", "SUBJECT");
        for (MeetingView meeting : meetings) {
          table.row(
              meeting.number(),
              meeting.admission().name().toLowerCase(Locale.ROOT),
              meeting.organizer(),
              meeting.subject());
        }
        spec.commandLine().getOut().println(meetings.isEmpty() ? "no meetings" : table.text());
        spec.commandLine().getOut().flush();
      }
    }
  }

  /** Shows one. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows a meeting.",
      footerHeading = "%nExample:%n",
      footer = "  confocal meeting show 9000")
  static final class Show implements Runnable {
    @Parameters(paramLabel = "NUMBER", description = "The number of the meeting.")
    private String number = "";

    @Mixin private NodeOptions options = new NodeOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      MeetingNumber wanted = parsed(number);
      try (OperatorDoor door = DoorOpener.open(options)) {
        NodeView node = Waiting.until(door.node(), LONG, "the node");
        MeetingView meeting = Results.given(Waiting.until(door.meeting(wanted), LONG, "the node"));
        print(spec.commandLine().getOut(), meeting, node);
        spec.commandLine().getOut().flush();
      }
    }
  }

  /** Deletes one. */
  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Deletes a meeting, and ends it when it runs.",
      footerHeading = "%nExample:%n",
      footer = "  confocal meeting delete 9000")
  static final class Delete implements Runnable {
    @Parameters(paramLabel = "NUMBER", description = "The number of the meeting.")
    private String number = "";

    @Mixin private NodeOptions options = new NodeOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      MeetingNumber wanted = parsed(number);
      try (OperatorDoor door = DoorOpener.open(options)) {
        Results.given(Waiting.until(door.delete(wanted), LONG, "the node"));
        spec.commandLine().getOut().println("deleted " + wanted);
        spec.commandLine().getOut().flush();
      }
    }
  }

  private static MeetingNumber parsed(String text) {
    return MeetingNumber.parse(text)
        .orElseThrow(() -> new Refusal("number: " + text + " (expected: 3 to 15 digits)"));
  }
}
