package org.confocal.it.kit;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A client for load: one TCP connection on which one request at a time is sent and its final answer
 * awaited. It keeps nothing that came, and agrees to each request of the server.
 */
public final class SipLane implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final SipWire wire;
  private final BlockingQueue<SipMessage> answers = new LinkedBlockingQueue<>();

  private SipLane(SipWire wire) {
    this.wire = wire;
    Thread reader = new Thread(() -> wire.read((from, text) -> take(text)), "sip-lane");
    reader.setDaemon(true);
    reader.start();
  }

  public static SipLane to(InetSocketAddress server) {
    return new SipLane(SipWire.tcp(server));
  }

  public String hostPort() {
    return wire.hostPort();
  }

  private void take(String text) {
    SipMessage message = SipMessage.parse(text);
    if (!message.isRequest()) {
      if (message.status() >= 200) {
        answers.add(message);
      }
    } else if (!message.method().equals("ACK")) {
      wire.send(Answers.to(message, 200, hostPort(), ""));
    }
  }

  /** Sends a request that gets no answer. */
  public void send(String startLine, String headers, String body) {
    wire.send(text(startLine, branch(), headers, body));
  }

  /** Sends a request without a body under the Via of another: the ACK to a refused INVITE. */
  public void sendAs(String via, String startLine, String headers) {
    wire.send(
        startLine
            + "\r\nVia: "
            + via
            + "\r\nMax-Forwards: 70\r\n"
            + headers
            + "Content-Length: 0\r\n\r\n");
  }

  /**
   * Sends a request and waits for its final answer.
   *
   * @param headers whole lines, all but Via, Max-Forwards and Content-Length
   */
  public SipMessage ask(String startLine, String headers, String body) {
    String branch = branch();
    wire.send(text(startLine, branch, headers, body));
    try {
      while (true) {
        SipMessage answer = answers.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (answer == null) {
          throw new AssertionError("no answer to " + startLine + "\n" + headers);
        }
        if (answer.header("Via").contains(branch)) {
          return answer;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for an answer", e);
    }
  }

  private static String branch() {
    return "z9hG4bK" + UUID.randomUUID();
  }

  private String text(String startLine, String branch, String headers, String body) {
    return startLine
        + "\r\nVia: SIP/2.0/TCP "
        + hostPort()
        + ";branch="
        + branch
        + "\r\nMax-Forwards: 70\r\n"
        + headers
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  @Override
  public void close() {
    wire.close();
  }
}
