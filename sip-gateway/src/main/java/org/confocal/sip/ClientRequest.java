package org.confocal.sip;

import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.edge.EdgeProtocol.Method;
import org.confocal.engine.edge.EdgeProtocol.Outcome;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.sip.jain.ClientTransactionId;
import org.confocal.sip.jain.Destination;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.wire.WireFormatException;

/**
 * Carries one request of a focus to its end. After a 2xx to an INVITE it stays a while, to
 * acknowledge repetitions of it (RFC 3261 section 13.2.2.4).
 */
final class ClientRequest extends AbstractBehavior<ClientProtocol.Command> {
  private record Over() implements ClientProtocol.Internal {}

  private final Edge edge;
  private final EdgeProtocol.Send send;
  private final Destination to;
  private final TimerScheduler<ClientProtocol.Command> timers;
  private final String contact;
  private boolean told;

  private ClientRequest(
      ActorContext<ClientProtocol.Command> context,
      TimerScheduler<ClientProtocol.Command> timers,
      Edge edge,
      EdgeProtocol.Send send,
      Destination to,
      ClientTransactionId id) {
    super(context);
    this.timers = timers;
    this.edge = edge;
    this.send = send;
    this.to = to;
    Duration life = edge.settings().patience().ackTimeout();
    timers.startSingleTimer("over", new Over(), life.plus(life));
    this.contact = edge.contact().towards(to, send.dialog().contact());
    try {
      edge.stack().send(id, request(), to);
    } catch (WireFormatException | IllegalArgumentException notWritable) {
      context
          .getSelf()
          .tell(new ClientProtocol.Failed(id, Outcome.UNREACHED, 0, notWritable.toString()));
    }
  }

  /**
   * Sends the request at once.
   *
   * @param id the name under which the edge knows whose answers these are
   */
  static Behavior<ClientProtocol.Command> create(
      Edge edge, EdgeProtocol.Send send, Destination to, ClientTransactionId id) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new ClientRequest(context, timers, edge, send, to, id)));
  }

  @Override
  public Receive<ClientProtocol.Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(ClientProtocol.Answered.class, this::onAnswered)
        .onMessage(
            ClientProtocol.Failed.class,
            m -> tell(m.outcome(), Optional.empty(), m.status(), m.why()))
        .onMessage(Over.class, m -> tell(Outcome.GONE, Optional.empty(), 408, "no answer"))
        .build();
  }

  private SipRequest request() throws WireFormatException {
    SipRequest request = SipDialogs.request(send.dialog(), send.method().name(), send.cseq());
    if (send.method() == Method.INVITE || send.method() == Method.UPDATE) {
      request = request.with("Contact", SipDialogs.focusContact(contact));
      request =
          SessionTimerRules.write(
              request, send.timer(), edge.settings().sessionTimers().leastSeconds());
    }
    if (send.session().isPresent()) {
      request = request.withBody(SdpTranslation.write(send.session().get()));
    }
    if (!send.reason().isEmpty()) {
      request = request.with("Reason", "SIP;text=\"" + send.reason().replace("\"", "'") + "\"");
    }
    return request;
  }

  private Behavior<ClientProtocol.Command> onAnswered(ClientProtocol.Answered answered) {
    SipResponse response = answered.response();
    if (!response.isFinal()) {
      return this;
    }
    String line = response.status() + " " + response.reason();
    if (response.isSuccess() && send.method() == Method.INVITE) {
      acknowledge();
      return tell(Outcome.OK, answer(response), response.status(), line);
    }
    return tell(
        ClientProtocol.outcome(send.method(), response.status()),
        Optional.empty(),
        response.status(),
        line);
  }

  private void acknowledge() {
    try {
      edge.stack().sendAck(SipDialogs.request(send.dialog(), "ACK", send.cseq()), to);
    } catch (WireFormatException | IllegalArgumentException notWritable) {
      getContext()
          .getLog()
          .warn("ACK not sent callId={} error={}", send.dialog().callId(), notWritable.toString());
    }
  }

  private Optional<SessionOffer> answer(SipResponse response) {
    if (response.body().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(SdpTranslation.read(response.body()));
    } catch (WireFormatException e) {
      getContext()
          .getLog()
          .info("answer not readable callId={} error={}", send.dialog().callId(), e.getMessage());
      return Optional.empty();
    }
  }

  /** The Contact that the peer has now, when it had another. */
  private Optional<String> renewed() {
    boolean refreshes = send.method() == Method.INVITE || send.method() == Method.UPDATE;
    return Optional.of(contact).filter(c -> refreshes && !c.equals(send.dialog().contact()));
  }

  /** Tells the focus once, and stays only where repetitions of a 2xx must be acknowledged. */
  private Behavior<ClientProtocol.Command> tell(
      Outcome outcome, Optional<SessionOffer> answer, int status, String detail) {
    if (!told) {
      told = true;
      send.replyTo()
          .tell(
              new EdgeProtocol.Result(
                  send.dialog().localTag().leg(),
                  send.method(),
                  send.cseq(),
                  outcome,
                  answer,
                  status,
                  detail,
                  outcome == Outcome.OK ? renewed() : Optional.empty()));
      if (send.method() == Method.INVITE && outcome == Outcome.OK) {
        timers.startSingleTimer("over", new Over(), edge.settings().patience().ackTimeout());
        return this;
      }
    } else if (outcome == Outcome.OK) {
      return this;
    }
    return Behaviors.stopped();
  }
}
