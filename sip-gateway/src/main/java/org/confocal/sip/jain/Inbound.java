package org.confocal.sip.jain;

import java.io.IOException;
import java.util.Optional;
import org.confocal.sip.message.RawMessage;
import org.confocal.sip.message.SipMessage;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.wire.WireFormatException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gate in front of the transactions: sorts bytes onto lanes, refuses what is too much or too
 * wrong, and passes the rest on. Refusals are stateless: they cost one datagram and no memory.
 */
final class Inbound {
  private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

  private final SipStackSettings.Load load;
  private final Engine engine;
  private final Lanes lanes;
  private final Counters counters;

  Inbound(SipStackSettings.Load load, Engine engine, Counters counters) {
    this.load = load;
    this.engine = engine;
    this.counters = counters;
    this.lanes = new Lanes(load.workers(), load.queue());
  }

  /** Called by the readers; returns at once. */
  void accept(byte[] bytes, Sender from) {
    if (bytes.length > load.maxMessageBytes()) {
      counters.oversized.increment();
    } else if (!lanes.offer(CallIdScan.hash(bytes), () -> process(bytes, from))) {
      counters.overloaded.increment();
      if (load.reject()) {
        refuseForLoad(bytes, from);
      }
    }
  }

  void close() {
    lanes.close();
  }

  private void process(byte[] bytes, Sender from) {
    EngineChannel.Trace.in(from.flow(), bytes);
    try {
      RawMessage raw = RawMessage.read(bytes);
      try {
        SipMessage message = raw.toMessage();
        counters.received.increment();
        pass(message, from);
      } catch (WireFormatException e) {
        counters.malformed.increment();
        refuse(raw, from, e);
      }
    } catch (WireFormatException e) {
      counters.malformed.increment();
      LOG.debug("dropped from {}: {}", from.flow(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.error(
          "message from {} could not be processed", from.flow(), e); // our mistake, not the peer's
    }
  }

  private void pass(SipMessage message, Sender from) {
    if (message instanceof SipResponse response) {
      engine.receive(response, from);
      return;
    }
    SipRequest request =
        ((SipRequest) message).receivedFrom(from.flow().remoteHost(), from.flow().remotePort());
    if (isRefusable(request)
        && engine.serverTransactions() >= load.maxServerTransactions()
        && !engine.isKnown(request)) {
      counters.overloaded.increment();
      if (load.reject()) {
        answer(busy(request), from);
      }
      return;
    }
    engine.receive(request, from);
  }

  private void refuse(RawMessage raw, Sender from, WireFormatException why) {
    Flow flow = from.flow();
    LOG.debug("refused from {}: {}", flow, why.getMessage());
    boolean otherVersion =
        raw.startLine().matches(".* SIP/[0-9.]+") && !raw.startLine().endsWith("SIP/2.0");
    int status = otherVersion ? 505 : 400;
    String reason =
        otherVersion ? "Version Not Supported" : "Bad Request (" + why.expected() + " expected)";
    Optional<SipResponse> refusal =
        raw.refusal(status, reason, flow.remoteHost(), flow.remotePort(), Tokens.tag());
    refusal.ifPresent(r -> answer(r, from));
  }

  private void refuseForLoad(byte[] bytes, Sender from) {
    try {
      if (RawMessage.read(bytes).toMessage() instanceof SipRequest request
          && isRefusable(request)) {
        answer(
            busy(request.receivedFrom(from.flow().remoteHost(), from.flow().remotePort())), from);
      }
    } catch (WireFormatException e) {
      counters.malformed.increment();
    }
  }

  /** What frees resources or belongs to a call passes as long as there is any room. */
  private static boolean isRefusable(SipRequest request) {
    return switch (request.method()) {
      case "ACK", "BYE", "CANCEL", "PRACK" -> false;
      default -> request.to().tag().isEmpty();
    };
  }

  private SipResponse busy(SipRequest request) {
    return request
        .response(503, "Service Unavailable")
        .withToTag(Tokens.tag())
        .plus("Retry-After", Long.toString(load.retryAfter().toSeconds()));
  }

  /** Sends an answer outside any transaction, to where its Via says. RFC 3261 section 18.2.2. */
  void answer(SipResponse response, Sender to) {
    try {
      byte[] bytes = response.toBytes();
      int port = response.topVia().map(SipPorts::answerPort).orElse(to.flow().remotePort());
      Sender back = to.isReliable() ? to : to.listener().senderTo(to.peer(), port);
      EngineChannel.Trace.out(back.flow(), bytes);
      back.send(bytes);
    } catch (IOException e) {
      counters.unsent.increment();
      LOG.debug("answer not sent: {}", response, e);
    }
  }
}
