package org.confocal.sip;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.confocal.engine.Rejection;
import org.confocal.engine.user.UserProtocol;
import org.confocal.sip.jain.ClientTransactionId;
import org.confocal.sip.jain.Destination;
import org.confocal.sip.jain.Flow;
import org.confocal.sip.message.HostPort;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.message.SipUri;
import org.confocal.sip.proxy.Forwarding;
import org.confocal.sip.proxy.RouteSeal;
import org.confocal.wire.WireFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Passes one request on to a user: who sends it, is there such a user, where is he, what do his
 * devices say. Within a call that began so only the last question is asked. After a 2xx to an
 * INVITE it stays a while, for that may come again.
 *
 * <pre>
 *   request --&gt; who? --&gt; is there? --&gt; where? --&gt; all places --&gt; 2xx: back, the others are cancelled
 *                |          |           |           |  CANCEL, or it rang too long: CANCEL to all
 *             401, 407     404         480        the best refusal
 * </pre>
 */
final class ProxyServer extends AbstractBehavior<ClientProtocol.Command> {
  /** The caller has cancelled his INVITE. */
  record Cancel() implements ClientProtocol.Internal {}

  private record Identified(Authentication.Result result) implements ClientProtocol.Internal {}

  private record LookedUp(Optional<Boolean> exists) implements ClientProtocol.Internal {}

  private record Located(UserProtocol.Reply reply) implements ClientProtocol.Internal {}

  private record Repeat() implements ClientProtocol.Internal {}

  private record GiveUp() implements ClientProtocol.Internal {}

  private record RangLong() implements ClientProtocol.Internal {}

  private record Over() implements ClientProtocol.Internal {}

  /** What all of them share. */
  record Tools(Edge edge, RouteSeal seal, CallerShares shares) {}

  private final TimerScheduler<ClientProtocol.Command> timers;
  private final Edge edge;
  private final RouteSeal seal;
  private final CallerShares shares;
  private final StackEvents.Incoming in;
  private final List<ClientTransactionId> ids;
  private final Forking forking;
  private CallTarget.@Nullable Person person;
  private @Nullable Runnable ask;
  private boolean begun;
  private int late = 408;

  private ProxyServer(
      ActorContext<ClientProtocol.Command> context,
      TimerScheduler<ClientProtocol.Command> timers,
      Tools tools,
      StackEvents.Incoming in,
      List<ClientTransactionId> ids) {
    super(context);
    this.timers = timers;
    this.edge = tools.edge();
    this.seal = tools.seal();
    this.shares = tools.shares();
    this.in = in;
    this.ids = ids;
    this.forking = new Forking(edge, in);
  }

  /**
   * For a request to a user.
   *
   * @param ids names of the branches that there may be
   */
  static Behavior<ClientProtocol.Command> create(
      Tools tools,
      StackEvents.Incoming in,
      CallTarget.Person person,
      List<ClientTransactionId> ids) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new ProxyServer(context, timers, tools, in, ids).begin(person)));
  }

  /** For a request within a call, of which it is known where it goes. */
  static Behavior<ClientProtocol.Command> within(
      Tools tools, StackEvents.Incoming in, Destination to, ClientTransactionId id) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new ProxyServer(context, timers, tools, in, List.of(id)).pass(to)));
  }

  @Override
  public Receive<ClientProtocol.Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Identified.class, this::onIdentified)
        .onMessage(LookedUp.class, this::onLookedUp)
        .onMessage(Located.class, this::onLocated)
        .onMessage(ClientProtocol.Answered.class, this::onAnswered)
        .onMessage(ClientProtocol.Failed.class, this::onFailed)
        .onMessage(Repeat.class, m -> onRepeat())
        .onMessage(GiveUp.class, m -> refuse(unavailable("The registrar does not answer")))
        .onMessage(Cancel.class, m -> onCancel())
        .onMessage(RangLong.class, m -> onRangLong())
        .onMessage(Over.class, m -> onOver())
        .build();
  }

  // Who, and whom

  private Behavior<ClientProtocol.Command> begin(CallTarget.Person whom) {
    person = whom;
    Optional<SipResponse> early =
        Forwarding.refusal(in.request(), edge.settings().proxy().mostBodyBytes());
    if (early.isPresent()) {
      return respond(early.get());
    }
    timers.startSingleTimer("give-up", new GiveUp(), edge.settings().patience().giveUp());
    getContext()
        .pipeToSelf(
            Authentication.check(edge, in),
            (result, error) ->
                new Identified(result == null ? Authentication.unavailable(edge) : result));
    return this;
  }

  private Behavior<ClientProtocol.Command> onIdentified(Identified identified) {
    Authentication.Result who = identified.result();
    if (who.rejection().isPresent()) {
      return refuse(who.rejection().get());
    } else if (who.user().isEmpty()) {
      return respond(Authentication.challenge(edge, in.request(), who.stale()));
    }
    SipUri from = in.request().from().uri();
    if (!edge.names().user(from).equals(who.user())) {
      return refuse(
          Rejection.of(
              Rejection.Reason.NOT_INVITED,
              who.user().get().name() + " may not call in the name of " + from));
    } else if (!shares.take(in.id(), who.user().get())) {
      return refuse(unavailable("Too many calls and messages of " + who.user().get().name()));
    }
    getContext()
        .pipeToSelf(
            edge.doors().users().find(whom().user().name()),
            (found, error) -> new LookedUp(Optional.ofNullable(found).map(Optional::isPresent)));
    return this;
  }

  private Behavior<ClientProtocol.Command> onLookedUp(LookedUp lookedUp) {
    if (lookedUp.exists().isEmpty()) {
      return refuse(unavailable("The user directory does not answer"));
    } else if (!lookedUp.exists().get()) {
      return refuse(
          Rejection.of(Rejection.Reason.UNKNOWN_USER, "There is no user " + whom().user()));
    }
    ActorRef<UserProtocol.Reply> replyTo =
        getContext().messageAdapter(UserProtocol.Reply.class, Located::new);
    ask = () -> edge.doors().engine().tell(whom().user(), new UserProtocol.Bindings(replyTo));
    timers.startTimerWithFixedDelay("repeat", new Repeat(), edge.settings().patience().repeat());
    return onRepeat();
  }

  private CallTarget.Person whom() {
    CallTarget.Person known = person;
    if (known == null) {
      throw new AssertionError("a request within a call asks for nobody");
    }
    return known;
  }

  private Behavior<ClientProtocol.Command> onRepeat() {
    if (ask != null) {
      ask.run();
    }
    return this;
  }

  // Where

  private Behavior<ClientProtocol.Command> onLocated(Located located) {
    if (begun || !(located.reply() instanceof UserProtocol.Bound bound)) {
      return this;
    }
    List<Forking.Branch> branches = new ArrayList<>();
    List<UserProtocol.Binding> latestFirst = new ArrayList<>(bound.bindings());
    Collections.reverse(latestFirst);
    for (UserProtocol.Binding binding : latestFirst) {
      boolean meant =
          whom().device().isEmpty()
              || binding.device().filter(d -> d.id().equals(whom().device().get())).isPresent();
      if (meant && branches.size() < ids.size()) {
        branch(binding, ids.get(branches.size())).ifPresent(branches::add);
      }
    }
    return branches.isEmpty()
        ? refuse(Rejection.of(Rejection.Reason.CALL_FAILED, whom().user() + " is not registered"))
        : fork(branches);
  }

  /** Empty when there is no way there, for instance because its connection is closed. */
  private Optional<Forking.Branch> branch(UserProtocol.Binding binding, ClientTransactionId id) {
    try {
      CallWay way = CallWay.registered(binding.way(), edge.flows());
      if (binding.flowOnly() && !(way.to() instanceof Flow)) {
        return Optional.empty();
      }
      SipRequest out =
          Forwarding.to(in.request(), way.uri(), this::isForUs, recordRoutes(way.to()));
      return Optional.of(new Forking.Branch(id, out.without("Route"), way.to()));
    } catch (WireFormatException | IllegalArgumentException noWay) {
      getContext()
          .getLog()
          .info("no way to contact={} why={}", binding.contact(), noWay.getMessage());
      return Optional.empty();
    }
  }

  /** Credentials for our realm tell the callee nothing, and are none of his business. */
  private boolean isForUs(String credentials) {
    return edge.guard().credentials(List.of(credentials)).isPresent();
  }

  /** Both ends reach the other one through us, each by the transport that it speaks. */
  private List<SipUri> recordRoutes(Destination callee) {
    return switch (in.request().method()) {
      case "INVITE", "REFER", "NOTIFY" -> List.of(routeFor(in.flow()), routeFor(callee));
      default -> List.of();
    };
  }

  /**
   * @param end whom the way leads to, and by whom it is seen first
   */
  private SipUri routeFor(Destination end) {
    HostPort own = edge.stack().advertised(end);
    String transport =
        end instanceof Flow f ? f.transport() : ((Destination.Address) end).transport();
    return Forwarding.route(seal.seal(end, in.request()), own.plainHost(), own.port(), transport);
  }

  private Behavior<ClientProtocol.Command> pass(Destination to) {
    Optional<SipResponse> early =
        Forwarding.refusal(in.request(), edge.settings().proxy().mostBodyBytes());
    if (early.isPresent()) {
      return respond(early.get());
    }
    SipRequest out = Forwarding.to(in.request(), in.request().uri(), this::isForUs, List.of());
    return fork(List.of(new Forking.Branch(ids.get(0), out, to)));
  }

  // What they say

  private Behavior<ClientProtocol.Command> fork(List<Forking.Branch> branches) {
    begun = true;
    timers.cancel("repeat");
    timers.cancel("give-up");
    if (in.request().method().equals("INVITE")) {
      timers.startSingleTimer("rang", new RangLong(), edge.settings().proxy().ringLimit());
    }
    forking.start(branches);
    getContext()
        .getLog()
        .info(
            "{} passed on from={} to={} branches={} callId={}",
            in.request().method(),
            in.request().from().uri(),
            JoinKeys.without(in.request().uri()),
            branches.size(),
            in.request().callId());
    return this;
  }

  private Behavior<ClientProtocol.Command> onAnswered(ClientProtocol.Answered answered) {
    boolean before = forking.isTaken();
    forking.onAnswer(answered.id(), answered.response());
    return next(before);
  }

  private Behavior<ClientProtocol.Command> onFailed(ClientProtocol.Failed failed) {
    boolean before = forking.isTaken();
    if (failed.status() == 408) {
      forking.onFailure(failed.id(), 408, "No answer");
    } else {
      boolean within = person == null;
      forking.onFailure(failed.id(), within ? 430 : 480, "Not reached: " + failed.why());
    }
    return next(before);
  }

  private Behavior<ClientProtocol.Command> next(boolean takenBefore) {
    if (!forking.isAnswered()) {
      return this;
    } else if (!forking.isTaken() || !in.request().method().equals("INVITE")) {
      return Behaviors.stopped();
    }
    if (!takenBefore) {
      timers.cancel("rang");
      timers.startSingleTimer("over", new Over(), edge.settings().patience().ackTimeout());
    }
    return this;
  }

  private Behavior<ClientProtocol.Command> onCancel() {
    if (!begun) {
      return respond(in.request().response(487, "Request Terminated"));
    }
    return cancelAll(487);
  }

  private Behavior<ClientProtocol.Command> onRangLong() {
    return cancelAll(408);
  }

  /** The branches answer the CANCEL, with 487 or with a 2xx that was faster; not for ever. */
  private Behavior<ClientProtocol.Command> cancelAll(int status) {
    if (!forking.isAnswered()) {
      late = status;
      timers.cancel("rang");
      forking.cancel(ended());
      timers.startSingleTimer("over", new Over(), edge.settings().patience().ackTimeout());
    }
    return this;
  }

  private Behavior<ClientProtocol.Command> onOver() {
    forking.end(ended());
    return Behaviors.stopped();
  }

  private SipResponse ended() {
    return in.request().response(late, late == 487 ? "Request Terminated" : "Nobody answered");
  }

  private Rejection unavailable(String text) {
    return Rejection.unavailable(text, edge.settings().patience().retryAfter());
  }

  private Behavior<ClientProtocol.Command> refuse(Rejection rejection) {
    return respond(RejectionMapping.response(in.request(), rejection));
  }

  private Behavior<ClientProtocol.Command> respond(SipResponse response) {
    forking.end(response);
    getContext()
        .getLog()
        .info(
            "{} refused status={} reason=\"{}\" uri={} callId={}",
            in.request().method(),
            response.status(),
            response.reason(),
            JoinKeys.without(in.request().uri()),
            in.request().callId());
    return Behaviors.stopped();
  }
}
