package org.confocal.server.node;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.confocal.engine.directory.ConferencePolicies;
import org.confocal.engine.factory.FocusFactory;
import org.confocal.engine.factory.FocusFactoryProtocol;
import org.confocal.engine.factory.FocusFactorySettings;
import org.confocal.engine.factory.Organizer;
import org.confocal.engine.focus.Foci;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.PolicySettings;
import org.confocal.engine.user.ContactBook;
import org.confocal.engine.user.PresenceSettings;
import org.confocal.persistence.Database;
import org.confocal.persistence.PersistenceSettings;
import org.confocal.server.control.ActorDoor;
import org.confocal.server.control.OperatorDoor;
import org.confocal.server.control.Switchboard;
import org.confocal.server.data.ControlFile;
import org.confocal.server.data.DataDirectory;
import org.confocal.server.settings.Layers;
import org.confocal.server.settings.ServerSettings;

/**
 * The operators' door while no node runs: the same focus factories, in an actor system for one
 * command.
 */
public final class DataAtRest {
  private static final Duration END = Duration.ofSeconds(20);

  private DataAtRest() {}

  /**
   * Opens the database and starts what a command needs. Closing the door closes both and gives the
   * directory back.
   */
  public static OperatorDoor open(Layers layers, DataDirectory data) {
    Config basic = layers.basic();
    ServerSettings settings = ServerSettings.from(basic);
    PersistenceSettings store = PersistenceSettings.from(basic);
    FocusFactorySettings factory = FocusFactorySettings.from(basic);
    Path dataDir = data.path();
    ControlFile.remove(dataDir);
    Database database = Database.open(store, dataDir);
    ConferencePolicies policies = database.policies(PolicySettings.from(basic).site());
    FocusFactory.Environment environment =
        new FocusFactory.Environment(
            database.dialNames(),
            nobody(),
            Organizer.in(policies, database.users()),
            new RandomIds(),
            InstantSource.system(),
            factory);
    ActorSystem<Switchboard.Command> system =
        ActorSystem.create(
            factories(environment),
            NodeConfig.SYSTEM,
            layers.with(NodeConfig.ofDataAtRest(store, dataDir)));
    OperatorDoor.NodeView view =
        new OperatorDoor.NodeView(
            Version.text(), settings.sip().domain(), settings.sip().realm(), List.of());
    return new ActorDoor(
        view,
        new ActorDoor.House(
            database.users(),
            database.dialNames(),
            database.callRecords(),
            new ContactBook(database.contactLists(), PresenceSettings.from(basic).contacts()),
            policies,
            ActorDoor.Farewell.none(),
            system,
            system.scheduler(),
            settings.management().requestTimeout()),
        () -> {
          system.terminate();
          Waiting.until(system.getWhenTerminated(), END, "the end of the command");
          database.close();
          data.close();
        });
  }

  /** Factories as children by organizer, as sharding would make them. */
  private static Behavior<Switchboard.Command> factories(FocusFactory.Environment environment) {
    return Behaviors.setup(
        context -> {
          Map<UserUri, ActorRef<FocusFactoryProtocol.Command>> known = new HashMap<>();
          Switchboard.Factories factories =
              (organizer, command) ->
                  known
                      .computeIfAbsent(
                          organizer,
                          uri ->
                              context.spawnAnonymous(
                                  Behaviors.supervise(FocusFactory.create(uri, environment))
                                      .onFailure(SupervisorStrategy.stop())))
                      .tell(command);
          return Switchboard.create(factories, nobody(), (user, command) -> {});
        });
  }

  private static Foci nobody() {
    return (conference, command) -> {
      // No conference runs while no node does.
    };
  }
}
