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
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.edge.PassingProtocol;
import org.confocal.engine.presence.PresenceNotice;
import org.confocal.engine.presence.SubscriberDialog;
import org.confocal.sip.jain.ClientTransactionId;

/**
 * What foci want said to peers: each order gets an actor, and each actor hears of its own requests.
 * Belongs to the edge actor.
 */
final class DialogOutbox {
  /** An order is carried out. */
  record OrderDone(ActorRef<ClientProtocol.Command> client) implements EdgeProtocol.EdgeInternal {}

  /** Who waits for what; it survives a restart of the edge actor. */
  static final class Orders {
    private final Map<ClientTransactionId, ActorRef<ClientProtocol.Command>> clients =
        new HashMap<>();
    private final Map<ActorRef<ClientProtocol.Command>, List<ClientTransactionId>> requests =
        new HashMap<>();
    private final Map<LegTag, ActorRef<ClientProtocol.Command>> calls = new HashMap<>();
    private final Set<ActorRef<ClientProtocol.Command>> byes = new HashSet<>();
  }

  private final ActorContext<EdgeProtocol.Command> context;
  private final Edge edge;
  private final FlowTable flows;
  private final Orders orders;

  DialogOutbox(
      ActorContext<EdgeProtocol.Command> context, Edge edge, FlowTable flows, Orders orders) {
    this.context = context;
    this.edge = edge;
    this.flows = flows;
    this.orders = orders;
  }

  /** An order of a focus. */
  void carryOut(EdgeProtocol.Steered order) {
    if (order instanceof EdgeProtocol.Send send) {
      send(send);
    } else if (order instanceof EdgeProtocol.Notify notification) {
      publish(notification);
    } else if (order instanceof EdgeProtocol.Deliver delivery) {
      deliver(delivery);
    } else if (order instanceof EdgeProtocol.Inform news) {
      inform(news);
    } else if (order instanceof EdgeProtocol.Report missed) {
      report(missed);
    } else if (order instanceof EdgeProtocol.ReportReferral referral) {
      report(referral);
    } else if (order instanceof EdgeProtocol.Call call) {
      call(call);
    } else if (order instanceof EdgeProtocol.CancelCall cancel) {
      cancel(cancel);
    } else {
      throw new AssertionError(order);
    }
  }

  /** Tells a focus that another one has followed it. */
  void refuse(EdgeProtocol.Steered order, long highest) {
    context
        .getLog()
        .warn(
            "order of a former focus refused focus={} order={} epoch={} highest={}",
            order.focus(),
            order.getClass().getSimpleName(),
            order.epoch(),
            highest);
    if (order instanceof EdgeProtocol.Attach attach) {
      attach.replyTo().tell(new EdgeProtocol.Stale(highest));
    } else if (order instanceof EdgeProtocol.Send send) {
      send.replyTo().tell(stale(send.method(), send.dialog(), highest));
    } else if (order instanceof EdgeProtocol.Notify n) {
      n.replyTo().tell(stale(EdgeProtocol.Method.NOTIFY, n.notices().get(0).dialog(), highest));
    } else if (order instanceof EdgeProtocol.Deliver d) {
      d.replyTo().tell(stale(EdgeProtocol.Method.MESSAGE, d.to().get(0).dialog(), highest));
    } else if (order instanceof EdgeProtocol.Report r) {
      r.replyTo().tell(stale(EdgeProtocol.Method.MESSAGE, r.dialog(), highest));
    } else if (order instanceof EdgeProtocol.Call call) {
      call.replyTo().tell(new EdgeProtocol.NotAnswered(call.tag(), 503, "Not steered from there"));
    }
  }

  private static EdgeProtocol.Result stale(
      EdgeProtocol.Method method, Dialog dialog, long highest) {
    return new EdgeProtocol.Result(
        dialog.localTag().leg(),
        method,
        highest,
        EdgeProtocol.Outcome.STALE,
        Optional.empty(),
        0,
        "a focus with epoch " + highest + " steers the conference");
  }

  private void send(EdgeProtocol.Send send) {
    ClientTransactionId id = edge.stack().newTransaction();
    ActorRef<ClientProtocol.Command> client =
        begin(ClientRequest.create(edge, send, flows.destination(send.dialog()), id), List.of(id));
    if (send.method() == EdgeProtocol.Method.BYE) {
      orders.byes.add(client);
    }
  }

  /** Tells subscribers what has changed. */
  private void publish(EdgeProtocol.Notify n) {
    List<FanOut.Letter> letters = new ArrayList<>();
    for (EdgeProtocol.Notice notice : n.notices()) {
      letters.add(letter(notice.dialog(), notice.cseq(), !notice.style().unanswered()));
    }
    fanOut(
        new FanOut.Order(
            EdgeProtocol.Method.NOTIFY,
            letters,
            new RosterNotices(n, edge.settings().subscriptions().datagramLimit()),
            Optional.of(n.replyTo())));
  }

  /** Tells a subscriber something of a user. */
  void tell(EdgeProtocol.NotifySubscriber n) {
    PresenceNotice notice = n.notice();
    SubscriberDialog dialog = notice.dialog();
    FanOut.Letter letter =
        new FanOut.Letter(
            edge.stack().newTransaction(),
            flows.destination(dialog.peer(), dialog.remoteTarget(), dialog.routeSet().isEmpty()),
            notice.subscription(),
            notice.cseq(),
            !notice.unanswered());
    fanOut(
        new FanOut.Order(
            EdgeProtocol.Method.NOTIFY,
            List.of(letter),
            index -> PresenceNotices.write(notice),
            Optional.of(n.replyTo())));
  }

  /** Hands a line of the chat to those whom it is for. */
  private void deliver(EdgeProtocol.Deliver d) {
    List<FanOut.Letter> letters = new ArrayList<>();
    for (EdgeProtocol.Addressee to : d.to()) {
      letters.add(letter(to.dialog(), to.cseq(), true));
    }
    fanOut(
        new FanOut.Order(
            EdgeProtocol.Method.MESSAGE,
            letters,
            index -> ChatMessages.line(d.to().get(index), d.line()),
            Optional.of(d.replyTo())));
  }

  /** Tells a sender whom he did not reach. */
  private void report(EdgeProtocol.Report r) {
    fanOut(
        new FanOut.Order(
            EdgeProtocol.Method.MESSAGE,
            List.of(letter(r.dialog(), r.cseq(), true)),
            index -> ChatMessages.report(r),
            Optional.of(r.replyTo())));
  }

  /** Tells what has become of a REFER. */
  private void report(EdgeProtocol.ReportReferral r) {
    fanOut(
        new FanOut.Order(
            EdgeProtocol.Method.NOTIFY,
            List.of(letter(r.dialog(), r.cseq(), true)),
            index -> ReferralNotices.notice(r),
            Optional.empty()));
  }

  /** Tells the late result of an order; clients of OCS give no answer. */
  private void inform(EdgeProtocol.Inform i) {
    fanOut(
        new FanOut.Order(
            EdgeProtocol.Method.INFO,
            List.of(letter(i.dialog(), i.cseq(), true)),
            index -> ControlAnswers.inform(i),
            Optional.empty()));
  }

  /** Calls somebody, once for each tag. */
  private void call(EdgeProtocol.Call call) {
    if (!orders.calls.containsKey(call.tag())) {
      ClientTransactionId id = edge.stack().newTransaction();
      orders.calls.put(call.tag(), begin(CallOut.create(edge, call, id), List.of(id)));
    }
  }

  /** Calls somebody for another edge, once for each tag. */
  void call(PassingProtocol.CallHere here) {
    LegTag tag = here.call().tag();
    if (!orders.calls.containsKey(tag)) {
      ClientTransactionId id = edge.stack().newTransaction();
      orders.calls.put(tag, begin(CallOut.over(edge, here, id), List.of(id)));
    }
    here.replyTo().tell(new PassingProtocol.CallTaken(tag));
  }

  private void cancel(EdgeProtocol.CancelCall cancel) {
    giveUp(cancel.tag());
  }

  /** Gives up a call; who makes it for us is told by whoever waits for it there. */
  void giveUp(LegTag tag) {
    ActorRef<ClientProtocol.Command> call = orders.calls.get(tag);
    if (call != null) {
      call.tell(new CallOut.Cancel());
    }
  }

  /** Hands word of a request to whoever sent it. */
  void hear(ClientTransactionId id, ClientProtocol.Command message) {
    ActorRef<ClientProtocol.Command> client = orders.clients.get(id);
    if (client != null) {
      client.tell(message);
    }
  }

  void done(OrderDone done) {
    List<ClientTransactionId> ids = orders.requests.remove(done.client());
    if (ids != null) {
      ids.forEach(orders.clients::remove);
    }
    orders.byes.remove(done.client());
    orders.calls.values().remove(done.client());
  }

  /** Tells whether no BYE is on its way. */
  boolean everybodyIsGone() {
    return orders.byes.isEmpty();
  }

  private FanOut.Letter letter(Dialog dialog, long cseq, boolean answered) {
    return new FanOut.Letter(
        edge.stack().newTransaction(),
        flows.destination(dialog),
        dialog.localTag().leg(),
        cseq,
        answered);
  }

  private void fanOut(FanOut.Order order) {
    ActorRef<ClientProtocol.Command> unused =
        begin(FanOut.create(edge, order), order.letters().stream().map(FanOut.Letter::id).toList());
  }

  private ActorRef<ClientProtocol.Command> begin(
      Behavior<ClientProtocol.Command> order, List<ClientTransactionId> ids) {
    ActorRef<ClientProtocol.Command> client = context.spawnAnonymous(order);
    context.watchWith(client, new OrderDone(client));
    // its first answer may be in the edge's mailbox already
    ids.forEach(id -> orders.clients.put(id, client));
    orders.requests.put(client, ids);
    return client;
  }
}
