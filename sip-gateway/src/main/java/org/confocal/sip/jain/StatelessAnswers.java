package org.confocal.sip.jain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.confocal.sip.message.Header;
import org.confocal.sip.message.MessageHead;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.message.Via;
import org.confocal.wire.WireFormatException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers outside any transaction: each costs one message and no memory. A repetition gets the same
 * answer with the same To-tag, and the tag tells the ACK of such an answer. RFC 3261 section 8.2.7.
 */
final class StatelessAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(StatelessAnswers.class);
  private static final int MAX_REASON = 200;

  /** RFC 3261 section 25.1, Reason-Phrase: what may stand there as it is, besides letters. */
  private static final String PLAIN_IN_REASON = " ;/?:@&=+$,-_.!~*'()";

  private final Counters counters;
  private final Function<Sender, String> ownHost;
  private final List<Header> retryAfter;
  private final String mark = Tokens.tag();

  /**
   * @param retryAfter in the 503s, in whole seconds
   * @param ownHost our name towards a peer, for diagnostics
   */
  StatelessAnswers(Duration retryAfter, Counters counters, Function<Sender, String> ownHost) {
    this.retryAfter =
        List.of(new Header("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds()))));
    this.counters = counters;
    this.ownHost = ownHost;
  }

  /** True if this ACK is for an answer of ours. */
  boolean isAcknowledged(MessageHead ack) {
    return ack.toTag().filter(t -> t.startsWith(mark)).isPresent();
  }

  /** Refuses for load; false, and counted, if the request has not what an answer needs. */
  boolean busy(MessageHead request, Sender to) {
    return answer(request, 503, "Service Unavailable", retryAfter, counters.refused, to);
  }

  /** Refuses what does not parse; false, and counted, if it has not what an answer needs. */
  boolean malformed(MessageHead request, WireFormatException why, Sender to) {
    String line = request.startLine();
    LongAdder answered = counters.malformedAnswered;
    if (line.matches(".* SIP/[0-9.]+") && !line.endsWith("SIP/2.0")) {
      return answer(request, 505, "Version Not Supported", List.of(), answered, to);
    }
    String reason = "Bad Request: got '" + why.got() + "', expected " + why.expected();
    return answer(request, 400, reason(reason), diagnostics(request, to), answered, to);
  }

  private List<Header> diagnostics(MessageHead request, Sender to) {
    if (!request.hasUnreadableUri()) {
      return List.of();
    }
    String value = "3012;reason=\"Invalid conference URI.\";source=\"" + ownHost.apply(to) + "\"";
    return List.of(new Header("ms-diagnostics", value)); // MS-OCER, conferencing errors
  }

  private boolean answer(
      MessageHead request,
      int status,
      String reason,
      List<Header> more,
      LongAdder counter,
      Sender to) {
    Flow flow = to.flow();
    Optional<Via> via =
        request.topVia().map(v -> v.receivedFrom(flow.remoteHost(), flow.remotePort()));
    String tag = mark + Long.toHexString(request.identity());
    Optional<byte[]> bytes = via.flatMap(v -> request.answer(status, reason, v, tag, more));
    if (via.isEmpty() || bytes.isEmpty()) {
      counters.malformedDropped.increment();
      return false;
    }
    counter.increment();
    send(bytes.get(), SipPorts.answerPort(via.get()), to);
    return true;
  }

  /** Sends an answer to where its Via says. RFC 3261 section 18.2.2. */
  void send(SipResponse response, Sender to) {
    int port = response.topVia().map(SipPorts::answerPort).orElse(to.flow().remotePort());
    send(response.toBytes(), port, to);
  }

  private void send(byte[] bytes, int port, Sender to) {
    try {
      Sender back = to.isReliable() ? to : to.listener().senderTo(to.peer(), port);
      EngineChannel.Trace.out(back.flow(), bytes);
      back.send(bytes);
    } catch (IOException e) {
      counters.unsent.increment();
      LOG.debug("answer not sent to {}", to.flow(), e);
    }
  }

  private static String reason(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = (c < 0x80 && Character.isLetterOrDigit(c)) || PLAIN_IN_REASON.indexOf(c) >= 0;
      out.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", b & 0xff));
    }
    return out.length() > MAX_REASON ? out.substring(0, MAX_REASON) : out.toString();
  }
}
