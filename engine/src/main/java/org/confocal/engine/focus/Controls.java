package org.confocal.engine.focus;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Authority;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Departure;
import org.confocal.engine.conference.EndReason;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.conference.PolicyGate;
import org.confocal.engine.conference.Role;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.control.ControlResult;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuProtocol;

/**
 * Orders of participants (C3P). {@link Authority} decides; what an MCU or somebody's phone has a
 * part in is answered as pending, and its result follows.
 */
final class Controls {
  private final FocusParts parts;
  private final ActorContext<FocusProtocol.Command> context;
  private final Focus.Environment env;
  private final Authority authority;
  private final Map<RequestKey, FocusProtocol.ControlReply> answered = new LinkedHashMap<>();

  Controls(FocusParts parts, ActorContext<FocusProtocol.Command> context, Focus.Environment env) {
    this.parts = parts;
    this.context = context;
    this.env = env;
    ControlSettings s = env.settings().control();
    this.authority = new Authority(s.attendeesCallOut(), s.presentersEnd());
  }

  /** A participant orders something; an edge may ask several times for the same. */
  Step ordered(Conference state, FocusProtocol.Control c) {
    FocusProtocol.ControlReply known = answered.get(c.key());
    if (known != null) {
      c.replyTo().tell(known);
      return Step.NONE;
    }
    Optional<Leg> leg = state.leg(c.tag(), c.key());
    Optional<Rejection> unheard = parts.dialogs.refusal(leg, c.key(), c.tag());
    if (unheard.isPresent()) {
      c.replyTo().tell(new FocusProtocol.ControlUnheard(c.key(), unheard.get()));
      parts.life.restIfIdle(state);
      return Step.NONE;
    }
    UserUri asker = leg.orElseThrow().participant();
    Optional<Rejection> refusal =
        mayNotSpeak(leg.get())
            .or(() -> refusal(state, asker, c.order()))
            .or(
                () ->
                    concernsLobby(c.order())
                        ? parts.lobby.refusal(state, c.order())
                        : parts.recorder.refusal(state, c.order()));
    if (refusal.isPresent()) {
      context
          .getLog()
          .info(
              "order refused order={} asker={} text=\"{}\"",
              c.order(),
              asker,
              refusal.get().text());
      answer(c, ControlResult.refused(c.requestId(), c.order(), asker, refusal.get()));
      return Step.NONE;
    }
    return carriedOut(state, c, asker);
  }

  private Optional<Rejection> refusal(Conference state, UserUri asker, ControlOrder order) {
    return authority
        .refusal(state, asker, order, parts.dialOuts.calledBy(order))
        .or(() -> forbidden(state, order));
  }

  /** What the organizer's policy says of an order, by whatever way it comes. */
  Optional<Rejection> forbidden(Conference state, ControlOrder order) {
    return PolicyGate.order(state.policy().orElse(env.settings().life().site()), order);
  }

  private static Optional<Rejection> mayNotSpeak(Leg leg) {
    if (leg.waits()) {
      return Optional.of(Rejection.of(Rejection.Reason.NOT_AUTHORIZED, "You wait in the lobby"));
    }
    return leg.entry().kind() == LegKind.FOCUS
        ? Optional.empty()
        : Optional.of(
            Rejection.of(Rejection.Reason.NOT_AUTHORIZED, "Orders need a dialog with the focus"));
  }

  private static boolean concernsLobby(ControlOrder order) {
    return order instanceof ControlOrder.Admit || order instanceof ControlOrder.Ban;
  }

  private Step carriedOut(Conference state, FocusProtocol.Control c, UserUri asker) {
    ControlOrder order = c.order();
    if (order instanceof ControlOrder.Describe) {
      answer(c, described(state, c, asker));
      return Step.NONE;
    } else if (order instanceof ControlOrder.Eject o) {
      return eject(state, asker, o, () -> answer(c, done(c, asker)));
    } else if (order instanceof ControlOrder.DialIn o) {
      return dialIn(state, c, asker, o);
    } else if (order instanceof ControlOrder.DialOut o) {
      parts.dialOuts.begin(state, new CallByControl(c, asker), o);
      return Step.NONE;
    } else if (concernsLobby(order) || Recorder.concerns(order)) {
      Step step =
          concernsLobby(order)
              ? parts.lobby.carryOut(state, order, asker)
              : parts.recorder.carryOut(state, order, asker);
      if (step.events().isEmpty()) {
        answer(c, done(c, asker));
        return Step.NONE;
      }
      return first(() -> answer(c, done(c, asker)), step);
    } else if (order instanceof ControlOrder.Play o) {
      remember(c, new FocusProtocol.ControlPending(c.key()));
      parts.sounds.play(state, o, no -> inform(state, c, result(c, asker, no)));
      return Step.NONE;
    } else if (order instanceof ControlOrder.StopPlaying o) {
      parts.sounds.stop(state, o);
      answer(c, done(c, asker));
      return Step.NONE;
    } else if (order instanceof ControlOrder.EndConference) {
      EndReason why = EndReason.ENDED_BY_PRESENTER;
      return first(
          () -> {
            parts.joins.refuseAll(Rejection.of(Rejection.Reason.UNKNOWN_CONFERENCE, why.text()));
            answer(c, done(c, asker));
          },
          parts.departures.end(state, why));
    }
    List<ConferenceEvent> events = events(state, asker, order);
    if (events.isEmpty()) {
      answer(c, done(c, asker));
      return Step.NONE;
    }
    Step step =
        new Step(
            events,
            next -> {
              relayed(order);
              answer(c, done(c, asker));
            });
    return order instanceof ControlOrder.SetLock
        ? step.and(parts.lobby.freed(ahead(state, events), asker))
        : step;
  }

  private static Conference ahead(Conference state, List<ConferenceEvent> events) {
    Conference ahead = state;
    for (ConferenceEvent event : events) {
      ahead = ahead.apply(event);
    }
    return ahead;
  }

  /**
   * The events of orders that change nothing but the conference itself; none = it is so already.
   */
  private List<ConferenceEvent> events(Conference state, UserUri asker, ControlOrder order) {
    Instant now = env.clock().instant();
    if (order instanceof ControlOrder.SetRole o) {
      return state.role(o.user()).presents() == o.presenter()
          ? List.of()
          : List.of(
              new ConferenceEvent.RoleChanged(
                  now, o.user(), o.presenter() ? Role.PRESENTER : Role.ATTENDEE, asker));
    } else if (order instanceof ControlOrder.SetLock o) {
      return state.room().locked() == o.locked()
          ? List.of()
          : List.of(new ConferenceEvent.LockChanged(now, o.locked(), asker));
    } else if (order instanceof ControlOrder.OfSound o) {
      return parts.sounds.events(state, asker, o);
    } else if (order instanceof ControlOrder.SetSubject o) {
      return state.meeting().filter(m -> m.subject().equals(o.subject())).isPresent()
          ? List.of()
          : List.of(new ConferenceEvent.SubjectChanged(now, o.subject(), asker));
    }
    throw new AssertionError(order);
  }

  /** What all MCUs have to know of a change that is stored. */
  private void relayed(ControlOrder order) {
    if (order instanceof ControlOrder.SetLock o) {
      parts.mouth.toMcus(new McuProtocol.Locked(o.locked()));
    }
    context.getLog().info("order carried out order={}", order);
  }

  /**
   * First the answer, then the others are told, then the legs: those with media before control. A
   * leg that has media of another MCU too loses that stream and stays.
   */
  Step eject(Conference state, UserUri asker, ControlOrder.Eject o, Runnable answer) {
    List<Leg> meant =
        state.legsOf(o.user()).stream()
            .filter(l -> o.from().isEmpty() || l.media().contains(o.from().get()))
            .sorted(Comparator.comparing(l -> l.entry().kind() == LegKind.FOCUS))
            .toList();
    List<Leg> staying =
        meant.stream().filter(l -> o.from().isPresent() && l.media().size() > 1).toList();
    parts.dialOuts.callOff(state, o.user(), o.from());
    if (meant.isEmpty()) {
      answer.run();
      return Step.NONE;
    }
    boolean self = o.user().equals(asker);
    Step step = Step.NONE;
    for (Leg leg : staying) {
      step = step.and(parts.changes.without(leg, o.from().orElseThrow(), env.clock().instant()));
    }
    List<Leg> going = meant.stream().filter(l -> !staying.contains(l)).toList();
    if (!going.isEmpty()) {
      step =
          step.and(
              parts.departures.sentAway(
                  state,
                  going,
                  self ? Departure.LEFT : Departure.EJECTED,
                  self ? "You have left" : "A presenter has removed you"));
    }
    return first(answer, step);
  }

  /**
   * The participant will come to the MCU himself: the MCU is there, and he is told where. The
   * result follows the answer, for it is the MCU's to give.
   */
  private Step dialIn(
      Conference state, FocusProtocol.Control c, UserUri asker, ControlOrder.DialIn o) {
    ConferenceUri uri = state.meeting().orElseThrow().uri();
    Map<String, String> connection =
        Map.of(
            "Mcu-Server-Uri",
            "sip:" + uri.organizer().domain() + ";gruu;opaque=srvr:" + o.mcu().token(),
            "Mcu-Conference-Uri",
            uri.mcu(o.mcu().token()));
    ControlResult result =
        new ControlResult(c.requestId(), o, asker, Optional.empty(), Optional.empty(), connection);
    Step step = parts.introductions.firstUse(state, Set.of(o.mcu()), env.clock().instant());
    Consumer<Conference> tell =
        next -> {
          remember(c, new FocusProtocol.ControlPending(c.key()));
          inform(next, c, result);
        };
    if (step.events().isEmpty()) {
      tell.accept(state);
      return Step.NONE;
    }
    return step.andThen(tell);
  }

  /** The late result of an order, in the dialog in which it was given, if that still stands. */
  private void inform(Conference state, FocusProtocol.Control c, ControlResult result) {
    state
        .leg(c.tag())
        .ifPresent(leg -> parts.mouth.inform(leg, state.meeting().orElseThrow().uri(), result));
  }

  /** A call that was ordered by C3P: 202, and its result by INFO. */
  private final class CallByControl implements DialOuts.Asker {
    private final FocusProtocol.Control control;
    private final UserUri user;

    CallByControl(FocusProtocol.Control control, UserUri user) {
      this.control = control;
      this.user = user;
    }

    @Override
    public UserUri user() {
      return user;
    }

    @Override
    public String near(Conference state) {
      return state.leg(control.tag()).map(l -> l.dialog().peer().host()).orElse("");
    }

    @Override
    public void refused(ControlOrder.DialOut order, Rejection why) {
      answer(control, ControlResult.refused(control.requestId(), order, user, why));
    }

    @Override
    public void begun() {
      remember(control, new FocusProtocol.ControlPending(control.key()));
    }

    @Override
    public void rings() {
      // the roster tells
    }

    @Override
    public void taken(Conference state, ControlOrder.DialOut order) {
      inform(state, control, ControlResult.done(control.requestId(), order, user));
    }

    @Override
    public void failed(Conference state, ControlOrder.DialOut order, int status, Rejection why) {
      inform(state, control, ControlResult.refused(control.requestId(), order, user, why));
    }
  }

  /** The organizer has changed the meeting while it runs. */
  Step renewed(Conference state, FocusProtocol.Renew renew) {
    if (!state.active() || state.meeting().filter(renew.meeting()::equals).isPresent()) {
      parts.life.restIfIdle(state);
      return Step.NONE;
    }
    ConferenceEvent renewed =
        new ConferenceEvent.MeetingRenewed(env.clock().instant(), renew.meeting());
    return Step.of(
            renewed,
            next -> context.getLog().info("meeting changed version={}", renew.meeting().version()))
        .and(parts.lobby.freed(ahead(state, List.of(renewed)), renew.meeting().uri().organizer()));
  }

  private ControlResult described(Conference state, FocusProtocol.Control c, UserUri asker) {
    return new ControlResult(
        c.requestId(),
        c.order(),
        asker,
        Optional.empty(),
        Optional.of(RosterPainter.full(state)),
        Map.of());
  }

  private static ControlResult result(
      FocusProtocol.Control c, UserUri asker, Optional<Rejection> refusal) {
    return refusal
        .map(no -> ControlResult.refused(c.requestId(), c.order(), asker, no))
        .orElseGet(() -> done(c, asker));
  }

  private static ControlResult done(FocusProtocol.Control c, UserUri asker) {
    return ControlResult.done(c.requestId(), c.order(), asker);
  }

  private static Step first(Runnable deed, Step step) {
    return new Step(
        step.events(),
        next -> {
          deed.run();
          step.then().accept(next);
        });
  }

  private void answer(FocusProtocol.Control c, ControlResult result) {
    remember(c, new FocusProtocol.Controlled(c.key(), result));
  }

  /** Answers, and again when the edge asks again. */
  private void remember(FocusProtocol.Control c, FocusProtocol.ControlReply reply) {
    if (!(c.order() instanceof ControlOrder.Describe)) { // large, and may be asked twice
      answered.put(c.key(), reply);
    }
    if (answered.size() > env.settings().control().remembered()) {
      answered.remove(answered.keySet().iterator().next());
    }
    c.replyTo().tell(reply);
  }
}
