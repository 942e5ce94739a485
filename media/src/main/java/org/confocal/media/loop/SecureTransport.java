package org.confocal.media.loop;

import java.nio.ByteBuffer;
import org.confocal.media.srtp.SrtpKeys;
import org.confocal.media.srtp.SrtpReceiver;
import org.confocal.media.srtp.SrtpSender;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the sockets of a leg and its streams: opens what comes and protects what
 * goes, once the leg has keys; without keys everything passes as it is. What the key does not open
 * is counted, and nobody else hears of it: neither may it move the {@link SourceLatch}.
 *
 * <p>What goes is copied first, for the packets of a stream are those of all its listeners. RFC
 * 3711.
 */
final class SecureTransport {
  /** What cannot be believed. */
  static final int REFUSED = SrtpReceiver.REFUSED;

  /** RTP of the key before is still opened for so long: it was on its way when the key changed. */
  private static final long FORMER_KEY_NS = 2_000_000_000L;

  private static final int RTP_HEADER = 12;

  private final LoopContext context;
  private @Nullable SrtpKeys keys;
  private @Nullable SrtpSender sender;
  private @Nullable SrtpReceiver receiver;
  private @Nullable SrtpReceiver former;
  private long formerUntilNs;

  SecureTransport(LoopContext context) {
    this.context = context;
  }

  /**
   * What was agreed on; a key that stays goes on where it is.
   *
   * @param agreed null: nothing is protected
   * @return whether we send by another key than before: the stream has to begin anew, under an SSRC
   *     that was never used
   */
  boolean agree(@Nullable SrtpKeys agreed) {
    SrtpKeys before = keys;
    keys = agreed;
    if (agreed == null) {
      sender = null;
      receiver = null;
      former = null;
      return false;
    }
    if (before == null || !agreed.theirs().equals(before.theirs())) {
      former = receiver;
      formerUntilNs = context.nowNs + FORMER_KEY_NS;
      receiver = new SrtpReceiver(agreed.theirs());
    }
    if (before != null && agreed.ours().equals(before.ours())) {
      return false;
    }
    sender = new SrtpSender(agreed.ours());
    return true;
  }

  /** Whether what goes is protected. */
  boolean on() {
    return sender != null;
  }

  /**
   * Opens a datagram in place.
   *
   * @param length its bytes, from index 0 on
   * @param vouched whether the peer may send from there: for nobody else it is guessed how often
   *     his sequence numbers have wrapped
   * @return what is left of them, or {@link #REFUSED}
   */
  int open(ByteBuffer datagram, int length, boolean rtcp, boolean vouched) {
    SrtpReceiver by = receiver;
    if (by == null) {
      return length;
    }
    int opened = openBy(by, datagram, length, rtcp, vouched);
    SrtpReceiver old = former;
    if (opened == REFUSED && old != null) {
      if (context.nowNs - formerUntilNs < 0) {
        opened = openBy(old, datagram, length, rtcp, false);
      } else {
        former = null;
      }
    }
    if (opened == REFUSED) {
      context.counters.increment(Counter.UNAUTHENTIC);
    }
    return opened;
  }

  /** The datagram changes only when it was opened. */
  private int openBy(
      SrtpReceiver by, ByteBuffer datagram, int length, boolean rtcp, boolean vouched) {
    byte[] bytes = context.secured;
    datagram.get(0, bytes, 0, length);
    int opened = rtcp ? by.openRtcp(bytes, length) : by.open(bytes, length, vouched);
    if (opened != REFUSED) {
      datagram.put(0, bytes, 0, opened);
    }
    return opened;
  }

  /** An RTP packet, from position to limit, as it is to be sent; a buffer of the loop. */
  ByteBuffer protect(ByteBuffer packet) {
    SrtpSender by = sender;
    if (by == null) {
      return packet;
    }
    int length = take(packet);
    return ready(by.protect(context.secured, RTP_HEADER, length));
  }

  /** The same for RTCP. */
  ByteBuffer protectRtcp(ByteBuffer report) {
    SrtpSender by = sender;
    if (by == null) {
      return report;
    }
    int length = take(report);
    return ready(by.protectRtcp(context.secured, length));
  }

  private int take(ByteBuffer plain) {
    int length = plain.remaining();
    plain.get(plain.position(), context.secured, 0, length);
    return length;
  }

  private ByteBuffer ready(int length) {
    return context.outgoing.clear().put(context.secured, 0, length).flip();
  }
}
