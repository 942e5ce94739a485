package org.confocal.sip;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.edge.PassingProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.sip.jain.ClientTransactionId;
import org.confocal.sip.jain.Destination;
import org.confocal.sip.jain.ServerTransactionId;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.message.SipUri;
import org.confocal.sip.proxy.Forwarding;
import org.confocal.sip.proxy.RouteList;
import org.confocal.sip.proxy.RouteSeal;

/**
 * Picks out what goes from one user to another, and gives each such request a {@link ProxyServer}.
 * Belongs to the edge actor.
 */
final class ProxyDesk {
  /** A request has been passed on and answered. */
  record Done(ServerTransactionId id) implements EdgeProtocol.EdgeInternal {}

  /**
   * The user directory was asked for a number.
   *
   * @param name of the user; empty = there is none, or the directory does not answer
   */
  record LookedUp(StackEvents.Incoming in, Optional<String> name)
      implements EdgeProtocol.EdgeInternal {}

  /** What a user may send to another out of any call. Subscriptions and services are our own. */
  private static final Set<String> PASSED =
      Set.of("INVITE", "MESSAGE", "INFO", "OPTIONS", "REFER", "NOTIFY", "BENOTIFY");

  /** What one end of a call may send to the other. */
  private static final Set<String> WITHIN =
      Set.of(
          "INVITE", "ACK", "UPDATE", "BYE", "CANCEL", "INFO", "MESSAGE", "PRACK", "REFER", "NOTIFY",
          "OPTIONS");

  /** One part of so many is kept for calls that are there. */
  private static final int RESERVE = 4;

  /** Who waits for what; it survives a restart of the edge actor. */
  static final class Pending {
    private final Map<ServerTransactionId, ActorRef<ClientProtocol.Command>> servers =
        new HashMap<>();
    private final Map<ServerTransactionId, List<ClientTransactionId>> branches = new HashMap<>();
    private final Map<ClientTransactionId, ActorRef<ClientProtocol.Command>> waiting =
        new HashMap<>();

    /** Numbers of which it is not known yet whose they are. */
    private final Set<ServerTransactionId> lookedUp = new HashSet<>();

    private final RouteSeal seal;
    private final CallerShares shares;

    Pending(RouteSeal seal, CallerShares shares) {
      this.seal = seal;
      this.shares = shares;
    }
  }

  private final ActorContext<EdgeProtocol.Command> context;
  private final Edge edge;
  private final Pending pending;
  private final ProxyServer.Tools tools;

  ProxyDesk(ActorContext<EdgeProtocol.Command> context, Edge edge, Pending pending) {
    this.context = context;
    this.edge = edge;
    this.pending = pending;
    this.tools = new ProxyServer.Tools(edge, pending.seal, pending.shares);
  }

  /** Takes a request if it is for another user; false when it is for somebody else here. */
  boolean takes(StackEvents.Incoming in) {
    SipRequest request = in.request();
    if (request.to().tag().isPresent()) {
      return takesWithin(in);
    }
    if (!PASSED.contains(request.method())) {
      return false;
    }
    Optional<RouteList> admission = RouteList.admission(request, pending.seal);
    if (admission.isPresent()) {
      passAdmitted(in, admission.get());
      return true;
    }
    CallTarget target = CallTarget.of(request.uri(), edge.names());
    if (target instanceof CallTarget.Dialled dialled) {
      lookUp(in, dialled);
      return true;
    } else if (target instanceof CallTarget.Person person) {
      pass(in, person);
      return true;
    }
    return false;
  }

  /** The name of a user may be a number, too. */
  private void lookUp(StackEvents.Incoming in, CallTarget.Dialled dialled) {
    String name = dialled.number().value();
    pending.lookedUp.add(in.id());
    context.pipeToSelf(
        edge.doors().users().find(name),
        (found, error) ->
            new LookedUp(
                in, Optional.ofNullable(found).orElse(Optional.empty()).map(user -> name)));
  }

  /** Takes the request if its number is the name of a user; false when it is for others here. */
  boolean takes(LookedUp lookedUp) {
    StackEvents.Incoming in = lookedUp.in();
    if (!pending.lookedUp.remove(in.id())) {
      respond(in, in.request().response(487, "Request Terminated"));
      return true;
    }
    Optional<UserUri> user = lookedUp.name().flatMap(edge.names()::user);
    user.ifPresent(u -> pass(in, new CallTarget.Person(u, Optional.empty())));
    return user.isPresent();
  }

  private void pass(StackEvents.Incoming in, CallTarget.Person person) {
    if (isFull(in, edge.settings().proxy().mostPending())) {
      return;
    }
    int forks = edge.settings().proxy().mostForks();
    List<ClientTransactionId> ids = new ArrayList<>(forks);
    String mark = Forwarding.mark(pending.seal.name(), in.request());
    for (int i = 0; i < forks; i++) {
      ids.add(edge.stack().newTransaction(mark));
    }
    begin(in, ProxyServer.create(tools, in, person, ids), ids);
  }

  /** From another edge, which has asked everything that there is to ask. */
  private void passAdmitted(StackEvents.Incoming in, RouteList routes) {
    if (routes.way().isEmpty()) {
      respond(in, in.request().response(430, "Flow Failed"));
    } else if (!isFull(in, edge.settings().proxy().mostPending())) {
      ClientTransactionId id =
          edge.stack().newTransaction(Forwarding.mark(pending.seal.name(), in.request()));
      StackEvents.Incoming out =
          new StackEvents.Incoming(routes.applied(in.request()), in.id(), in.flow());
      Destination to = routes.way().get();
      begin(out, ProxyServer.passing(tools, out, id, b -> b.admitted(to, id)), List.of(id));
    }
  }

  /** Another edge has a request for somebody who is connected here. */
  void admit(PassingProtocol.Admit ask) {
    new Admissions(edge, pending.seal).answer(ask);
  }

  private boolean takesWithin(StackEvents.Incoming in) {
    RouteList routes = routes(in.request());
    if (!routes.sealed()) {
      return false;
    }
    Optional<Destination> way = routes.way();
    if (!WITHIN.contains(in.request().method())) {
      respond(in, RequestRules.notAllowed(in.request()));
    } else if (way.isEmpty()) {
      Rejection unknown = Rejection.of(Rejection.Reason.UNKNOWN_DIALOG, "No such call");
      respond(in, RejectionMapping.response(in.request(), unknown));
    } else if (mayGoOn(in)) {
      ClientTransactionId id =
          edge.stack().newTransaction(Forwarding.mark(pending.seal.name(), in.request()));
      StackEvents.Incoming out =
          new StackEvents.Incoming(routes.applied(in.request()), in.id(), in.flow());
      begin(out, ProxyServer.passing(tools, out, id, b -> b.within(way.get(), id)), List.of(id));
    }
    return true;
  }

  private RouteList routes(SipRequest request) {
    return RouteList.of(request, pending.seal, this::isHere);
  }

  private boolean isHere(SipUri uri) {
    return edge.names().isOurs(uri.host());
  }

  /** Within calls: nothing keeps a call from its end. */
  private boolean mayGoOn(StackEvents.Incoming in) {
    int most = edge.settings().proxy().mostPending();
    return in.request().method().equals("BYE") || !isFull(in, most + most / RESERVE + 1);
  }

  private boolean isFull(StackEvents.Incoming in, int most) {
    if (pending.servers.size() < most) {
      return false;
    }
    respond(
        in,
        RejectionMapping.response(
            in.request(),
            Rejection.unavailable("Too busy, try again", edge.settings().patience().retryAfter())));
    return true;
  }

  private void begin(
      StackEvents.Incoming in,
      Behavior<ClientProtocol.Command> server,
      List<ClientTransactionId> ids) {
    ActorRef<ClientProtocol.Command> actor = context.spawnAnonymous(server);
    context.watchWith(actor, new Done(in.id()));
    pending.servers.put(in.id(), actor);
    pending.branches.put(in.id(), ids);
    ids.forEach(id -> pending.waiting.put(id, actor)); // its first answer may be here already
  }

  void done(Done done) {
    pending.servers.remove(done.id());
    pending.shares.give(done.id());
    List<ClientTransactionId> ids = pending.branches.remove(done.id());
    if (ids != null) {
      ids.forEach(pending.waiting::remove);
    }
  }

  /** Passes the ACK of a 2xx on; false when it is for somebody else here. */
  boolean acknowledges(SipRequest ack) {
    RouteList routes = routes(ack);
    if (!routes.sealed()) {
      return false;
    }
    routes
        .way()
        .ifPresent(
            to -> {
              SipRequest rest = routes.applied(ack);
              if (Forwarding.refusal(
                      pending.seal.name(), rest, edge.settings().proxy().mostBodyBytes())
                  .isEmpty()) {
                edge.stack().sendAck(Forwarding.to(rest, rest.uri(), none -> false, List.of()), to);
              }
            });
    return true;
  }

  void cancel(ServerTransactionId invite) {
    pending.lookedUp.remove(invite);
    ActorRef<ClientProtocol.Command> server = pending.servers.get(invite);
    if (server != null) {
      server.tell(new ProxyServer.Cancel());
    }
  }

  /** Hands word of a branch to whoever made it. */
  void hear(ClientTransactionId id, ClientProtocol.Command message) {
    ActorRef<ClientProtocol.Command> server = pending.waiting.get(id);
    if (server != null) {
      server.tell(message);
    }
  }

  private void respond(StackEvents.Incoming in, SipResponse response) {
    edge.stack().respond(in.id(), RequestRules.tagged(response, edge.doors().ids()));
  }
}
