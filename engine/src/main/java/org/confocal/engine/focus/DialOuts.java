package org.confocal.engine.focus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Entry;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.conference.Role;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.roster.EndpointStatus;
import org.confocal.engine.roster.RosterEndpoint;
import org.confocal.engine.roster.RosterUser;

/**
 * Calls that the conference makes. A call is soft until somebody takes it: it shows in the roster,
 * and becomes a leg when it is answered.
 */
final class DialOuts {
  record Progress(EdgeProtocol.CallProgress progress) implements FocusProtocol.FocusInternal {}

  /** Whoever has ordered a call, and how he is told of it. */
  interface Asker {
    UserUri user();

    /** Where he is, so that media are offered that are near him. */
    String near(Conference state);

    /** The call is not even begun. */
    void refused(ControlOrder.DialOut order, Rejection why);

    /** The call is on its way; more follows. */
    void begun();

    /** It rings. */
    void rings();

    /** Somebody took it. */
    void taken(Conference state, ControlOrder.DialOut order);

    /**
     * Nobody took it.
     *
     * @param status of SIP
     */
    void failed(Conference state, ControlOrder.DialOut order, int status, Rejection why);
  }

  /**
   * A call on its way.
   *
   * @param order as it is carried out: with the endpoint id that was granted
   */
  private record OutCall(
      LegTag tag,
      Asker asker,
      ControlOrder.DialOut order,
      Negotiation negotiation,
      Instant since,
      EndpointStatus status) {
    OutCall with(EndpointStatus now) {
      return new OutCall(tag, asker, order, negotiation, since, now);
    }

    UserUri user() {
      return order.user();
    }

    String endpoint() {
      return order.endpoint();
    }
  }

  /** SIP status codes of failures that no answer of a peer tells. */
  private static final int CANCELLED = 487;

  private static final int UNAVAILABLE = 503;

  private final FocusParts parts;
  private final ActorContext<FocusProtocol.Command> context;
  private final Focus.Environment env;
  private final ActorRef<EdgeProtocol.CallProgress> progress;
  private final Map<Integer, OutCall> calls = new LinkedHashMap<>();

  DialOuts(FocusParts parts, ActorContext<FocusProtocol.Command> context, Focus.Environment env) {
    this.parts = parts;
    this.context = context;
    this.env = env;
    this.progress = context.messageAdapter(EdgeProtocol.CallProgress.class, Progress::new);
  }

  /** An order to call somebody that may be carried out. */
  void begin(Conference state, Asker asker, ControlOrder.DialOut order) {
    boolean further = state.isIn(order.user()) || users().contains(order.user());
    int room = further ? parts.keeper.legRoom(state) : parts.keeper.room(state);
    boolean full = room == 0;
    if (full || calls.size() >= env.settings().control().mostCalls()) {
      Rejection no =
          Rejection.of(
              Rejection.Reason.CAPACITY_EXCEEDED,
              full ? "The conference is full" : calls.size() + " calls are on their way already");
      asker.refused(order, no);
      return;
    }
    LegTag tag = parts.mouth.newTag(state);
    OutCall call =
        new OutCall(
            tag,
            asker,
            order.at(endpoint(state, order, tag)),
            new Negotiation(Set.of(order.mcu())),
            env.clock().instant(),
            EndpointStatus.DIALING_OUT);
    calls.put(tag.leg(), call);
    asker.begun();
    context
        .getLog()
        .info("calling uri={} leg={} by={}", order.uri(), call.tag().leg(), asker.user());
    show(state, call.user());
    negotiate(state, call);
  }

  /** Calls on their way: each will be a leg when it is taken. */
  int count() {
    return calls.size();
  }

  /** Who is being called: each once, however many calls of his ring. */
  Set<UserUri> users() {
    return calls.values().stream().map(OutCall::user).collect(Collectors.toSet());
  }

  private void negotiate(Conference state, OutCall call) {
    parts.mouth.negotiate(
        call.order().mcu(),
        call.tag().leg(),
        Optional.of(call.user()),
        Optional.empty(),
        call.asker().near(state));
  }

  /**
   * The id that was asked for, or one of ours when none was or another endpoint of that user has
   * it.
   */
  private String endpoint(Conference state, ControlOrder.DialOut order, LegTag tag) {
    boolean taken =
        order.endpoint().isEmpty()
            || state.hasEndpoint(order.user(), order.endpoint())
            || calls.values().stream()
                .filter(call -> call.user().equals(order.user()))
                .anyMatch(call -> call.endpoint().equalsIgnoreCase(order.endpoint()));
    return taken ? Leg.endpointOf(tag) : order.endpoint();
  }

  /** The MCUs for which whoever an order wants to remove is being called. */
  Set<McuType> calledBy(ControlOrder order) {
    Set<McuType> types = EnumSet.noneOf(McuType.class);
    if (order instanceof ControlOrder.Eject o) {
      calls.values().stream()
          .filter(call -> call.user().equals(o.user()))
          .forEach(call -> types.add(call.order().mcu()));
    }
    return types;
  }

  /** The MCU is ready for a call; false when it is no call of ours. */
  boolean negotiated(Conference state, McuProtocol.Negotiated n) {
    OutCall call = calls.get(n.leg());
    if (call == null) {
      return false;
    }
    call.negotiation().prepared(n);
    parts.mouth.call(
        call.tag(),
        call.order().uri(),
        call.asker().user(),
        state.meeting().orElseThrow(),
        call.negotiation().offer(List.of()),
        progress);
    return true;
  }

  /** The MCU cannot serve a call; false when it is no call of ours. */
  boolean notNegotiated(Conference state, McuProtocol.NotNegotiated n) {
    OutCall call = calls.get(n.leg());
    if (call != null) {
      failed(state, call, UNAVAILABLE, n.rejection());
    }
    return call != null;
  }

  Step progressed(Conference state, Progress p) {
    OutCall call = calls.get(p.progress().tag().leg());
    if (call == null || !call.tag().equals(p.progress().tag())) {
      return lateAnswer(p.progress());
    }
    if (p.progress() instanceof EdgeProtocol.Ringing) {
      calls.put(call.tag().leg(), call.with(EndpointStatus.ALERTING));
      call.asker().rings();
      show(state, call.user());
      return Step.NONE;
    } else if (p.progress() instanceof EdgeProtocol.NotAnswered no) {
      failed(
          state,
          call,
          no.status(),
          Rejection.of(
              no.status() == 408 ? Rejection.Reason.TIMED_OUT : Rejection.Reason.CALL_FAILED,
              call.order().uri() + ": " + no.status() + " " + no.text()));
      return Step.NONE;
    } else if (p.progress() instanceof EdgeProtocol.Answered answered) {
      return taken(state, call, answered);
    }
    throw new AssertionError(p);
  }

  /** A call that was given up or that nobody knows any more: no phone shall ring or talk for it. */
  private Step lateAnswer(EdgeProtocol.CallProgress late) {
    if (late instanceof EdgeProtocol.Answered a) {
      a.edge().ifPresent(edge -> parts.mouth.ways().prefers(a.tag().leg(), edge));
      parts.mouth.bye(a.dialog(), "The call was given up");
      parts.mouth.ways().forget(a.tag().leg());
    } else if (late instanceof EdgeProtocol.Ringing) {
      parts.mouth.cancelCall(late.tag());
    }
    return Step.NONE;
  }

  /** The focus starts again and will know nothing of its calls: they are given up. */
  void forsake() {
    calls.values().forEach(call -> parts.mouth.cancelCall(call.tag()));
    calls.clear();
  }

  private Step taken(Conference state, OutCall call, EdgeProtocol.Answered answered) {
    calls.remove(call.tag().leg());
    show(state, call.user());
    Instant now = env.clock().instant();
    Leg leg = leg(state, call, answered, now);
    Step joined =
        Step.of(
            new ConferenceEvent.LegJoined(now, leg),
            next ->
                next.leg(call.tag())
                    .ifPresent(
                        l -> {
                          answered.edge().ifPresent(e -> parts.mouth.ways().prefers(l.number(), e));
                          parts.mouth.joined(l);
                          env.meter().joined();
                          call.asker().taken(next, call.order().at(l.endpoint()));
                          parts.introductions.due(next, l, now);
                        }));
    Step known = setRole(state, call, now);
    return parts
        .introductions
        .firstUse(state, call.negotiation().serving(), now)
        .and(known)
        .and(joined);
  }

  /** Whoever is called as presenter is one from then on. */
  private static Step setRole(Conference state, OutCall call, Instant now) {
    UserUri user = call.order().user();
    boolean newPresenter =
        call.order().presenter()
            && !state.role(user).presents()
            && state.role(call.asker().user()).presents();
    return newPresenter
        ? Step.of(
            new ConferenceEvent.RoleChanged(now, user, Role.PRESENTER, call.asker().user()),
            next -> {})
        : Step.NONE;
  }

  /** A role is what the order says or what he has here; nobody gets one for answering a phone. */
  private static Role joinsAs(Conference state, OutCall call) {
    boolean presents =
        state.role(call.order().user()).presents()
            || (call.order().presenter() && state.role(call.asker().user()).presents());
    return presents ? Role.PRESENTER : Role.ATTENDEE;
  }

  private Leg leg(Conference state, OutCall call, EdgeProtocol.Answered answered, Instant now) {
    ControlOrder.DialOut order = call.order();
    RequestKey made = new RequestKey(answered.dialog().callId(), call.tag().text(), 0, "CALL");
    boolean hasControl =
        state.legsOf(order.user()).stream().anyMatch(l -> l.entry().kind() == LegKind.FOCUS);
    Role role = joinsAs(state, call);
    SessionAnswer offered = call.negotiation().offer(List.of());
    SessionAnswer local = offered.taken(answered.answer());
    return new Leg(
        call.tag().leg(),
        order.user(),
        Legs.shown(order.displayName()),
        role,
        answered.dialog(),
        made,
        made,
        call.negotiation().place(),
        Optional.of(answered.answer()),
        local,
        local.equals(offered) ? 1 : 2,
        answered.timer(),
        now,
        new Entry(
            hasControl ? LegKind.MEDIA : LegKind.PLAIN,
            Optional.of(order.mcu()),
            Optional.of(
                state.hasEndpoint(order.user(), call.endpoint())
                    ? Leg.endpointOf(call.tag())
                    : call.endpoint())),
        state.isMuted(order.user(), role, now, env.settings().life().returnGrace()),
        true);
  }

  private void failed(Conference state, OutCall call, int status, Rejection why) {
    calls.remove(call.tag().leg());
    parts.mouth.toMcus(new McuProtocol.Release(call.tag().leg()));
    show(state, call.user());
    context.getLog().info("call failed leg={} text=\"{}\"", call.tag().leg(), why.text());
    call.asker().failed(state, call.order(), status, why);
  }

  /** A new MCU is there: what its predecessor did not answer is asked again. */
  void negotiateAll(Conference state) {
    for (OutCall call : calls.values()) {
      if (!call.negotiation().complete()) {
        negotiate(state, call);
      }
    }
  }

  /**
   * Calls to that user are called off, and whoever ordered them is told so.
   *
   * @param from only those for this MCU; empty = all
   */
  void callOff(Conference state, UserUri user, Optional<McuType> from) {
    for (OutCall call : List.copyOf(calls.values())) {
      if (call.user().equals(user) && from.map(call.order().mcu()::equals).orElse(true)) {
        parts.mouth.cancelCall(call.tag());
        failed(
            state,
            call,
            CANCELLED,
            Rejection.of(Rejection.Reason.CALL_FAILED, call.order().uri() + ": called off"));
      }
    }
  }

  /** The conference ends: all calls are given up, and with it goes what the roster shows. */
  void giveUpAll() {
    for (OutCall call : calls.values()) {
      parts.mouth.toMcus(new McuProtocol.Release(call.tag().leg()));
      parts.mouth.cancelCall(call.tag());
      parts.subscriptions.callEnded(call.user());
    }
    calls.clear();
  }

  /** The roster shows each call on its way as one more endpoint of whoever is called. */
  private void show(Conference state, UserUri user) {
    List<OutCall> own = calls.values().stream().filter(c -> c.user().equals(user)).toList();
    if (own.isEmpty()) {
      parts.subscriptions.callEnded(user);
      return;
    }
    List<RosterEndpoint> all = new ArrayList<>(RosterPainter.user(state, user).endpoints());
    own.forEach(call -> all.add(endpoint(call)));
    parts.subscriptions.calling(
        user,
        new RosterUser(user, own.get(0).order().displayName(), state.role(user).presents(), all));
  }

  private static RosterEndpoint endpoint(OutCall call) {
    return new RosterEndpoint(
        call.endpoint(),
        Optional.of(call.order().mcu()),
        call.status(),
        true,
        call.since(),
        call.order().uri(),
        List.of());
  }
}
