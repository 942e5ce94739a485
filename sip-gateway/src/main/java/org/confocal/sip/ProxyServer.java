package org.confocal.sip;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.confocal.engine.Rejection;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.edge.PassingProtocol;
import org.confocal.engine.user.UserProtocol;
import org.confocal.sip.jain.ClientTransactionId;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.message.SipUri;
import org.confocal.sip.proxy.Forwarding;
import org.confocal.sip.proxy.RouteSeal;
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

  /** What the edge has said that a place is connected to. */
  private record Admission(
      ClientTransactionId id, PassingProtocol.Way place, PassingProtocol.Admission answer)
      implements ClientProtocol.Internal {}

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
  private final Branches branches;
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
    this.branches = new Branches(edge, seal, in);
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

  /** For a request within a call, or from another edge: of it is known where it goes. */
  static Behavior<ClientProtocol.Command> passing(
      Tools tools,
      StackEvents.Incoming in,
      ClientTransactionId id,
      Function<Branches, Forking.Branch> branch) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new ProxyServer(context, timers, tools, in, List.of(id)).pass(branch)));
  }

  @Override
  public Receive<ClientProtocol.Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Identified.class, this::onIdentified)
        .onMessage(LookedUp.class, this::onLookedUp)
        .onMessage(Located.class, this::onLocated)
        .onMessage(Admission.class, this::onAdmission)
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
    Optional<SipResponse> early = tooBad();
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
    List<Forking.Branch> now = new ArrayList<>();
    Map<ClientTransactionId, UserProtocol.Binding> later = new LinkedHashMap<>();
    List<UserProtocol.Binding> latestFirst = new ArrayList<>(bound.bindings());
    Collections.reverse(latestFirst);
    for (UserProtocol.Binding binding : latestFirst) {
      int taken = now.size() + later.size();
      boolean wanted = isMeant(binding) && taken < ids.size();
      if (wanted && binding.edge().filter(e -> !e.equals(edge.self())).isPresent()) {
        later.put(ids.get(taken), binding);
      } else if (wanted) {
        branches.to(binding.way(), ids.get(taken)).ifPresent(now::add);
      }
    }
    if (now.isEmpty() && later.isEmpty()) {
      return refuse(
          Rejection.of(Rejection.Reason.CALL_FAILED, whom().user() + " is not registered"));
    }
    later.forEach((id, binding) -> ask(binding.edge().orElseThrow(), binding.way(), id));
    return fork(now, later.keySet());
  }

  private boolean isMeant(UserProtocol.Binding binding) {
    return whom().device().isEmpty()
        || binding.device().filter(d -> d.id().equals(whom().device().get())).isPresent();
  }

  private void ask(
      ActorRef<EdgeProtocol.Command> other, PassingProtocol.Way place, ClientTransactionId id) {
    getContext()
        .ask(
            PassingProtocol.Admission.class,
            other,
            edge.settings().patience().handOver(),
            replyTo ->
                new PassingProtocol.Admit(
                    place, RouteSeal.call(in.request()), Admissions.transports(edge), replyTo),
            (answer, error) ->
                new Admission(
                    id,
                    place,
                    answer == null
                        ? new PassingProtocol.NotAdmitted("His edge does not answer")
                        : answer));
  }

  /** Whoever can be dialled needs no edge that he has registered with. */
  private Behavior<ClientProtocol.Command> onAdmission(Admission admission) {
    ClientTransactionId id = admission.id();
    Optional<Forking.Branch> branch = Optional.empty();
    String why = "No way to his edge";
    if (admission.answer() instanceof PassingProtocol.Admitted admitted) {
      branch = branches.over(admitted.route(), admission.place(), id);
    } else if (admission.answer() instanceof PassingProtocol.NotAdmitted not) {
      why = not.text();
    }
    if (branch.isEmpty() && !admission.place().flowOnly()) {
      branch = branches.to(admission.place(), id);
    }
    if (branch.isPresent()) {
      forking.follow(branch.get());
      return this;
    }
    forking.onFailure(id, 480, why);
    return next(forking.isTaken());
  }

  private Behavior<ClientProtocol.Command> pass(Function<Branches, Forking.Branch> branch) {
    Optional<SipResponse> early = tooBad();
    return early.isPresent()
        ? respond(early.get())
        : fork(List.of(branch.apply(branches)), Set.of());
  }

  private Optional<SipResponse> tooBad() {
    return Forwarding.refusal(seal.name(), in.request(), edge.settings().proxy().mostBodyBytes());
  }

  // What they say

  private Behavior<ClientProtocol.Command> fork(
      List<Forking.Branch> now, Set<ClientTransactionId> later) {
    begun = true;
    timers.cancel("repeat");
    timers.cancel("give-up");
    if (in.request().method().equals("INVITE")) {
      timers.startSingleTimer("rang", new RangLong(), edge.settings().proxy().ringLimit());
    }
    forking.start(now, later);
    getContext()
        .getLog()
        .info(
            "{} passed on from={} to={} branches={} callId={}",
            in.request().method(),
            in.request().from().uri(),
            JoinKeys.without(in.request().uri()),
            now.size() + later.size(),
            in.request().callId());
    return this;
  }

  private Behavior<ClientProtocol.Command> onAnswered(ClientProtocol.Answered answered) {
    boolean before = forking.isTaken();
    if (person != null && answered.response().status() == 430) {
      forking.onFailure(answered.id(), 480, "The connection of " + person.user() + " is closed");
    } else {
      forking.onAnswer(answered.id(), answered.response());
    }
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
