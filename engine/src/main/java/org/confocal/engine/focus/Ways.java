package org.confocal.engine.focus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.conference.Subscription;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.edge.EdgeProtocol;

/**
 * Which edge reaches whom. Nothing of it is stored: a focus that starts again asks every edge which
 * connections it has and which Contacts are its own; until they have answered, nothing is said to
 * peers. Whoever has no edge any more is told a new Contact by another one, when he can be reached
 * by a datagram; others come back by a connection of theirs (RFC 3261 section 12.2, target
 * refresh).
 */
final class Ways {
  /** The edges that there are. */
  record Listed(Set<ActorRef<EdgeProtocol.Command>> edges) implements FocusProtocol.FocusInternal {}

  /** The answer of an edge. */
  record Heard(EdgeProtocol.Attached answer) implements FocusProtocol.FocusInternal {}

  /** Edges that have not answered yet are not waited for. */
  record WaitOver() implements FocusProtocol.FocusInternal {}

  /** An edge has ended. */
  record EdgeGone(ActorRef<EdgeProtocol.Command> edge) implements FocusProtocol.FocusInternal {}

  /** What is said when it is known by which edge. */
  private record Late(Dialog dialog, EdgeProtocol.Command order) {}

  private final ActorContext<FocusProtocol.Command> context;
  private final Focus.Environment env;
  private final Map<Integer, ActorRef<EdgeProtocol.Command>> edges = new HashMap<>();
  private final Set<ActorRef<EdgeProtocol.Command>> watched = new HashSet<>();
  private final Set<ActorRef<EdgeProtocol.Command>> asked = new HashSet<>();
  private final Set<ActorRef<EdgeProtocol.Command>> answered = new HashSet<>();
  private final List<Late> late = new ArrayList<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean finding;

  Ways(ActorContext<FocusProtocol.Command> context, Focus.Environment env) {
    this.context = context;
    this.env = env;
  }

  /** Edges have not told yet whom they reach. */
  boolean finding() {
    return finding;
  }

  /** The edge that reaches the peer of that leg or subscription, or any. */
  ActorRef<EdgeProtocol.Command> edge(int number) {
    return edges.getOrDefault(number, env.edges());
  }

  /** Gives an order to the edge that reaches that peer, as soon as it is known which one does. */
  void tell(Dialog dialog, EdgeProtocol.Command order) {
    int number = dialog.localTag().leg();
    if (finding && !edges.containsKey(number)) {
      late.add(new Late(dialog, order));
    } else {
      edge(number).tell(order);
    }
  }

  /** Does this when it is known which edge reaches whom. */
  void whenFound(Runnable deed) {
    waiting.add(deed);
  }

  /** A request has come from there. */
  void prefers(int number, ActorRef<EdgeProtocol.Command> edge) {
    edges.put(number, edge);
    if (watched.add(edge)) {
      context.watchWith(edge, new EdgeGone(edge));
    }
  }

  /** The edge does not reach the peer, or there is nothing more to send. */
  void forget(int number) {
    edges.remove(number);
  }

  // A focus that starts again

  /** Edges are asked; {@link #found} tells when they have answered. */
  void find() {
    finding = true;
    asked.clear();
    answered.clear();
    late.clear(); // orders of an epoch that is over
    ActorRef<Receptionist.Listing> listings =
        context.messageAdapter(
            Receptionist.Listing.class,
            listing -> new Listed(listing.getServiceInstances(EdgeProtocol.KEY)));
    context.getSystem().receptionist().tell(Receptionist.subscribe(EdgeProtocol.KEY, listings));
  }

  /** Asks the edges that were not asked yet. The first of them open the time of waiting. */
  void listed(Conference state, Listed listed) {
    Set<ActorRef<EdgeProtocol.Command>> fresh = new HashSet<>(listed.edges());
    fresh.removeAll(asked);
    if (!fresh.isEmpty() && asked.isEmpty()) {
      Duration patience = env.settings().attachWait();
      context.scheduleOnce(patience, context.getSelf(), new WaitOver());
    }
    ActorRef<EdgeProtocol.Attached> replyTo =
        context.messageAdapter(EdgeProtocol.Attached.class, Heard::new);
    List<String> contacts = contacts(state);
    List<PeerAddress> peers =
        dialogs(state).filter(d -> !isDatagram(d)).map(Dialog::peer).distinct().toList();
    for (ActorRef<EdgeProtocol.Command> edge : fresh) {
      asked.add(edge);
      edge.tell(new EdgeProtocol.Attach(state.epoch(), state.key(), contacts, peers, replyTo));
    }
  }

  private static List<String> contacts(Conference state) {
    Set<String> contacts = new LinkedHashSet<>();
    dialogs(state).forEach(d -> contacts.add(d.contact()));
    return List.copyOf(contacts);
  }

  private static Stream<Dialog> dialogs(Conference state) {
    return Stream.concat(
        state.allLegs().stream().map(Leg::dialog),
        state.room().subscriptions().values().stream().map(Subscription::dialog));
  }

  /** An edge has answered: whom it reaches has a way. */
  void carries(Conference state, EdgeProtocol.Carries carries) {
    answered.add(carries.edge());
    Set<String> contacts = Set.copyOf(carries.contacts());
    Set<PeerAddress> peers = Set.copyOf(carries.peers());
    Predicate<Dialog> carried =
        d -> isDatagram(d) ? contacts.contains(d.contact()) : peers.contains(d.peer());
    // Those that are late first, in their order: a leg that is gone already has its BYE among them.
    late.stream()
        .filter(l -> carried.test(l.dialog()))
        .forEach(l -> carries.edge().tell(l.order()));
    late.removeIf(l -> carried.test(l.dialog()));
    dialogs(state)
        .filter(carried)
        .filter(d -> !edges.containsKey(d.localTag().leg()))
        .forEach(d -> prefers(d.localTag().leg(), carries.edge()));
  }

  /** Everybody who was asked has answered, for the first time. */
  boolean found() {
    return finding && !asked.isEmpty() && answered.containsAll(asked) && settle();
  }

  /** Nobody is waited for any more; false when nobody was. */
  boolean settle() {
    if (!finding) {
      return false;
    }
    finding = false;
    late.forEach(l -> edge(l.dialog().localTag().leg()).tell(l.order()));
    late.clear();
    waiting.forEach(Runnable::run);
    waiting.clear();
    return true;
  }

  /** The peer comes by a connection of that edge from now on, with all that it has with us. */
  void comes(Conference state, FocusProtocol.Comes comes) {
    dialogs(state)
        .filter(d -> d.localTag().equals(comes.tag()))
        .findFirst()
        .ifPresent(
            known ->
                dialogs(state)
                    .filter(d -> d.peer().equals(known.peer()))
                    .forEach(d -> prefers(d.localTag().leg(), comes.edge())));
  }

  /** Tells whether an edge is known that reaches that leg or subscription. */
  boolean reaches(int number) {
    return edges.containsKey(number);
  }

  /** Forgets an edge, and gives the numbers of all whom it has reached. */
  Set<Integer> lost(ActorRef<EdgeProtocol.Command> edge) {
    watched.remove(edge);
    asked.remove(edge);
    answered.remove(edge);
    Set<Integer> numbers = new LinkedHashSet<>();
    edges.forEach(
        (number, by) -> {
          if (by.equals(edge)) {
            numbers.add(number);
          }
        });
    numbers.forEach(edges::remove);
    return numbers;
  }

  static boolean isDatagram(Dialog dialog) {
    return dialog.peer().transport().equals("udp");
  }
}
