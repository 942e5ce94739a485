package org.confocal.server.cli;

import java.time.Duration;
import java.util.List;
import org.confocal.engine.directory.UserDirectory.Credentials;
import org.confocal.engine.directory.UserDirectory.Entry;
import org.confocal.server.control.DigestHashes;
import org.confocal.server.control.OperatorDoor;
import org.confocal.server.control.OperatorDoor.NodeView;
import org.confocal.server.control.UserName;
import org.confocal.server.node.CallIn;
import org.confocal.server.node.Waiting;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Users: whoever may register a phone and join meetings that are not open. */
@Command(
    name = "user",
    mixinStandardHelpOptions = true,
    description =
        "add|list|disable|enable|remove|contact: the users and their contacts, with or without a"
            + " running node.",
    subcommands = {
      UserCommand.Add.class,
      UserCommand.Listing.class,
      UserCommand.Disable.class,
      UserCommand.Enable.class,
      UserCommand.Remove.class,
      ContactCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {"  confocal user add ada --generate", "  confocal user list"})
final class UserCommand implements Runnable {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int MANY = 1_000_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw Usage.subcommandMissing(spec);
  }

  static String name(String text) {
    return UserName.parse(text)
        .orElseThrow(
            () -> new Refusal("user name: " + text + " (expected: " + UserName.EXPECTED + ")"));
  }

  /** Adds one. */
  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Adds a user. Without an option the password is asked for.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  confocal user add ada --generate",
        "  printf '%%s\\n' \"$PASSWORD\" | confocal user add ada --password-stdin",
        "  confocal user add ada --generate --replace     a new password for a user who is there"
      })
  static final class Add implements Runnable {
    /** At most one of them. */
    static final class Source {
      @Option(
          names = "--password-stdin",
          description = "The password is the first line of standard input.")
      private boolean standardInput;

      @Option(names = "--generate", description = "Makes a password and prints it, this once.")
      private boolean generate;
    }

    @Parameters(paramLabel = "NAME", description = "What stands before the @.")
    private String name = "";

    @ArgGroup private Source source = new Source();

    @Option(names = "--replace", description = "Gives a user who is there the new password.")
    private boolean replace;

    @Mixin private NodeOptions options = new NodeOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      String user = name(name);
      String password =
          source.generate
              ? Passwords.generated()
              : source.standardInput ? Passwords.fromStandardInput() : Passwords.asked(user);
      try (OperatorDoor door = DoorOpener.open(options)) {
        NodeView node = Waiting.until(door.node(), LONG, "the node");
        Credentials credentials = DigestHashes.of(user, node.realm(), password);
        Results.given(Waiting.until(door.putUser(credentials, replace), LONG, "the node"));
        var out = spec.commandLine().getOut();
        out.println("user        " + user);
        out.println("address     " + CallIn.uri(user, node.domain()));
        if (source.generate) {
          out.println("password    " + password);
        }
        if (!node.callIn().isEmpty()) {
          out.println("registrar   " + String.join(", ", node.callIn()));
        }
        out.flush();
      }
    }
  }

  /** Lists all. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the users.",
      footerHeading = "%nExample:%n",
      footer = "  confocal user list")
  static final class Listing implements Runnable {
    @Mixin private NodeOptions options = new NodeOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      try (OperatorDoor door = DoorOpener.open(options)) {
        NodeView node = Waiting.until(door.node(), LONG, "the node");
        List<Entry> users = Waiting.until(door.users(MANY), LONG, "the node");
        Table table = new Table("USER", "ADDRESS", "STATE");
        users.forEach(
            user ->
                table.row(
                    user.name(),
                    CallIn.uri(user.name(), node.domain()),
                    user.disabled() ? "disabled" : "enabled"));
        spec.commandLine().getOut().println(users.isEmpty() ? "no users" : table.text());
        spec.commandLine().getOut().flush();
      }
    }
  }

  /** Disables one. */
  @Command(
      name = "disable",
      mixinStandardHelpOptions = true,
      description = {
        "Disables a user: he cannot sign in, and his conferences end.",
        "He keeps everything; see enable."
      },
      footerHeading = "%nExample:%n",
      footer = "  confocal user disable ada")
  static final class Disable implements Runnable {
    @Parameters(paramLabel = "NAME", description = "The user.")
    private String name = "";

    @Mixin private NodeOptions options = new NodeOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      disable(spec, options, name, true);
    }
  }

  /** Enables one again. */
  @Command(
      name = "enable",
      mixinStandardHelpOptions = true,
      description = "Enables a user who was disabled.",
      footerHeading = "%nExample:%n",
      footer = "  confocal user enable ada")
  static final class Enable implements Runnable {
    @Parameters(paramLabel = "NAME", description = "The user.")
    private String name = "";

    @Mixin private NodeOptions options = new NodeOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      disable(spec, options, name, false);
    }
  }

  private static void disable(
      CommandSpec spec, NodeOptions options, String name, boolean disabled) {
    String user = name(name);
    try (OperatorDoor door = DoorOpener.open(options)) {
      Results.given(Waiting.until(door.disableUser(user, disabled), LONG, "the node"));
      spec.commandLine().getOut().println((disabled ? "disabled " : "enabled ") + user);
      spec.commandLine().getOut().flush();
    }
  }

  /** Removes one. */
  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = {
        "Removes a user and ends his conferences.",
        "His meetings stay, and begin again only when he is back."
      },
      footerHeading = "%nExample:%n",
      footer = "  confocal user remove ada")
  static final class Remove implements Runnable {
    @Parameters(paramLabel = "NAME", description = "The user.")
    private String name = "";

    @Mixin private NodeOptions options = new NodeOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      String user = name(name);
      try (OperatorDoor door = DoorOpener.open(options)) {
        Results.given(Waiting.until(door.removeUser(user), LONG, "the node"));
        spec.commandLine().getOut().println("removed " + user);
        spec.commandLine().getOut().flush();
      }
    }
  }
}
