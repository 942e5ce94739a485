package org.confocal.engine.user;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.confocal.engine.Rejection;
import org.confocal.engine.directory.ContactLists;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.UserUri;

/**
 * One user of this installation; the entity id is the address of record. Registrations live in
 * memory only. What could be reached over connections of one edge only is forgotten with that edge.
 */
public final class User extends AbstractBehavior<UserProtocol.Command> {
  /** Name of the entity type. */
  public static final String TYPE = "User";

  /** What users need from outside. */
  public record Doors(
      UserDirectory directory, ContactLists contacts, Users users, InstantSource clock) {}

  private final InstantSource clock;
  private final UserSettings settings;
  private final ActorRef<AgentProtocol.Command> presence;
  private final Set<ActorRef<EdgeProtocol.Command>> watched = new HashSet<>();
  private Map<String, UserProtocol.Binding> bindings = new LinkedHashMap<>();

  private User(
      ActorContext<UserProtocol.Command> context,
      InstantSource clock,
      UserSettings settings,
      ActorRef<AgentProtocol.Command> presence) {
    super(context);
    this.clock = clock;
    this.settings = settings;
    this.presence = presence;
  }

  /** A user with contacts and presence. */
  public static Behavior<UserProtocol.Command> create(
      UserUri self, UserSettings settings, Doors doors) {
    AgentProtocol.Environment agent =
        new AgentProtocol.Environment(
            doors.directory(), doors.contacts(), doors.users(), doors.clock(), settings.presence());
    return Behaviors.setup(
        context ->
            new User(
                context,
                doors.clock(),
                settings,
                context.spawn(PresenceAgent.create(self, agent), "presence")));
  }

  @Override
  public Receive<UserProtocol.Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(UserProtocol.Bind.class, this::onBind)
        .onMessage(UserProtocol.Bindings.class, this::onBindings)
        .onMessage(UserProtocol.Unbind.class, this::onUnbind)
        .onMessage(UserProtocol.EdgeGone.class, this::onEdgeGone)
        .onMessage(UserProtocol.Dismiss.class, m -> onDismiss())
        .onMessage(PresenceProtocol.Command.class, this::onPresence)
        .build();
  }

  private Behavior<UserProtocol.Command> onBind(UserProtocol.Bind bind) {
    Instant now = clock.instant();
    Map<String, UserProtocol.Binding> next = alive(now);
    if (bind.removeAll()) {
      next.clear();
    }
    for (UserProtocol.Wish wish : bind.wishes()) {
      UserProtocol.Binding made = binding(bind, wish, now);
      UserProtocol.Binding known = next.get(made.key());
      if (known != null && known.callId().equals(bind.callId()) && known.cseq() > bind.cseq()) {
        bind.replyTo()
            .tell(
                new UserProtocol.NotBound(
                    Rejection.of(
                        Rejection.Reason.OUT_OF_ORDER,
                        "CSeq: " + bind.cseq() + " (expected: >= " + known.cseq() + ")")));
        return this;
      }
      next.remove(made.key());
      next.values().removeIf(b -> b.contact().equals(made.contact()));
      if (wish.expiresSeconds() > 0) {
        next.put(made.key(), made);
      }
    }
    while (next.size() > settings.maxBindings()) {
      next.remove(next.keySet().iterator().next());
    }
    bindings = next;
    watchEdges();
    presence.tell(new AgentProtocol.Reachable(new ArrayList<>(next.values())));
    bind.replyTo().tell(new UserProtocol.Bound(now, new ArrayList<>(next.values())));
    return this;
  }

  private static UserProtocol.Binding binding(
      UserProtocol.Bind bind, UserProtocol.Wish wish, Instant now) {
    return new UserProtocol.Binding(
        wish.contact(),
        bind.flow(),
        bind.callId(),
        bind.cseq(),
        now.plusSeconds(wish.expiresSeconds()),
        wish.device(),
        wish.flowOnly(),
        Optional.ofNullable(bind.edge()));
  }

  /** Of each edge that somebody of his registered with it is told when it ends. */
  private void watchEdges() {
    Set<ActorRef<EdgeProtocol.Command>> needed = new HashSet<>();
    bindings.values().forEach(b -> b.edge().ifPresent(needed::add));
    for (ActorRef<EdgeProtocol.Command> edge : List.copyOf(watched)) {
      if (!needed.contains(edge)) {
        watched.remove(edge);
        getContext().unwatch(edge);
      }
    }
    for (ActorRef<EdgeProtocol.Command> edge : needed) {
      if (watched.add(edge)) {
        getContext().watchWith(edge, new UserProtocol.EdgeGone(edge));
      }
    }
  }

  private Behavior<UserProtocol.Command> onEdgeGone(UserProtocol.EdgeGone gone) {
    watched.remove(gone.edge());
    bindings = alive(clock.instant());
    bindings.values().removeIf(b -> b.flowOnly() && isAt(b, gone.edge()));
    bindings.replaceAll((key, b) -> isAt(b, gone.edge()) ? b.at(Optional.empty()) : b);
    presence.tell(new AgentProtocol.Reachable(new ArrayList<>(bindings.values())));
    return this;
  }

  private static boolean isAt(UserProtocol.Binding b, ActorRef<EdgeProtocol.Command> edge) {
    return b.edge().filter(edge::equals).isPresent();
  }

  private Behavior<UserProtocol.Command> onUnbind(UserProtocol.Unbind closed) {
    bindings = alive(clock.instant());
    bindings.values().removeIf(b -> b.flowOnly() && b.flow().equals(closed.flow()));
    watchEdges();
    presence.tell(new AgentProtocol.CutOff(closed.flow()));
    presence.tell(new AgentProtocol.Reachable(new ArrayList<>(bindings.values())));
    return this;
  }

  private Behavior<UserProtocol.Command> onDismiss() {
    bindings = new LinkedHashMap<>();
    watchEdges();
    presence.tell(new AgentProtocol.Reachable(List.of()));
    return this;
  }

  private Behavior<UserProtocol.Command> onBindings(UserProtocol.Bindings ask) {
    Instant now = clock.instant();
    bindings = alive(now);
    ask.replyTo().tell(new UserProtocol.Bound(now, new ArrayList<>(bindings.values())));
    return this;
  }

  private Behavior<UserProtocol.Command> onPresence(PresenceProtocol.Command command) {
    presence.tell(new AgentProtocol.Order(command));
    return this;
  }

  private Map<String, UserProtocol.Binding> alive(Instant now) {
    Map<String, UserProtocol.Binding> alive = new LinkedHashMap<>(bindings);
    alive.values().removeIf(b -> !b.expires().isAfter(now));
    return alive;
  }
}
