package org.confocal.sip;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.confocal.engine.Rejection;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.edge.PassingProtocol;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.user.UserProtocol;
import org.confocal.sip.jain.ClientTransactionId;
import org.confocal.sip.jain.Flow;
import org.confocal.sip.jain.JainSipStack;
import org.confocal.sip.jain.ServerTransactionId;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.proxy.RouteSeal;
import org.confocal.wire.WireFormatException;

/**
 * The SIP edge of one node: gives every request to an actor of its own, and every answer to the
 * actor that waits for it. Keeps flows and transactions, nothing else.
 */
public final class SipEdge extends AbstractBehavior<EdgeProtocol.Command> {
  private static final Set<String> BEGINNERS = Set.of("INVITE", "SUBSCRIBE");

  /** Conferences whose epochs are remembered, some 100 bytes each. */
  private static final int MOST_FENCES = 100_000;

  private record ServerDone(ServerTransactionId id) implements EdgeProtocol.EdgeInternal {}

  private record Settled() implements EdgeProtocol.EdgeInternal {}

  /** What an edge knows; it survives a restart of the actor, and the actors that serve go on. */
  private static final class Book {
    final Map<ServerTransactionId, ActorRef<SessionServer.Command>> sessions = new HashMap<>();
    final DialogOutbox.Orders orders = new DialogOutbox.Orders();
    final FlowTable flows;
    final FlowLogins logins;
    final OwnNames names;
    final OwnContact contact;
    final Fences fences;
    final ProxyDesk.Pending proxied;
    int serving;
    Optional<ActorRef<Done>> draining = Optional.empty();
    boolean settled;

    Book(JainSipStack stack, RouteSeal seal, SipSettings settings) {
      this.names = OwnNames.of(settings);
      this.contact = new OwnContact(stack, names);
      this.fences = new Fences(MOST_FENCES);
      this.flows = new FlowTable(stack);
      this.logins = new FlowLogins(stack::isOpen);
      this.proxied = new ProxyDesk.Pending(seal, new CallerShares(settings.proxy().mostPerUser()));
    }
  }

  private final Edge edge;
  private final Book book;
  private final DialogOutbox outbox;
  private final ProxyDesk desk;

  private SipEdge(
      ActorContext<EdgeProtocol.Command> context,
      Book book,
      JainSipStack stack,
      SipGateway.Doors doors,
      SipSettings settings) {
    super(context);
    this.book = book;
    this.edge =
        new Edge(
            stack,
            doors,
            settings,
            book.names,
            book.contact,
            new DigestGuard(settings.digest(), doors.ids()),
            book.flows,
            book.logins,
            context.getSelf());
    this.outbox = new DialogOutbox(context, edge, book.flows, book.orders);
    this.desk = new ProxyDesk(context, edge, book.proxied);
    if (book.draining.isEmpty()) {
      context
          .getSystem()
          .receptionist()
          .tell(Receptionist.register(EdgeProtocol.KEY, context.getSelf()));
    }
  }

  static Behavior<EdgeProtocol.Command> create(
      StackEvents events, JainSipStack stack, SipGateway.Doors doors, SipSettings settings) {
    Book book = new Book(stack, new RouteSeal(doors.ids().hex(64), doors.clock()), settings);
    return Behaviors.supervise(
            Behaviors.<EdgeProtocol.Command>setup(
                context -> {
                  events.goTo(context.getSelf());
                  stack.listen();
                  return new SipEdge(context, book, stack, doors, settings);
                }))
        .onFailure(SupervisorStrategy.restart().withStopChildren(false));
  }

  @Override
  public Receive<EdgeProtocol.Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(StackEvents.Incoming.class, this::onIncoming)
        .onMessage(StackEvents.Ack.class, this::onAck)
        .onMessage(StackEvents.Cancelled.class, this::onCancelled)
        .onMessage(EdgeProtocol.Steered.class, this::onSteered)
        .onMessage(EdgeProtocol.NotifySubscriber.class, m -> out(() -> outbox.tell(m)))
        .onMessage(PassingProtocol.CallHere.class, this::onCallHere)
        .onMessage(PassingProtocol.Admit.class, m -> out(() -> desk.admit(m)))
        .onMessage(PassingProtocol.GiveUpCall.class, m -> out(() -> outbox.giveUp(m.tag())))
        .onMessage(EdgeProtocol.Drain.class, this::onDrain)
        .onMessage(EdgeProtocol.Close.class, m -> Behaviors.stopped())
        .onMessage(Settled.class, m -> onSettled())
        .onMessage(
            StackEvents.Answer.class,
            m -> heard(m.id(), new ClientProtocol.Answered(m.id(), m.response())))
        .onMessage(StackEvents.Sent.class, m -> heard(m.id(), new ClientProtocol.Sent(m.id())))
        .onMessage(
            StackEvents.TimedOut.class,
            m -> heard(m.id(), failed(m.id(), EdgeProtocol.Outcome.GONE, 408, "no answer")))
        .onMessage(
            StackEvents.NotSent.class,
            m ->
                heard(
                    m.id(), failed(m.id(), EdgeProtocol.Outcome.UNREACHED, 0, m.why().toString())))
        .onMessage(StackEvents.FlowClosed.class, this::onFlowClosed)
        .onMessage(ServerDone.class, this::onServerDone)
        .onMessage(DialogOutbox.OrderDone.class, this::onOrderDone)
        .onMessage(ProxyDesk.LookedUp.class, this::onLookedUp)
        .onMessage(ProxyDesk.Done.class, m -> out(() -> desk.done(m)))
        .build();
  }

  private Behavior<EdgeProtocol.Command> onIncoming(StackEvents.Incoming in) {
    SipRequest request = in.request();
    book.flows.remember(in.flow());
    SipDialogs.tag(request).ifPresent(tag -> serves(in.flow(), tag));
    boolean begins = BEGINNERS.contains(request.method()) && request.to().tag().isEmpty();
    if (book.draining.isPresent() && begins) {
      refuse(
          in, Rejection.unavailable("The server stops", edge.settings().patience().retryAfter()));
      return this;
    }
    if (book.serving >= edge.settings().maxPending()) {
      refuse(
          in,
          Rejection.unavailable("Too busy, try again", edge.settings().patience().retryAfter()));
      return this;
    }
    Optional<SipResponse> insecure = RequestRules.insecure(request, in.flow().transport());
    if (insecure.isPresent()) {
      respond(in, insecure.get());
      return this;
    }
    if (!desk.takes(in)) {
      serve(in);
    }
    return this;
  }

  private Behavior<EdgeProtocol.Command> onLookedUp(ProxyDesk.LookedUp lookedUp) {
    if (!desk.takes(lookedUp)) {
      serve(lookedUp.in());
    }
    return this;
  }

  /** What is for us, and not for another user. */
  private void serve(StackEvents.Incoming in) {
    SipRequest request = in.request();
    Optional<SipResponse> early = RequestRules.refusal(request);
    if (early.isPresent()) {
      respond(in, early.get());
      return;
    }
    switch (request.method()) {
      case "INVITE", "UPDATE" -> serveSession(in);
      case "BYE", "INFO", "NOTIFY" -> serveInDialog(in);
      case "SUBSCRIBE" -> {
        if (UserSubscribe.takes(request, edge.names())) {
          serveUser(in, new UserSubscribe(edge, in));
        } else {
          serveRouted(in, SubscribeServer::create);
        }
      }
      case "MESSAGE" -> serveRouted(in, MessageServer::create);
      case "REFER" -> serveRouted(in, ReferServer::create);
      case "SERVICE" -> {
        if (UserService.takes(request)) {
          serveUser(in, new UserService(edge, in));
        } else {
          serve(getContext().spawnAnonymous(FactoryServer.create(edge, in)), in);
        }
      }
      case "OPTIONS" -> {
        if (request.to().tag().isPresent()) {
          serveInDialog(in);
        } else {
          respond(in, RequestRules.capabilities(request));
        }
      }
      case "REGISTER" -> serve(getContext().spawnAnonymous(RegisterServer.create(edge, in)), in);
      default -> respond(in, RequestRules.notAllowed(request));
    }
  }

  private void serveSession(StackEvents.Incoming in) {
    SipRequest request = in.request();
    boolean inDialog = request.to().tag().isPresent();
    if ((inDialog || request.method().equals("UPDATE")) && SipDialogs.tag(request).isEmpty()) {
      refuse(in, unknownDialog());
      return;
    }
    ActorRef<SessionServer.Command> server =
        getContext().spawnAnonymous(SessionServer.create(edge, in));
    book.sessions.put(in.id(), server);
    serve(server, in);
  }

  private void serveInDialog(StackEvents.Incoming in) {
    if (SipDialogs.tag(in.request()).isEmpty()) {
      refuse(in, unknownDialog());
    } else {
      boolean control =
          in.request().method().equals("INFO") && in.request().body().is(C3pBody.TYPE);
      serve(
          control
              ? getContext().spawnAnonymous(ControlServer.create(edge, in))
              : getContext().spawnAnonymous(RequestServer.create(edge, in)),
          in);
    }
  }

  private void serveRouted(
      StackEvents.Incoming in,
      BiFunction<Edge, StackEvents.Incoming, Behavior<RoutedServer.Command>> server) {
    if (in.request().to().tag().isPresent() && SipDialogs.tag(in.request()).isEmpty()) {
      refuse(in, unknownDialog());
    } else {
      serve(getContext().spawnAnonymous(server.apply(edge, in)), in);
    }
  }

  private void serveUser(StackEvents.Incoming in, UserServer.Task task) {
    serve(getContext().spawnAnonymous(UserServer.create(edge, in, task)), in);
  }

  private void serve(ActorRef<?> server, StackEvents.Incoming in) {
    book.serving++;
    getContext().watchWith(server, new ServerDone(in.id()));
  }

  private Behavior<EdgeProtocol.Command> onServerDone(ServerDone done) {
    book.serving--;
    book.sessions.remove(done.id());
    return this;
  }

  private Behavior<EdgeProtocol.Command> onAck(StackEvents.Ack ack) {
    Optional<LegTag> tag = SipDialogs.tag(ack.request());
    if (!desk.acknowledges(ack.request()) && tag.isPresent()) {
      SipRequest request = ack.request();
      book.flows.remember(ack.flow());
      serves(ack.flow(), tag.get());
      edge.doors()
          .engine()
          .tell(
              tag.get().focus(),
              new FocusProtocol.Acknowledge(
                  tag.get(),
                  request.callId(),
                  request.from().tag().orElse(""),
                  request.cseq().number(),
                  answerIn(request)));
    }
    return this;
  }

  /** The description in an ACK; one that cannot be read counts as an offer that nobody can use. */
  private Optional<SessionOffer> answerIn(SipRequest ack) {
    if (ack.body().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(SdpTranslation.read(ack.body()));
    } catch (WireFormatException e) {
      getContext()
          .getLog()
          .info("answer in ACK not readable callId={} error={}", ack.callId(), e.getMessage());
      return Optional.of(new SessionOffer(List.of()));
    }
  }

  private Behavior<EdgeProtocol.Command> onCancelled(StackEvents.Cancelled c) {
    ActorRef<SessionServer.Command> server = book.sessions.get(c.invite());
    if (server != null) {
      server.tell(new SessionServer.Cancel());
    }
    desk.cancel(c.invite());
    return this;
  }

  /** A focus that has started again finds the ways to its peers by what it is told here. */
  private void serves(Flow flow, LegTag tag) {
    if (book.flows.serves(flow, tag.focus())) {
      edge.doors().engine().tell(tag.focus(), new FocusProtocol.Comes(tag, edge.self()));
    }
  }

  private Behavior<EdgeProtocol.Command> onSteered(EdgeProtocol.Steered order) {
    if (!book.fences.admits(order)) {
      outbox.refuse(order, book.fences.highest(order.focus()));
    } else if (order instanceof EdgeProtocol.Attach attach) {
      attach.replyTo().tell(carried(attach));
    } else {
      outbox.carryOut(order);
    }
    return this;
  }

  private Behavior<EdgeProtocol.Command> onCallHere(PassingProtocol.CallHere here) {
    if (book.fences.admits(here.call())) {
      outbox.call(here);
    } else {
      outbox.refuse(here.call(), book.fences.highest(here.call().focus()));
    }
    return this;
  }

  /** An edge that stops carries nobody any more. */
  private EdgeProtocol.Carries carried(EdgeProtocol.Attach attach) {
    return book.draining.isPresent()
        ? new EdgeProtocol.Carries(edge.self(), List.of(), List.of())
        : new EdgeProtocol.Carries(
            edge.self(),
            attach.contacts().stream().filter(edge.contact()::isOwn).toList(),
            book.flows.open(attach.peers(), attach.focus()));
  }

  private Behavior<EdgeProtocol.Command> out(Runnable order) {
    order.run();
    return this;
  }

  private Behavior<EdgeProtocol.Command> heard(
      ClientTransactionId id, ClientProtocol.Command message) {
    outbox.hear(id, message);
    desk.hear(id, message);
    return this;
  }

  private static ClientProtocol.Failed failed(
      ClientTransactionId id, EdgeProtocol.Outcome outcome, int status, String why) {
    return new ClientProtocol.Failed(id, outcome, status, why);
  }

  private Behavior<EdgeProtocol.Command> onDrain(EdgeProtocol.Drain drain) {
    book.draining = Optional.of(drain.replyTo());
    book.contact.leaves();
    getContext()
        .getSystem()
        .receptionist()
        .tell(Receptionist.deregister(EdgeProtocol.KEY, getContext().getSelf()));
    // A BYE that was said to "some edge" takes another way than the order to drain.
    getContext()
        .scheduleOnce(edge.settings().patience().settle(), getContext().getSelf(), new Settled());
    return this;
  }

  private Behavior<EdgeProtocol.Command> onSettled() {
    book.settled = true;
    return drained();
  }

  private Behavior<EdgeProtocol.Command> drained() {
    if (book.draining.isPresent() && book.settled && outbox.everybodyIsGone()) {
      book.draining.get().tell(Done.getInstance());
    }
    return this;
  }

  private Behavior<EdgeProtocol.Command> onOrderDone(DialogOutbox.OrderDone done) {
    outbox.done(done);
    return drained();
  }

  private Behavior<EdgeProtocol.Command> onFlowClosed(StackEvents.FlowClosed closed) {
    PeerAddress peer = FlowTable.address(closed.flow());
    book.logins.forget(closed.flow());
    for (UserUri user : book.flows.unregister(closed.flow())) {
      edge.doors().engine().tell(user, new UserProtocol.Unbind(peer));
    }
    for (FocusKey focus : book.flows.forget(closed.flow())) {
      edge.doors().engine().tell(focus, new FocusProtocol.CutOff(peer));
    }
    return this;
  }

  private void refuse(StackEvents.Incoming in, Rejection rejection) {
    respond(in, RejectionMapping.response(in.request(), rejection));
  }

  private void respond(StackEvents.Incoming in, SipResponse response) {
    edge.stack().respond(in.id(), RequestRules.tagged(response, edge.doors().ids()));
  }

  private static Rejection unknownDialog() {
    return Rejection.of(Rejection.Reason.UNKNOWN_DIALOG, "No such dialog");
  }
}
