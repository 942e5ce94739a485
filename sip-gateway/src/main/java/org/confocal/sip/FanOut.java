package org.confocal.sip;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.edge.EdgeProtocol.Outcome;
import org.confocal.sip.jain.ClientTransactionId;
import org.confocal.sip.jain.Destination;
import org.confocal.sip.message.SipRequest;
import org.confocal.wire.WireFormatException;

/**
 * Carries the requests of one order to many peers, each to its own end. Writes them here, and not
 * in the edge: a large roster for many subscribers takes its time.
 */
final class FanOut extends AbstractBehavior<ClientProtocol.Command> {
  private record Over() implements ClientProtocol.Internal {}

  /**
   * One request.
   *
   * @param leg number in our tag
   * @param answered false: nobody waits for an answer
   */
  record Letter(ClientTransactionId id, Destination to, int leg, long cseq, boolean answered) {}

  /** Writes the text of the letter with this index. */
  @FunctionalInterface
  interface Writing {
    SipRequest write(int index) throws WireFormatException;
  }

  /**
   * Letters of one kind.
   *
   * @param replyTo empty = nobody wants to know
   */
  record Order(
      EdgeProtocol.Method method,
      List<Letter> letters,
      Writing writing,
      Optional<ActorRef<EdgeProtocol.Result>> replyTo) {}

  private final Edge edge;
  private final Order order;
  private final Map<ClientTransactionId, Letter> open = new LinkedHashMap<>();

  private FanOut(
      ActorContext<ClientProtocol.Command> context,
      TimerScheduler<ClientProtocol.Command> timers,
      Edge edge,
      Order order) {
    super(context);
    this.edge = edge;
    this.order = order;
    Duration life = edge.settings().patience().ackTimeout();
    timers.startSingleTimer("over", new Over(), life.plus(life));
  }

  /** Sends all of it at once. */
  static Behavior<ClientProtocol.Command> create(Edge edge, Order order) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new FanOut(context, timers, edge, order).begin()));
  }

  @Override
  public Receive<ClientProtocol.Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(ClientProtocol.Answered.class, this::onAnswered)
        .onMessage(ClientProtocol.Sent.class, m -> end(m.id(), Outcome.OK, 200, "sent"))
        .onMessage(ClientProtocol.Failed.class, m -> end(m.id(), m.outcome(), m.status(), m.why()))
        .onMessage(Over.class, m -> onOver())
        .build();
  }

  private Behavior<ClientProtocol.Command> begin() {
    order.letters().forEach(letter -> open.put(letter.id(), letter));
    for (int i = 0; i < order.letters().size(); i++) {
      send(order.letters().get(i), i);
    }
    return open.isEmpty() ? Behaviors.stopped() : this;
  }

  private void send(Letter letter, int index) {
    try {
      SipRequest request = edge.contact().in(order.writing().write(index), letter.to());
      if (letter.answered()) {
        edge.stack().send(letter.id(), request, letter.to());
      } else {
        edge.stack().sendOnce(letter.id(), request, letter.to());
      }
    } catch (WireFormatException | IllegalArgumentException notWritable) {
      Behavior<ClientProtocol.Command> unused =
          end(letter.id(), Outcome.UNREACHED, 0, notWritable.toString());
    }
  }

  private Behavior<ClientProtocol.Command> onAnswered(ClientProtocol.Answered answered) {
    int status = answered.response().status();
    return answered.response().isFinal()
        ? end(
            answered.id(),
            ClientProtocol.outcome(order.method(), status),
            status,
            status + " " + answered.response().reason())
        : this;
  }

  private Behavior<ClientProtocol.Command> onOver() {
    for (ClientTransactionId id : List.copyOf(open.keySet())) {
      Behavior<ClientProtocol.Command> unused = end(id, Outcome.GONE, 408, "no answer");
    }
    return Behaviors.stopped();
  }

  private Behavior<ClientProtocol.Command> end(
      ClientTransactionId id, Outcome outcome, int status, String detail) {
    Letter letter = open.remove(id);
    if (letter != null && order.replyTo().isPresent()) {
      order
          .replyTo()
          .get()
          .tell(
              new EdgeProtocol.Result(
                  letter.leg(),
                  order.method(),
                  letter.cseq(),
                  outcome,
                  Optional.empty(),
                  status,
                  detail));
    }
    return open.isEmpty() ? Behaviors.stopped() : this;
  }
}
