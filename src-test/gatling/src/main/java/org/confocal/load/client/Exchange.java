package org.confocal.load.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.confocal.load.message.Header;
import org.confocal.load.message.Sdp;
import org.confocal.load.message.SipMessage;
import org.jspecify.annotations.Nullable;

/** One request of a user with its repetition after a challenge, and what it does to his dialogs. */
final class Exchange {
  private final SipClient client;
  private final SipUser user;
  private final Wire wire;
  private final SipDialog dialog;
  private final Order order;

  Exchange(SipClient client, SipUser user, Wire wire, SipDialog dialog, Order order) {
    this.client = client;
    this.user = user;
    this.wire = wire;
    this.dialog = dialog;
    this.order = order;
  }

  void ask(Consumer<Outcome> told) {
    client.counters().countSent();
    client.start(new ClientTransaction(client, wire, request(), told));
  }

  private SipMessage request() {
    Header proof = user.proof(order.method(), dialog.target());
    List<Header> headers = head(order.method(), dialog.nextSequence(), proof);
    headers.addAll(order.headers());
    if (!order.type().isEmpty()) {
      headers.add(new Header("Content-Type", order.type()));
    }
    return SipMessage.request(order.method(), dialog.target(), headers, body());
  }

  private String body() {
    return order.type().equals(Sdp.TYPE)
        ? Sdp.filled(order.body(), ServerSide.host(wire), client.mediaPort())
        : order.body();
  }

  private List<Header> head(String method, long sequence, @Nullable Header proof) {
    String epid = client.settings().route().epid() ? ";epid=b34afb6ebb23" : "";
    String remoteTag = dialog.remoteTag().isEmpty() ? "" : ";tag=" + dialog.remoteTag();
    List<Header> headers = new ArrayList<>();
    headers.add(
        new Header(
            "Via",
            "SIP/2.0/%s %s;rport;branch=z9hG4bK%s"
                .formatted(wire.transport(), wire.hostPort(), client.random(12))));
    dialog.routes().forEach(route -> headers.add(new Header("Route", route)));
    headers.add(new Header("Max-Forwards", "70"));
    headers.add(new Header("From", "<" + user.uri() + ">;tag=" + dialog.localTag() + epid));
    headers.add(new Header("To", "<" + to() + ">" + remoteTag));
    headers.add(new Header("Call-ID", dialog.callId()));
    headers.add(new Header("CSeq", sequence + " " + method));
    headers.add(new Header("Contact", contact()));
    if (proof != null) {
      headers.add(proof);
    }
    return headers;
  }

  private String to() {
    return order.method().equals("REGISTER") ? user.uri() : dialog.remoteUri();
  }

  private String contact() {
    return client.contact(user, wire);
  }

  /** What the last outcome means for the dialog. */
  void conclude(Outcome outcome) {
    SipMessage answer = outcome instanceof Outcome.Came came ? came.message() : null;
    boolean taken = answer != null && answer.status() < 300;
    if (order.inDialog()) {
      concludeInDialog(answer, taken);
    } else if (taken && answer != null && makesDialog()) {
      begun(answer);
    } else if (answer == null && order.method().equals("INVITE")) {
      dialog.abandon();
      client.forgetLater(dialog);
    } else {
      client.forget(dialog);
    }
  }

  private boolean makesDialog() {
    return order.method().equals("INVITE") || order.method().equals("SUBSCRIBE");
  }

  private void begun(SipMessage answer) {
    dialog.answered(answer);
    user.keep(order.dialog(), dialog);
    if (order.method().equals("INVITE")) {
      acknowledge(answer);
    }
  }

  private void concludeInDialog(@Nullable SipMessage answer, boolean taken) {
    if (order.method().equals("BYE")) {
      dialog.end();
      user.drop(order.dialog(), dialog);
    } else if (taken && answer != null && makesDialog()) {
      dialog.answered(answer);
      if (order.method().equals("INVITE")) {
        acknowledge(answer);
      }
    }
  }

  private void acknowledge(SipMessage answer) {
    SipMessage ack = ack(answer.sequence());
    dialog.acknowledgedBy(ack);
    if (order.acknowledged()) {
      wire.send(ack);
    }
  }

  private SipMessage ack(long sequence) {
    return SipMessage.request("ACK", dialog.target(), head("ACK", sequence, null), "");
  }

  /** A call that was taken when nobody waited any more is ended at once. */
  static void refuseLate(
      SipClient client, SipUser user, Wire wire, SipDialog dialog, SipMessage ok) {
    dialog.answered(ok);
    Order bye = new Order("BYE", "", "", List.of(), "", "", true);
    Exchange end = new Exchange(client, user, wire, dialog, bye);
    wire.send(end.ack(ok.sequence()));
    dialog.end();
    end.ask(outcome -> client.forget(dialog));
  }
}
