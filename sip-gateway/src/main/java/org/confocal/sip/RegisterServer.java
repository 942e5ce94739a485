package org.confocal.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.confocal.engine.Rejection;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.user.UserProtocol;
import org.confocal.sip.jain.Destination;
import org.confocal.sip.jain.SipStackSettings;
import org.confocal.sip.message.NameAddress;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.message.SipUri;
import org.confocal.wire.WireFormatException;

/**
 * Serves one REGISTER (RFC 3261 section 10.3): nobody registers without having proved who he is.
 */
final class RegisterServer extends AbstractBehavior<RegisterServer.Command> {
  /** What the actor understands. */
  sealed interface Command {}

  private record Checked(Authentication.Result result) implements Command {}

  private record Reply(UserProtocol.Reply reply) implements Command {}

  private record GiveUp() implements Command {}

  private final Edge edge;
  private final StackEvents.Incoming in;
  private final ActorRef<UserProtocol.Reply> replies;

  private RegisterServer(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Edge edge,
      StackEvents.Incoming in) {
    super(context);
    this.edge = edge;
    this.in = in;
    this.replies = context.messageAdapter(UserProtocol.Reply.class, Reply::new);
    timers.startSingleTimer("give-up", new GiveUp(), edge.settings().patience().giveUp());
    context.pipeToSelf(
        Authentication.registration(edge, in),
        (result, error) -> new Checked(result == null ? Authentication.unavailable(edge) : result));
  }

  static Behavior<Command> create(Edge edge, StackEvents.Incoming in) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new RegisterServer(context, timers, edge, in)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Checked.class, this::onChecked)
        .onMessage(Reply.class, this::onReply)
        .onMessage(GiveUp.class, m -> refuse(busy()))
        .build();
  }

  private Behavior<Command> onChecked(Checked checked) {
    Authentication.Result result = checked.result();
    if (result.rejection().isPresent()) {
      return refuse(result.rejection().get());
    }
    if (result.user().isEmpty()) {
      return respond(Authentication.challenge(edge, in.request(), result.stale()));
    }
    UserUri user = result.user().get();
    String wanted = in.request().to().uri().plainUser().orElse("").toLowerCase(Locale.ROOT);
    if (!wanted.equals(user.name()) || !edge.names().isOurs(in.request().to().uri().host())) {
      return refuse(
          Rejection.of(
              Rejection.Reason.NOT_INVITED,
              user.name() + " may not register " + in.request().to().uri()));
    }
    return bind(user);
  }

  private Behavior<Command> bind(UserUri user) {
    SipRequest request = in.request();
    List<String> contacts = request.headers().values("Contact");
    boolean star = contacts.stream().anyMatch(NameAddress::isStar);
    if (star
        && !(contacts.size() == 1 && request.header("Expires").filter("0"::equals).isPresent())) {
      return refuse(Rejection.of(Rejection.Reason.MALFORMED, "Contact: * needs Expires: 0"));
    }
    List<UserProtocol.Wish> wishes = new ArrayList<>();
    try {
      for (NameAddress contact : star ? List.<NameAddress>of() : request.addresses("Contact")) {
        if (leadsBack(contact.uri())) {
          return refuse(
              Rejection.of(
                  Rejection.Reason.NOT_INVITED, "Contact " + contact.uri() + " leads back here"));
        }
        int seconds = seconds(contact);
        if (seconds > 0 && seconds < edge.settings().registrations().leastSeconds()) {
          return respond(tooBrief(request));
        }
        wishes.add(
            new UserProtocol.Wish(
                contact.uri().write(),
                seconds,
                Gruu.device(contact, request.from()),
                hasNoOtherWay(contact)));
      }
    } catch (WireFormatException e) {
      return refuse(RejectionMapping.malformed(e));
    }
    if (!in.flow().isUdp()) {
      edge.flows().registers(in.flow(), user);
    }
    PeerAddress flow = FlowTable.address(in.flow());
    edge.doors()
        .engine()
        .tell(
            user,
            new UserProtocol.Bind(
                request.callId(),
                request.cseq().number(),
                wishes,
                star,
                flow,
                edge.self(),
                replies));
    return this;
  }

  /**
   * The port of a connection that a client has made is not one at which it listens; and another
   * host than he has shown himself at may be anybody's, whom we would call for him.
   */
  private boolean hasNoOtherWay(NameAddress contact) {
    return !in.flow().isUdp()
        && (OcsClient.sent(in.request())
            || contact.param("reg-id").isPresent()
            || !contact.uri().host().replaceAll("^\\[|]$", "").equals(in.flow().remoteHost())
            || contact.uri().port() == in.flow().remotePort());
  }

  /** Whether it is an address at which we listen ourselves: each call to it would come back. */
  private boolean leadsBack(SipUri contact) {
    try {
      return Destination.of(contact) instanceof Destination.Address to
          && edge.stack().listening().stream().anyMatch(own -> isAt(own, to));
    } catch (IllegalArgumentException noAddress) {
      return false; // it leads nowhere
    }
  }

  private boolean isAt(SipStackSettings.Bind own, Destination.Address to) {
    boolean all = own.host().equals("0.0.0.0") || own.host().equals("::");
    boolean literal = to.host().indexOf(':') >= 0 || to.host().matches("[0-9.]+");
    boolean byName = all || !literal;
    boolean here = byName ? edge.names().isOurs(to.host()) : own.host().equals(to.host());
    return own.port() == to.port() && here;
  }

  private int seconds(NameAddress contact) {
    SipSettings.Registrations r = edge.settings().registrations();
    Optional<String> wanted = contact.param("expires").or(() -> in.request().header("Expires"));
    String text = wanted.orElse("").strip();
    int seconds = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : r.usualSeconds();
    return Math.min(seconds, r.mostSeconds());
  }

  private SipResponse tooBrief(SipRequest request) {
    return request
        .response(423, "Interval Too Brief")
        .with("Min-Expires", Integer.toString(edge.settings().registrations().leastSeconds()));
  }

  private Behavior<Command> onReply(Reply reply) {
    if (reply.reply() instanceof UserProtocol.NotBound refused) {
      return refuse(refused.rejection());
    }
    UserProtocol.Bound bound = (UserProtocol.Bound) reply.reply();
    edge.names().user(in.request().to().uri()).ifPresent(this::lookAtConnection);
    getContext()
        .getLog()
        .info(
            "registered user={} bindings={} callId={}",
            in.request().to().uri(),
            bound.bindings().size(),
            in.request().callId());
    return respond(
        edge.names()
            .user(in.request().to().uri())
            .map(user -> RegisterAnswers.bound(in.request(), bound, user))
            .orElseThrow());
  }

  /** It may have closed before the user's actor heard of the place that it leads to. */
  private void lookAtConnection(UserUri user) {
    if (!edge.stack().isOpen(in.flow())) {
      edge.doors().engine().tell(user, new UserProtocol.Unbind(FlowTable.address(in.flow())));
    }
  }

  private Rejection busy() {
    return Rejection.unavailable(
        "The registrar does not answer", edge.settings().patience().retryAfter());
  }

  private Behavior<Command> refuse(Rejection rejection) {
    return respond(RejectionMapping.response(in.request(), rejection));
  }

  private Behavior<Command> respond(SipResponse response) {
    edge.stack().respond(in.id(), RequestRules.tagged(response, edge.doors().ids()));
    return Behaviors.stopped();
  }
}
