package org.confocal.server.node;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.confocal.engine.cluster.Engine;
import org.confocal.engine.cluster.EngineSettings;
import org.confocal.engine.contacts.ContactList;
import org.confocal.engine.focus.Foci;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.user.Users;
import org.confocal.server.control.LegQuality;
import org.confocal.server.control.Switchboard;
import org.confocal.server.settings.Parting;

/** Meetings, users and operators, but no SIP and no media. */
public final class EngineOnly implements Wiring {
  private final EngineSettings settings;

  public EngineOnly(Config config) {
    this.settings = EngineSettings.from(config);
  }

  @Override
  public Parts start(ActorContext<?> guardian, House house) {
    Engine.Doors doors =
        new Engine.Doors(
            house.database().dialNames(),
            house.database().users(),
            house.database().contactLists(),
            house.database().activeConferences(),
            house.database().meetingOwners(),
            house.database().policies(settings.policy().site()),
            (type, conference, epoch, focus) -> Behaviors.empty(),
            house.ids(),
            house.clock(),
            house.metrics());
    Engine engine = Engine.start(guardian, doors, settings);
    return new Running(engine);
  }

  @Override
  public void close() {
    // Nothing outlives the actors.
  }

  private record Running(Engine engine) implements Parts {
    @Override
    public Switchboard.Factories factories() {
      return engine::tell;
    }

    @Override
    public Foci foci() {
      return engine;
    }

    @Override
    public Users users() {
      return engine::tell;
    }

    @Override
    public ContactList.Bounds contactBounds() {
      return new ContactList.Bounds(10, 10);
    }

    @Override
    public CompletionStage<Bound> bind() {
      return CompletableFuture.completedStage(new Bound(List.of(), List.of()));
    }

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public Map<String, Object> counters() {
      return Map.of();
    }

    @Override
    public List<LegQuality> quality(FocusKey conference) {
      return List.of();
    }

    @Override
    public CompletionStage<Done> goodbye(Parting parting) {
      return CompletableFuture.completedStage(Done.getInstance());
    }

    @Override
    public CompletionStage<Done> unbind() {
      return CompletableFuture.completedStage(Done.getInstance());
    }
  }
}
