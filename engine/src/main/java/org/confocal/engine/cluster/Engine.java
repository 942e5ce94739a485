package org.confocal.engine.cluster;

import java.time.InstantSource;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Routers;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.apache.pekko.cluster.typed.Subscribe;
import org.confocal.engine.Ids;
import org.confocal.engine.Meter;
import org.confocal.engine.directory.ActiveConferences;
import org.confocal.engine.directory.ConferencePolicies;
import org.confocal.engine.directory.ContactLists;
import org.confocal.engine.directory.DialNames;
import org.confocal.engine.directory.MeetingOwners;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.factory.FocusFactory;
import org.confocal.engine.factory.FocusFactoryProtocol;
import org.confocal.engine.factory.Organizer;
import org.confocal.engine.factory.Sweeper;
import org.confocal.engine.focus.Focus;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.focus.Waker;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuProvider;
import org.confocal.engine.user.User;
import org.confocal.engine.user.UserProtocol;

/**
 * The engine of one node: starts the shard regions and gives the ways to foci, factories and users.
 */
public final class Engine implements EngineDoors {
  /** Entity type of foci; the entity id is the {@link FocusKey}. */
  public static final EntityTypeKey<FocusProtocol.Command> FOCUS =
      EntityTypeKey.create(FocusProtocol.Command.class, Focus.TYPE);

  /** Entity type of focus factories; the entity id is the organizer's address. */
  public static final EntityTypeKey<FocusFactoryProtocol.Command> FACTORY =
      EntityTypeKey.create(FocusFactoryProtocol.Command.class, FocusFactory.TYPE);

  /** Entity type of users; the entity id is the address of record. */
  public static final EntityTypeKey<UserProtocol.Command> USER =
      EntityTypeKey.create(UserProtocol.Command.class, User.TYPE);

  /** Whatever has no way of its own goes by the edge of this node. */
  private static final boolean PREFER_OWN = true;

  /** What the engine needs from outside. */
  public record Doors(
      DialNames names,
      UserDirectory users,
      ContactLists contacts,
      ActiveConferences active,
      MeetingOwners owners,
      ConferencePolicies policies,
      McuProvider mcus,
      Ids ids,
      InstantSource clock,
      Meter meter) {}

  private final ClusterSharding sharding;

  private Engine(ClusterSharding sharding) {
    this.sharding = sharding;
  }

  /** Starts the shard regions; called once in the life of a node, by its guardian. */
  public static <T> Engine start(ActorContext<T> guardian, Doors doors, EngineSettings settings) {
    ActorSystem<Void> system = guardian.getSystem();
    ClusterSharding sharding = ClusterSharding.get(system);
    Engine engine = new Engine(sharding);
    ActorRef<EdgeProtocol.Command> edges =
        guardian.spawn(
            Routers.group(EdgeProtocol.KEY).withRoundRobinRouting(PREFER_OWN), "sip-edges");
    Focus.Environment focus =
        new Focus.Environment(
            doors.active(),
            doors.mcus(),
            edges,
            doors.ids(),
            doors.clock(),
            doors.meter(),
            settings.focus());
    FocusFactory.Environment factory =
        new FocusFactory.Environment(
            doors.names(),
            engine,
            Organizer.in(doors.policies(), doors.users()),
            doors.ids(),
            doors.clock(),
            settings.focusFactory());
    // A focus knows itself when it may rest; registrations live in the memory of a user's actor.
    ClusterShardingSettings staying =
        ClusterShardingSettings.create(system)
            .withPassivationStrategy(
                ClusterShardingSettings.PassivationStrategySettings$.MODULE$.disabled());
    sharding.init(
        Entity.of(
                FOCUS,
                entity ->
                    Focus.create(new FocusKey(entity.getEntityId()), entity.getShard(), focus))
            .withSettings(staying)
            .withAllocationStrategy(new SettledAllocation(Cluster.get(system))));
    sharding.init(
        Entity.of(FACTORY, e -> FocusFactory.create(new UserUri(e.getEntityId()), factory)));
    sharding.init(
        Entity.of(
                USER,
                e ->
                    User.create(
                        new UserUri(e.getEntityId()), settings.user(), users(doors, engine)))
            .withSettings(staying));
    ClusterSingleton.get(system)
        .init(
            SingletonActor.of(
                Behaviors.supervise(
                        Waker.create(
                            doors.active(),
                            engine,
                            settings.waker(),
                            departures ->
                                Cluster.get(system)
                                    .subscriptions()
                                    .tell(Subscribe.create(departures, MemberEvent.class))))
                    .onFailure(SupervisorStrategy.restart()),
                "Waker"));
    ClusterSingleton.get(system)
        .init(
            SingletonActor.of(
                Behaviors.supervise(
                        Sweeper.create(doors.owners(), engine::toFactory, settings.sweeper()))
                    .onFailure(SupervisorStrategy.restart()),
                "Sweeper"));
    return engine;
  }

  private static User.Doors users(Doors doors, Engine engine) {
    return new User.Doors(
        doors.users(), doors.contacts(), (u, command) -> engine.tell(u, command), doors.clock());
  }

  private void toFactory(UserUri organizer, FocusFactoryProtocol.Command command) {
    tell(organizer, command);
  }

  @Override
  public void tell(FocusKey conference, FocusProtocol.Command command) {
    sharding.entityRefFor(FOCUS, conference.value()).tell(command);
  }

  @Override
  public void tell(UserUri organizer, FocusFactoryProtocol.Command command) {
    sharding.entityRefFor(FACTORY, organizer.value()).tell(command);
  }

  @Override
  public void tell(UserUri user, UserProtocol.Command command) {
    sharding.entityRefFor(USER, user.value()).tell(command);
  }
}
