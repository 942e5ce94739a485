package org.confocal.server.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.confocal.engine.directory.CallRecords.ConferenceRecord;
import org.confocal.engine.directory.CallRecords.LegRecord;
import org.confocal.engine.id.FocusKey;
import org.confocal.server.control.OperatorDoor;
import org.confocal.server.control.OperatorDoor.RecordView;
import org.confocal.server.node.Waiting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Records of conferences and calls. */
@Command(
    name = "records",
    mixinStandardHelpOptions = true,
    description =
        "Who was in which conference, and when; with or without a running node. With KEY: the legs"
            + " of that conference.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  confocal records                          the newest 50 conferences",
      "  confocal records --limit 1000",
      "  confocal records 26w7mxt2oktc4tnitm56     one conference with its legs"
    })
final class RecordsCommand implements Runnable {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int MOST = 100_000;

  @Parameters(
      paramLabel = "KEY",
      arity = "0..1",
      description = "The key of a conference, as the list shows it.")
  private Optional<String> key = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many conferences, and so many legs, the newest first. Default: 50.")
  private int limit = 50;

  @Mixin private NodeOptions options = new NodeOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    if (limit < 1 || limit > MOST) {
      throw new ParameterException(
          spec.commandLine(), "--limit: " + limit + " (expected: 1 to " + MOST + ")");
    }
    Optional<FocusKey> wanted = key.map(RecordsCommand::parsed);
    PrintWriter out = spec.commandLine().getOut();
    try (OperatorDoor door = DoorOpener.open(options)) {
      if (wanted.isPresent()) {
        RecordView view =
            Results.given(Waiting.until(door.record(wanted.get(), limit), LONG, "the node"));
        out.println(conferences(view.conferences()));
        out.println();
        out.println(legs(view.legs()));
      } else {
        List<ConferenceRecord> all = Waiting.until(door.records(limit), LONG, "the node");
        out.println(all.isEmpty() ? "no records" : conferences(all));
      }
      out.flush();
    }
  }

  private static String conferences(List<ConferenceRecord> records) {
    Table table =
        new Table("KEY", "LIFE", "NUMBER", "STARTED", "ENDED", "WHY", "LEGS", "PEAK", "SUBJECT");
    for (ConferenceRecord r : records) {
      table.row(
          r.key().value(),
          Long.toString(r.activation()),
          r.number().value(),
          time(r.started()),
          r.ended().map(RecordsCommand::time).orElse("-"),
          r.why().map(Enum::name).orElse("-"),
          Integer.toString(r.legs()),
          Integer.toString(r.peak()),
          shown(r.subject()));
    }
    return table.text();
  }

  private static String legs(List<LegRecord> records) {
    Table table =
        new Table(
            "LEG", "LIFE", "PARTICIPANT", "ROLE", "KIND", "MEDIA", "JOINED", "LEFT", "WHY", "NAME");
    for (LegRecord r : records) {
      table.row(
          Integer.toString(r.leg()),
          Long.toString(r.activation()),
          r.participant().value(),
          r.role().name(),
          r.kind().name(),
          r.media().isEmpty() ? "-" : r.media().replace(' ', '+'),
          time(r.joined()),
          r.left().map(RecordsCommand::time).orElse("-"),
          r.why().map(Enum::name).orElse("-"),
          shown(r.displayName()));
    }
    return table.text();
  }

  /** A caller chose it: it must not steer the terminal. */
  private static String shown(String text) {
    return text.isEmpty() ? "-" : text.replaceAll("\\p{Cntrl}", "?");
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static FocusKey parsed(String text) {
    return FocusKey.parse(text)
        .orElseThrow(() -> new Refusal("key: " + text + " (expected: 20 characters a-z, 2-7)"));
  }
}
