package org.confocal.it.kit;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A small SIP user agent over UDP or TCP with one dialog of its own making. It answers what comes
 * within the dialog with 200 (a re-INVITE with its own session description), acknowledges repeated
 * answers and keeps all that it saw. RFC 3261 sections 12, 13, 17.1.
 */
final class SipUa implements AutoCloseable {
  private static final Duration T1 = Duration.ofMillis(500);
  private static final Duration LIMIT = Duration.ofSeconds(32);
  private static final Pattern HOST_PORT =
      Pattern.compile("sips?:(?:[^@]*@)?(\\[[^]]+\\]|[^:;>?]+)(?::(\\d+))?");

  private final String name;
  private final SipWire wire;
  private final Supplier<String> sdp;
  private final Consumer<SipMessage> offered;
  private final BlockingQueue<SipMessage> responses = new ArrayBlockingQueue<>(1000);
  private final List<SipMessage> requests = new CopyOnWriteArrayList<>();
  private final String callId = UUID.randomUUID() + "@rtp-client";
  private final String localTag = UUID.randomUUID().toString().substring(0, 8);

  private String dialled = "";
  private volatile String remoteTarget = "";
  private String remoteTag = "";
  private int cseq;
  private volatile @Nullable Ack lastAck;

  private record Ack(int cseq, String text, SocketAddress to) {}

  /**
   * A client that has not called yet.
   *
   * @param offered is given each request of the server that offers a session
   */
  SipUa(String name, SipWire wire, Supplier<String> sdp, Consumer<SipMessage> offered) {
    this.name = name;
    this.wire = wire;
    this.sdp = sdp;
    this.offered = offered;
    Thread reader = new Thread(() -> wire.read(this::read), "sip-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  /** The final answer to the INVITE, or to a re-INVITE once the call stands; acknowledged. */
  SipMessage invite(String uri) {
    if (remoteTag.isEmpty()) {
      dialled = uri;
      remoteTarget = uri;
    }
    int number = ++cseq;
    String branch = branch();
    String invite = request("INVITE", number, branch, remoteTag, sdp.get());
    SipMessage answer = transact(invite, "INVITE", number);
    boolean accepted = answer.status() < 300;
    if (accepted) {
      remoteTag = answer.toTag();
      remoteTarget = answer.find("Contact").isPresent() ? answer.uriIn("Contact") : remoteTarget;
    }
    // The ACK to a refusal belongs to the INVITE's transaction, that to a 2xx is one of its own.
    String ack = request("ACK", number, accepted ? branch() : branch, answer.toTag(), "");
    lastAck = new Ack(number, ack, destination());
    send(ack, destination());
    return answer;
  }

  /** The final answer to any other request within the dialog. */
  SipMessage request(String method) {
    int number = ++cseq;
    return transact(request(method, number, branch(), remoteTag, ""), method, number);
  }

  /** The requests that came within the dialog, repetitions too. */
  List<SipMessage> requests() {
    return List.copyOf(requests);
  }

  private SipMessage transact(String text, String method, int number) {
    long end = System.nanoTime() + LIMIT.toNanos();
    long interval = T1.toMillis();
    boolean provisional = false;
    send(text, destination());
    while (System.nanoTime() < end) {
      Optional<SipMessage> response = next(interval);
      if (response.isEmpty()) {
        if (!provisional && wire.transport().equals("UDP")) {
          send(text, destination());
          interval = Math.min(4000, 2 * interval);
        }
      } else if (response.get().header("CSeq").equals(number + " " + method)) {
        if (response.get().status() >= 200) {
          return response.get();
        }
        provisional = method.equals("INVITE");
      }
    }
    throw new AssertionError(name + ": no answer within 32 s to\n" + text);
  }

  private Optional<SipMessage> next(long millis) {
    try {
      return Optional.ofNullable(responses.poll(millis, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for an answer", e);
    }
  }

  private String request(String method, int number, String branch, String toTag, String body) {
    String local = wire.hostPort();
    List<String> lines = new ArrayList<>();
    lines.add(method + " " + remoteTarget + " SIP/2.0");
    lines.add("Via: SIP/2.0/" + wire.transport() + " " + local + ";rport;branch=" + branch);
    lines.add("Max-Forwards: 70");
    lines.add("From: <sip:" + name + "@" + local + ">;tag=" + localTag);
    lines.add("To: <" + dialled + ">" + (toTag.isEmpty() ? "" : ";tag=" + toTag));
    lines.add("Call-ID: " + callId);
    lines.add("CSeq: " + number + " " + method);
    lines.add("Contact: " + contact());
    lines.add("Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, NOTIFY, INFO");
    if (!body.isEmpty()) {
      lines.add("Content-Type: application/sdp");
    }
    lines.add("Content-Length: " + body.length());
    return String.join("\r\n", lines) + "\r\n\r\n" + body;
  }

  private String contact() {
    String transport = wire.transport().equals("UDP") ? "" : ";transport=tcp";
    return "<sip:" + name + "@" + wire.hostPort() + transport + ">";
  }

  private static String branch() {
    return "z9hG4bK" + UUID.randomUUID().toString().replace("-", "");
  }

  private InetSocketAddress destination() {
    Matcher matcher = HOST_PORT.matcher(remoteTarget);
    if (!matcher.lookingAt()) {
      throw new AssertionError("no address in " + remoteTarget);
    }
    String port = matcher.group(2);
    return new InetSocketAddress(matcher.group(1), port == null ? 5060 : Integer.parseInt(port));
  }

  private void send(String text, SocketAddress to) {
    wire.sendTo(to, text);
  }

  private void read(SocketAddress from, String text) {
    if (!text.isBlank()) {
      take(SipMessage.parse(text), from);
    }
  }

  private void take(SipMessage message, SocketAddress from) {
    if (!message.header("Call-ID").equals(callId)) {
      return;
    }
    if (message.isRequest()) {
      requests.add(message);
      refresh(message);
      if (!message.method().equals("ACK")) {
        send(answer(message), from);
      }
      return;
    }
    Ack ack = lastAck;
    if (ack != null && message.header("CSeq").equals(ack.cseq() + " INVITE")) {
      if (message.status() >= 200) {
        send(ack.text(), ack.to());
      }
    } else if (!responses.offer(message)) {
      throw new AssertionError(name + ": a thousand answers that nobody waits for");
    }
  }

  /** A target refresh: from now on requests go to where this one names (RFC 3261 12.2.2). */
  private void refresh(SipMessage request) {
    boolean refreshes = request.method().equals("INVITE") || request.method().equals("UPDATE");
    if (refreshes && request.find("Contact").isPresent()) {
      remoteTarget = request.uriIn("Contact");
    }
    if (request.method().equals("INVITE") && !request.body().isEmpty()) {
      offered.accept(request);
    }
  }

  private String answer(SipMessage request) {
    String body = request.method().equals("INVITE") ? sdp.get() : "";
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    request.all("Via").forEach(via -> headers.add(Map.entry("Via", via)));
    for (String copied : List.of("From", "To", "Call-ID", "CSeq")) {
      headers.add(Map.entry(copied, request.header(copied)));
    }
    headers.add(Map.entry("Contact", contact()));
    if (!body.isEmpty()) {
      headers.add(Map.entry("Content-Type", "application/sdp"));
    }
    headers.add(Map.entry("Content-Length", Integer.toString(body.length())));
    return new SipMessage("SIP/2.0 200 OK", headers, body).toString();
  }

  @Override
  public void close() {
    wire.close();
  }
}
