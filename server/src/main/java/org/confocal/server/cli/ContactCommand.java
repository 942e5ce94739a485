package org.confocal.server.cli;

import java.time.Duration;
import java.util.List;
import org.confocal.engine.contacts.ContactGroup;
import org.confocal.server.control.OperatorDoor;
import org.confocal.server.control.OperatorDoor.ContactView;
import org.confocal.server.node.Waiting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Contact lists: whom the clients of a user show. */
@Command(
    name = "contact",
    mixinStandardHelpOptions = true,
    description = "add|list|remove: the contact list of a user, with or without a running node.",
    subcommands = {
      ContactCommand.Add.class,
      ContactCommand.Listing.class,
      ContactCommand.Remove.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {"  confocal user contact add ada ben", "  confocal user contact list ada"})
final class ContactCommand implements Runnable {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw Usage.subcommandMissing(spec);
  }

  private static String groups(ContactView contact) {
    return String.join(", ", contact.groups());
  }

  /** Adds one. */
  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Puts somebody on the contact list of a user, or changes the entry.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  confocal user contact add ada ben",
        "  confocal user contact add ada ben --name \"Ben\" --group Colleagues"
      })
  static final class Add implements Runnable {
    @Parameters(index = "0", paramLabel = "USER", description = "Whose list it is.")
    private String user = "";

    @Parameters(
        index = "1",
        paramLabel = "CONTACT",
        description = "A user, as name or sip:name@domain.")
    private String contact = "";

    @Option(names = "--name", paramLabel = "NAME", description = "What the list calls him.")
    private String name = "";

    @Option(
        names = "--group",
        paramLabel = "NAME",
        description = "Made when it is not there; without it the group of all others.")
    private String group = ContactGroup.OTHERS.name();

    @Mixin private NodeOptions options = new NodeOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      String owner = UserCommand.name(user);
      try (OperatorDoor door = DoorOpener.open(options)) {
        ContactView added =
            Results.given(
                Waiting.until(door.putContact(owner, contact, name, group), LONG, "the node"));
        var out = spec.commandLine().getOut();
        out.println("contact     " + added.uri());
        out.println("name        " + added.name());
        out.println("groups      " + groups(added));
        out.flush();
      }
    }
  }

  /** Lists all. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the contacts of a user.",
      footerHeading = "%nExample:%n",
      footer = "  confocal user contact list ada")
  static final class Listing implements Runnable {
    @Parameters(paramLabel = "USER", description = "Whose list it is.")
    private String user = "";

    @Mixin private NodeOptions options = new NodeOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      String owner = UserCommand.name(user);
      try (OperatorDoor door = DoorOpener.open(options)) {
        List<ContactView> all =
            Results.given(Waiting.until(door.contacts(owner), LONG, "the node"));
        Table table = new Table("CONTACT", "NAME", "GROUPS");
        all.forEach(c -> table.row(c.uri(), c.name(), groups(c)));
        spec.commandLine().getOut().println(all.isEmpty() ? "no contacts" : table.text());
        spec.commandLine().getOut().flush();
      }
    }
  }

  /** Removes one. */
  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Takes somebody off the contact list of a user.",
      footerHeading = "%nExample:%n",
      footer = "  confocal user contact remove ada ben")
  static final class Remove implements Runnable {
    @Parameters(index = "0", paramLabel = "USER", description = "Whose list it is.")
    private String user = "";

    @Parameters(
        index = "1",
        paramLabel = "CONTACT",
        description = "A user, as name or sip:name@domain.")
    private String contact = "";

    @Mixin private NodeOptions options = new NodeOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      String owner = UserCommand.name(user);
      try (OperatorDoor door = DoorOpener.open(options)) {
        String gone =
            Results.given(Waiting.until(door.removeContact(owner, contact), LONG, "the node"));
        spec.commandLine().getOut().println("removed " + gone);
        spec.commandLine().getOut().flush();
      }
    }
  }
}
