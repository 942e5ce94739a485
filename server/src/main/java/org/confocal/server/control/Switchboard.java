package org.confocal.server.control;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.confocal.engine.factory.FocusFactoryProtocol;
import org.confocal.engine.focus.Foci;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.user.UserProtocol;
import org.confocal.engine.user.Users;

/** The one actor that the operators' door speaks to; it hands on to factories, foci and users. */
public final class Switchboard {
  /** What it hands on. */
  public sealed interface Command {}

  /** To the focus factory of an organizer. */
  public record ToFactory(UserUri organizer, FocusFactoryProtocol.Command command)
      implements Command {}

  /** To the focus of a conference. */
  public record ToFocus(FocusKey conference, FocusProtocol.Command command) implements Command {}

  /** To the actor of a user. */
  public record ToUser(UserUri user, UserProtocol.Command command) implements Command {}

  /** The way to an organizer's focus factory. */
  @FunctionalInterface
  public interface Factories {
    void tell(UserUri organizer, FocusFactoryProtocol.Command command);
  }

  private Switchboard() {}

  /** A switchboard over whatever leads to factories and foci. */
  public static Behavior<Command> create(Factories factories, Foci foci, Users users) {
    return Behaviors.receive(Command.class)
        .onMessage(
            ToFactory.class,
            to -> {
              factories.tell(to.organizer(), to.command());
              return Behaviors.same();
            })
        .onMessage(
            ToFocus.class,
            to -> {
              foci.tell(to.conference(), to.command());
              return Behaviors.same();
            })
        .onMessage(
            ToUser.class,
            to -> {
              users.tell(to.user(), to.command());
              return Behaviors.same();
            })
        .build();
  }
}
