package org.confocal.sip.jain;

import org.confocal.sip.message.MessageHead;
import org.confocal.sip.message.SipMessage;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.wire.WireFormatException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from the readers to the transactions: looks at the head of what came, asks the {@link
 * AdmissionGate}, sorts onto lanes, and refuses what is too much or too wrong. A refusal for load
 * is made by the reader, from a look at the head: the lanes do not hear of it.
 *
 * <table>
 * <caption>Who passes when</caption>
 * <tr><th>message</th><th>room</th><th>above the bound</th><th>beyond the reserve</th></tr>
 * <tr><td>new request</td><td>passes</td><td>503, or silence</td><td>503, or silence</td></tr>
 * <tr><td>repetition of one that passed</td><td>passes</td><td>passes</td><td>dropped</td></tr>
 * <tr><td>within a call, CANCEL, BYE, PRACK</td><td>passes</td><td>passes</td><td>dropped</td></tr>
 * <tr><td>ACK, response</td><td>passes</td><td>passes</td><td>dropped if its lane is full</td></tr>
 * </table>
 */
final class Inbound {
  private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

  private final SipStackSettings settings;
  private final Engine engine;
  private final StatelessAnswers answers;
  private final Counters counters;
  private final Timers timers;
  private final Lanes lanes;
  private final AdmissionGate gate;

  /** A repetition of these may still wait for its first one on a lane, unknown to the engine. */
  private final RecentRequests passed = new RecentRequests();

  /**
   * A repetition of these may come when there is room again: its client has been told to go, so a
   * call that began now would be nobody's.
   */
  private final RecentRequests refused = new RecentRequests();

  Inbound(
      SipStackSettings settings,
      Engine engine,
      StatelessAnswers answers,
      Counters counters,
      Timers timers) {
    this.settings = settings;
    this.engine = engine;
    this.answers = answers;
    this.counters = counters;
    this.timers = timers;
    this.lanes =
        new Lanes(
            settings.load().workers(),
            settings.load().queue(),
            settings.admission().reservePercent());
    this.gate = new AdmissionGate(settings.admission(), engine::serverTransactions);
  }

  /** After the timers are there and before the first message. */
  void start() {
    forgetRefused();
  }

  private void forgetRefused() {
    refused.clear();
    timers.after(settings.timers().t1().toMillis() * 64, this::forgetRefused); // RFC 3261 17.1.2.2
  }

  void close() {
    lanes.close();
  }

  AdmissionGate gate() {
    return gate;
  }

  /** Called by the readers; returns at once. */
  void accept(byte[] bytes, Sender from) {
    if (bytes.length > settings.load().maxMessageBytes()) {
      counters.oversized.increment();
      return;
    }
    MessageHead head = MessageHead.scan(bytes);
    if (head.isResponse()) {
      acceptUncounted(head, bytes, from);
      return;
    }
    counters.requests.increment();
    String method = head.method();
    if (!method.equals("ACK")) {
      acceptRequest(head, bytes, from, isNew(method, head));
    } else if (!isOfRefusal(head)) {
      acceptUncounted(head, bytes, from);
    }
  }

  /** What makes no transaction is bounded by its lane alone. */
  private void acceptUncounted(MessageHead head, byte[] bytes, Sender from) {
    if (!lanes.offer(head.callIdHash(), true, () -> process(head, bytes, from, null))) {
      counters.dropped.increment();
    }
  }

  /** Clients of the OCS generation leave the tag out of some ACKs of refusals. */
  private boolean isOfRefusal(MessageHead ack) {
    return answers.isAcknowledged(ack) || (ack.toTag().isEmpty() && refused.has(ack));
  }

  /** What frees resources or belongs to a call passes as long as there is any room. */
  private static boolean isNew(String method, MessageHead head) {
    return switch (method) {
      case "BYE", "CANCEL", "PRACK" -> false;
      default -> head.toTag().isEmpty();
    };
  }

  private void acceptRequest(MessageHead head, byte[] bytes, Sender from, boolean isNew) {
    if (!isNew) {
      if (!pass(head, bytes, from, true)) {
        counters.dropped.increment();
      }
    } else if (refused.has(head)) {
      refuseForLoad(head, from);
    } else if (pass(head, bytes, from, false)) {
      passed.add(head);
    } else if (!isRepetition(head)) {
      refuseForLoad(head, from);
    } else if (!pass(head, bytes, from, true)) {
      counters.dropped.increment(); // no 503: the first one is being served
    }
  }

  private boolean pass(MessageHead head, byte[] bytes, Sender from, boolean fromReserve) {
    AdmissionGate.Permit permit = fromReserve ? gate.admitWithinCall() : gate.admitNew();
    if (permit == null) {
      return false;
    }
    if (lanes.offer(head.callIdHash(), fromReserve, () -> process(head, bytes, from, permit))) {
      return true;
    }
    permit.releaseUnlessHeld();
    return false;
  }

  private boolean isRepetition(MessageHead head) {
    return passed.has(head) || WireRequest.key(head).filter(engine::isKnown).isPresent();
  }

  private void refuseForLoad(MessageHead head, Sender from) {
    if (!settings.admission().reject()) {
      counters.dropped.increment();
    } else if (answers.busy(head, from)) {
      refused.add(head);
    }
  }

  private void process(
      MessageHead head, byte[] bytes, Sender from, AdmissionGate.@Nullable Permit permit) {
    EngineChannel.Trace.in(from.flow(), bytes);
    SipMessage message;
    try {
      message = SipMessage.parse(bytes);
    } catch (WireFormatException e) {
      release(permit);
      refuseMalformed(head, from, e);
      return;
    }
    counters.received.increment();
    try {
      if (message instanceof SipRequest request) {
        engine.receive(
            request.receivedFrom(from.flow().remoteHost(), from.flow().remotePort()), from, permit);
      } else if (message instanceof SipResponse response) {
        engine.receive(response, from);
      }
    } catch (RuntimeException e) {
      LOG.error(
          "message from {} could not be processed", from.flow(), e); // our mistake, not the peer's
    } finally {
      release(permit);
    }
  }

  private static void release(AdmissionGate.@Nullable Permit permit) {
    if (permit != null) {
      permit.releaseUnlessHeld();
    }
  }

  private void refuseMalformed(MessageHead head, Sender from, WireFormatException why) {
    boolean answered = answers.malformed(head, why, from);
    LOG.debug("{} from {}: {}", answered ? "refused" : "dropped", from.flow(), why.getMessage());
  }
}
