package org.confocal.load.client;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.confocal.load.message.Credentials;
import org.confocal.load.message.Header;
import org.confocal.load.message.Sdp;
import org.confocal.load.message.SipMessage;

/** A client on a turned clock, whose wire is a list, and which is answered by hand. */
final class Bench implements Wires, Wire {
  final List<SipMessage> sent = new ArrayList<>();
  final List<Outcome> outcomes = new ArrayList<>();
  final SipClient client;
  final SipUser ada;
  boolean tcp;
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private long nowMs = 1_000_000;
  private int serial;

  Bench() {
    channel.freezeTime();
    InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060);
    SipSettings usual = SipSettings.towards(target);
    SipSettings settings = usual.with(usual.limits().withMostWaiting(3));
    client = new SipClient(settings, channel.eventLoop(), this, () -> nowMs, 4000);
    ada = client.user(new Credentials("ada", "secret"));
  }

  void passes(Duration time) {
    for (long ms = 0; ms < time.toMillis(); ms += 10) {
      nowMs += 10;
      channel.advanceTimeBy(10, TimeUnit.MILLISECONDS);
      channel.runScheduledPendingTasks();
    }
  }

  void sends(String method, String uri, String dialog) {
    String type = method.equals("INVITE") ? Sdp.TYPE : "";
    String body = type.isEmpty() ? "" : Sdp.audio(Sdp.HOST, Sdp.PORT);
    ada.send(new Order(method, uri, dialog, List.of(), type, body, true), outcomes::add);
  }

  /** The last message that was sent, which has to be such a request or answer. */
  SipMessage last(String start) {
    SipMessage last = sent.get(sent.size() - 1);
    if (!last.text().startsWith(start)) {
      throw new AssertionError("not " + start + " but " + last.text());
    }
    return last;
  }

  void answers(SipMessage request, int status, Header... more) {
    List<Header> headers = new ArrayList<>(List.of(more));
    headers.add(new Header("Contact", "<sip:focus@192.0.2.1>"));
    client.receive(Requests.response(request, status, "Phrase", "their", headers, ""), this);
  }

  /** A request of the server in the dialog of this request of ours. */
  SipMessage asks(SipMessage ours, String method, String body) {
    serial++;
    List<Header> headers =
        List.of(
            new Header("Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-" + serial),
            new Header("From", "<" + ours.uri() + ">;tag=their"),
            new Header("To", ours.header("From").orElseThrow()),
            new Header("Call-ID", ours.callId()),
            new Header("CSeq", serial + " " + method),
            new Header("Content-Type", Sdp.TYPE));
    SipMessage request = SipMessage.request(method, "sip:ada@192.0.2.2", headers, body);
    client.receive(request, this);
    return request;
  }

  /** A call that stands. */
  SipMessage inCall() {
    sends("INVITE", "sip:1000@192.0.2.1", "call");
    SipMessage invite = last("INVITE");
    answers(invite, 200);
    last("ACK");
    sent.clear();
    outcomes.clear();
    return invite;
  }

  @Override
  public void open(SipClient asking, Consumer<Wire> opened, Consumer<String> failed) {
    opened.accept(this);
  }

  @Override
  public void send(SipMessage message) {
    sent.add(message);
  }

  @Override
  public String transport() {
    return tcp ? "TCP" : "UDP";
  }

  @Override
  public String hostPort() {
    return "192.0.2.2:5070";
  }

  @Override
  public void release() {
    // One for all tests.
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
