package org.confocal.load.client;

import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.confocal.load.message.Header;
import org.confocal.load.message.Sdp;
import org.confocal.load.message.SipMessage;
import org.jspecify.annotations.Nullable;

/** Answers what the server asks: at once, and the same when it asks again. */
final class ServerSide {
  private static final int MOST_REMEMBERED = 50_000;
  private static final String ALLOW =
      "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, MESSAGE, UPDATE, NOTIFY";

  private final SipClient client;
  private final Map<String, TakenCall> unacknowledged = new HashMap<>();
  private final Map<String, SipMessage> answers =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SipMessage> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /** A 2xx of ours that is repeated until its ACK is there (RFC 3261 section 13.3.1.4). */
  private final class TakenCall {
    final SipMessage answer;
    final Wire wire;
    final long deadlineMs;
    @Nullable ScheduledFuture<?> next;

    TakenCall(SipMessage answer, Wire wire) {
      this.answer = answer;
      this.wire = wire;
      this.deadlineMs = client.nowMs() + client.settings().times().patience().toMillis();
    }

    void repeatAfter(Duration pause) {
      next =
          client
              .loop()
              .schedule(
                  () -> {
                    if (client.nowMs() >= deadlineMs) {
                      unacknowledged.remove(answer.callId(), this);
                      return;
                    }
                    client.counters().countRepeated();
                    wire.send(answer);
                    Duration twice = pause.multipliedBy(2);
                    Duration longest = client.settings().times().t2();
                    repeatAfter(twice.compareTo(longest) > 0 ? longest : twice);
                  },
                  pause.toNanos(),
                  TimeUnit.NANOSECONDS);
    }
  }

  ServerSide(SipClient client) {
    this.client = client;
  }

  /** A request in one of our dialogs. */
  void request(SipMessage request, Wire wire, SipDialog dialog, SipUser user) {
    String method = request.method();
    if (method.equals("ACK")) {
      acknowledged(request);
      return;
    }
    if (method.equals("BENOTIFY")) {
      dialog.arrived(request);
      return;
    }
    if (repeated(request, wire)) {
      return;
    }
    SipMessage answer = answer(request, wire, dialog, user);
    send(answer, request, wire);
    if (method.equals("INVITE")) {
      TakenCall taken = new TakenCall(answer, wire);
      unacknowledged.put(request.callId(), taken);
      taken.repeatAfter(client.settings().times().t1());
    }
    if (method.equals("BYE")) {
      dialog.end();
    }
    if (answer.status() < 300 && !method.equals("CANCEL")) {
      dialog.arrived(request);
    }
  }

  private boolean repeated(SipMessage request, Wire wire) {
    SipMessage before = answers.get(key(request));
    if (before != null) {
      client.counters().countRepeatedByServer();
      wire.send(before);
    }
    return before != null;
  }

  private void acknowledged(SipMessage ack) {
    TakenCall taken = unacknowledged.remove(ack.callId());
    if (taken != null && taken.next != null) {
      taken.next.cancel(false);
    }
  }

  private SipMessage answer(SipMessage request, Wire wire, SipDialog dialog, SipUser user) {
    List<Header> contact = client.contactHeader(user, wire);
    boolean described = request.header("Content-Type").orElse("").startsWith(Sdp.TYPE);
    return switch (request.method()) {
      case "INVITE", "UPDATE" -> {
        boolean wanted = request.method().equals("INVITE") || described;
        yield Requests.response(
            request,
            200,
            "OK",
            "",
            wanted ? withType(contact) : contact,
            wanted ? dialog.answerTo(request, host(wire)) : "");
      }
      case "NOTIFY", "INFO", "MESSAGE", "BYE", "CANCEL" ->
          Requests.response(request, 200, "OK", "", List.of(), "");
      case "OPTIONS" ->
          Requests.response(
              request, 200, "OK", "", List.of(contact.get(0), new Header("Allow", ALLOW)), "");
      default ->
          Requests.response(
              request, 405, "Method Not Allowed", "", List.of(new Header("Allow", ALLOW)), "");
    };
  }

  private static List<Header> withType(List<Header> contact) {
    return List.of(contact.get(0), new Header("Content-Type", Sdp.TYPE));
  }

  static String host(Wire wire) {
    String hostPort = wire.hostPort();
    return hostPort.substring(0, hostPort.lastIndexOf(':')).replace("[", "").replace("]", "");
  }

  /** A request that belongs to no dialog of ours. */
  void stranger(SipMessage request, Wire wire) {
    if (request.method().equals("ACK") || request.method().equals("BENOTIFY")) {
      return;
    }
    if (repeated(request, wire)) {
      return;
    }
    boolean asked = request.method().equals("OPTIONS") && request.toTag().isEmpty();
    if (!asked) {
      client.counters().countStray();
    }
    List<Header> allow = List.of(new Header("Allow", ALLOW));
    String tag = client.random(8);
    SipMessage answer =
        asked
            ? Requests.response(request, 200, "OK", tag, allow, "")
            : request.toTag().isEmpty()
                ? Requests.response(request, 480, "Temporarily Unavailable", tag, List.of(), "")
                : Requests.response(
                    request, 481, "Call/Transaction Does Not Exist", tag, List.of(), "");
    send(answer, request, wire);
  }

  /** Over TCP nothing comes again, so nothing need be remembered. */
  private void send(SipMessage answer, SipMessage request, Wire wire) {
    if (!wire.reliable()) {
      answers.put(key(request), answer);
    }
    wire.send(answer);
  }

  private static String key(SipMessage request) {
    return request.branch() + " " + request.header("CSeq").orElse("") + " " + request.callId();
  }
}
