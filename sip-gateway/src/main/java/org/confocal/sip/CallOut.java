package org.confocal.sip;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.confocal.engine.Rejection;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.dialog.SessionTimer;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.edge.PassingProtocol;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.user.UserProtocol;
import org.confocal.sip.jain.ClientTransactionId;
import org.confocal.sip.jain.Flow;
import org.confocal.sip.jain.TransportFailure;
import org.confocal.sip.message.NameAddress;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Calls somebody for a conference: RFC 3261 section 13.2, RFC 4579 section 5.4. A user of ours is
 * called where he registered last, if need be by the edge that has his connection ({@link
 * CallRelay}), everybody else at the host of his URI.
 *
 * <pre>
 *   where? --&gt; INVITE --&gt; 180 --&gt; 2xx: ACK, Answered --&gt; 2xx again: ACK again
 *     |          |          |  given up, cancelled: CANCEL, NotAnswered --&gt; 2xx in between: ACK, BYE
 *    480        408       3xx-6xx: NotAnswered
 *
 *   who ordered it has ended: CANCEL, or after the 2xx: does the focus know the leg? -- no --&gt; BYE
 * </pre>
 */
final class CallOut extends AbstractBehavior<ClientProtocol.Command> {
  /** The focus does not want it any more. */
  record Cancel() implements ClientProtocol.Internal {}

  /** Whoever ordered the call has ended. */
  record Orphaned() implements ClientProtocol.Internal {}

  private record Known(FocusProtocol.LeaveReply reply) implements ClientProtocol.Internal {}

  private record Located(UserProtocol.Reply reply) implements ClientProtocol.Internal {}

  private record Repeat() implements ClientProtocol.Internal {}

  /** Nobody has answered for so long. */
  record GiveUp() implements ClientProtocol.Internal {}

  private record Over() implements ClientProtocol.Internal {}

  private static final int MAX_FORKS = 32;

  private final TimerScheduler<ClientProtocol.Command> timers;
  private final Edge edge;
  private final FlowTable flows;
  private final EdgeProtocol.Call call;
  private final ActorRef<EdgeProtocol.CallProgress> progress;
  private final ClientTransactionId id;
  private final Set<String> hungUp = new HashSet<>();
  private @Nullable Runnable ask;
  private @Nullable CallWay way;
  private @Nullable SipRequest invite;
  private @Nullable Dialog dialog;
  private String contact = "";
  private boolean rings;
  private boolean told;

  private CallOut(
      ActorContext<ClientProtocol.Command> context,
      TimerScheduler<ClientProtocol.Command> timers,
      Edge edge,
      EdgeProtocol.Call call,
      ActorRef<EdgeProtocol.CallProgress> progress,
      ClientTransactionId id) {
    super(context);
    this.timers = timers;
    this.edge = edge;
    this.flows = edge.flows();
    this.call = call;
    this.progress = progress;
    this.id = id;
  }

  /**
   * Calls at once.
   *
   * @param id the name under which the edge knows whose answers these are
   */
  static Behavior<ClientProtocol.Command> create(
      Edge edge, EdgeProtocol.Call call, ClientTransactionId id) {
    return Behaviors.setup(
        c -> Behaviors.withTimers(t -> new CallOut(c, t, edge, call, call.replyTo(), id).begin()));
  }

  /** Calls for another edge, which has found the way. */
  static Behavior<ClientProtocol.Command> over(
      Edge edge, PassingProtocol.CallHere here, ClientTransactionId id) {
    return Behaviors.setup(
        c ->
            Behaviors.withTimers(
                t ->
                    new CallOut(c, t, edge, here.call(), here.progress(), id)
                        .watched()
                        .reach(here.way())));
  }

  @Override
  public Receive<ClientProtocol.Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Located.class, this::onLocated)
        .onMessage(Repeat.class, m -> onRepeat())
        .onMessage(ClientProtocol.Answered.class, m -> onAnswered(m.response()))
        .onMessage(ClientProtocol.Failed.class, this::onFailed)
        .onMessage(Cancel.class, m -> giveUp(487, "Cancelled"))
        .onMessage(GiveUp.class, m -> giveUp(408, "Nobody answered"))
        .onMessage(Orphaned.class, m -> onOrphaned())
        .onMessage(Known.class, this::onKnown)
        .onMessage(Over.class, m -> Behaviors.stopped())
        .build();
  }

  // Where

  private CallOut watched() {
    timers.startSingleTimer("give-up", new GiveUp(), edge.settings().patience().callTimeout());
    getContext().watchWith(progress, new Orphaned());
    return this;
  }

  private Behavior<ClientProtocol.Command> begin() {
    watched();
    try {
      SipUri target = SipUri.parse(call.target()).withoutParam("maddr"); // no way past the host
      boolean here = CallWay.isHere(target, edge);
      Optional<UserUri> user =
          here ? target.plainUser().flatMap(edge.names()::user) : Optional.empty();
      if (user.isPresent()) {
        ask(user.get());
        return this;
      } else if (here) {
        return end(404, "Nobody is called " + call.target());
      }
      return dial(CallWay.direct(target));
    } catch (WireFormatException | IllegalArgumentException nowhere) {
      getContext().getLog().info("no way to call tag={} why={}", call.tag(), nowhere.getMessage());
      return end(404, "Nobody knows where to call " + call.target());
    }
  }

  private void ask(UserUri user) {
    var replyTo = getContext().messageAdapter(UserProtocol.Reply.class, Located::new);
    ask = () -> edge.doors().engine().tell(user, new UserProtocol.Bindings(replyTo));
    ask.run();
    timers.startTimerWithFixedDelay("repeat", new Repeat(), edge.settings().patience().repeat());
  }

  private Behavior<ClientProtocol.Command> onRepeat() {
    if (ask != null) {
      ask.run();
    }
    return this;
  }

  private Behavior<ClientProtocol.Command> onLocated(Located located) {
    if (way != null) {
      return this;
    }
    timers.cancel("repeat");
    ask = null;
    List<UserProtocol.Binding> bindings =
        located.reply() instanceof UserProtocol.Bound bound ? bound.bindings() : List.of();
    if (bindings.isEmpty()) {
      return end(480, call.target() + " is not registered");
    }
    UserProtocol.Binding latest = bindings.get(bindings.size() - 1);
    Optional<ActorRef<EdgeProtocol.Command>> other =
        latest.edge().filter(e -> !e.equals(edge.self()));
    if (other.isPresent()) {
      return CallRelay.create(
          getContext(),
          timers,
          edge,
          new CallRelay.Order(call, latest.way(), other.get()),
          () -> reach(latest.way()));
    }
    return reach(latest.way());
  }

  /** From here, by a connection of ours or to an address. */
  private Behavior<ClientProtocol.Command> reach(PassingProtocol.Way known) {
    try {
      CallWay found = CallWay.registered(known, flows);
      return known.flowOnly() && !(found.to() instanceof Flow)
          ? end(480, "The connection of " + call.target() + " is closed")
          : dial(found);
    } catch (WireFormatException | IllegalArgumentException nowhere) {
      return end(480, String.valueOf(nowhere.getMessage()));
    }
  }

  // The call

  private Behavior<ClientProtocol.Command> dial(CallWay found) throws WireFormatException {
    way = found;
    SipUri own =
        SipDialogs.secureAs(
            found.uri(),
            SipDialogs.contact(
                call.tag().focus(), edge.stack().advertised(found.to()), found.transport()));
    contact = own.write();
    SipSettings.SessionTimers wish = edge.settings().sessionTimers();
    SipRequest request =
        SipRequest.of(
                "INVITE",
                found.uri(),
                NameAddress.parse(call.localUri()).withTag(call.tag().text()),
                NameAddress.of(SipUri.parse(call.target())),
                call.callId(),
                call.cseq())
            .with("Contact", SipDialogs.focusContact(contact))
            .with("Allow", SipDialogs.ALLOW)
            .with("Supported", "timer")
            .with("Referred-By", "<" + call.referredBy().value() + ">")
            .withBody(SdpTranslation.write(call.session()));
    invite = SessionTimerRules.write(request, timer(wish), wish.leastSeconds());
    edge.stack().send(id, invite, found.to());
    return this;
  }

  /** The one who is called refreshes: he is asked to, and what he agrees to is told. */
  private static Optional<SessionTimer> timer(SipSettings.SessionTimers wish) {
    return wish.intervalSeconds() == 0
        ? Optional.empty()
        : Optional.of(new SessionTimer(wish.intervalSeconds(), false));
  }

  private Behavior<ClientProtocol.Command> onAnswered(SipResponse response) {
    if (response.isSuccess()) {
      return onSuccess(response);
    } else if (response.isFinal()) {
      return end(response.status(), response.reason());
    }
    if (!told && !rings && (response.status() == 180 || response.status() == 183)) {
      rings = true;
      progress.tell(new EdgeProtocol.Ringing(call.tag()));
    }
    return this;
  }

  private Behavior<ClientProtocol.Command> onSuccess(SipResponse ok) {
    CallWay taken = way;
    SipRequest sent = invite;
    if (taken == null || sent == null) {
      throw new AssertionError("answered before it was asked");
    }
    try {
      Dialog answered = taken.dialog(call, sent, contact, ok);
      edge.stack()
          .sendAck(SipDialogs.request(answered, "ACK", call.cseq()), flows.destination(answered));
      if (dialog != null && dialog.remoteTag().equals(answered.remoteTag())) {
        return this; // the ACK before was lost
      }
      if (told) {
        return hangUp(answered); // too late, or another phone was faster
      }
      return accept(answered, ok);
    } catch (WireFormatException | IllegalArgumentException notWritable) {
      getContext()
          .getLog()
          .warn("2xx not usable callId={} error={}", call.callId(), notWritable.toString());
      return told ? this : end(488, "The answer cannot be read");
    }
  }

  private Behavior<ClientProtocol.Command> accept(Dialog answered, SipResponse ok)
      throws WireFormatException {
    try {
      if (ok.body().isEmpty()) {
        throw new WireFormatException("2xx without a description", "SDP", "RFC 3264 5");
      }
      progress.tell(
          new EdgeProtocol.Answered(
              call.tag(),
              answered,
              SdpTranslation.read(ok.body()),
              SessionTimerRules.agreed(ok),
              Optional.of(edge.self())));
      told = true;
      dialog = answered;
      linger();
      return this;
    } catch (WireFormatException notReadable) {
      getContext()
          .getLog()
          .info("answer not readable callId={} error={}", call.callId(), notReadable.getMessage());
      tell(488, "The answer has no description that can be read");
      return hangUp(answered);
    }
  }

  private Behavior<ClientProtocol.Command> hangUp(Dialog unwanted) throws WireFormatException {
    if (hungUp.size() < MAX_FORKS && hungUp.add(unwanted.remoteTag())) {
      edge.stack()
          .send(
              edge.stack().newTransaction(),
              SipDialogs.request(unwanted, "BYE", call.cseq() + 1),
              flows.destination(unwanted));
    }
    linger();
    return this;
  }

  // The end

  /** A call that was answered may have become a leg: the focus that took over is asked. */
  private Behavior<ClientProtocol.Command> onOrphaned() {
    Dialog answered = dialog;
    if (answered == null) {
      return giveUp(487, "The conference does not wait for it any more");
    }
    var replyTo = getContext().messageAdapter(FocusProtocol.LeaveReply.class, Known::new);
    RequestKey key = new RequestKey(answered.callId(), answered.remoteTag(), 0, "OPTIONS");
    ask =
        () ->
            edge.doors()
                .engine()
                .tell(call.tag().focus(), new FocusProtocol.Ask(key, call.tag(), replyTo));
    ask.run();
    timers.startTimerWithFixedDelay("repeat", new Repeat(), edge.settings().patience().repeat());
    timers.startSingleTimer("over", new Over(), edge.settings().patience().ackTimeout());
    return this;
  }

  /** Who is known there goes on; if his 2xx comes again it is acknowledged. */
  private Behavior<ClientProtocol.Command> onKnown(Known known) throws WireFormatException {
    timers.cancel("repeat");
    Dialog answered = dialog;
    boolean orphan =
        known.reply() instanceof FocusProtocol.No no
            && no.rejection().reason() == Rejection.Reason.UNKNOWN_DIALOG;
    return orphan && answered != null ? hangUp(answered) : this;
  }

  private Behavior<ClientProtocol.Command> onFailed(ClientProtocol.Failed failed) {
    if (failed.status() != 0) {
      return end(failed.status(), "No answer");
    }
    return failed.why().equals(TransportFailure.UNKNOWN_HOST.toString())
        ? end(404, "Nobody knows where to call " + call.target())
        : end(503, "Not reached: " + failed.why());
  }

  private Behavior<ClientProtocol.Command> giveUp(int status, String text) {
    if (told) {
      return this;
    }
    tell(status, text);
    if (invite == null) {
      return Behaviors.stopped();
    }
    edge.stack().cancel(id);
    linger();
    return this;
  }

  private Behavior<ClientProtocol.Command> end(int status, String text) {
    tell(status, text);
    return Behaviors.stopped();
  }

  private void tell(int status, String text) {
    if (!told) {
      told = true;
      progress.tell(new EdgeProtocol.NotAnswered(call.tag(), status, text));
    }
  }

  /** A 2xx may come, or come again, until its sender gives up. */
  private void linger() {
    timers.cancel("give-up");
    timers.cancel("repeat");
    timers.startSingleTimer("over", new Over(), edge.settings().patience().ackTimeout());
  }
}
