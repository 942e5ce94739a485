package org.confocal.media.loop;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Symmetric RTP (RFC 4961): decides from which source packets are taken, and sends to it. Only
 * packets with an agreed payload type are put before it.
 *
 * <p>The rule, first match wins:
 *
 * <ol>
 *   <li>Until a packet was taken we send to the signalled address, and the first valid packet's
 *       source is latched, wherever it comes from (the peer may be behind a NAT).
 *   <li>The latched source is taken.
 *   <li>The signalled address is always taken, and latched: what the signalling vouched for beats
 *       what was guessed. So does any port of its IP address as long as another IP is latched.
 *   <li>Another source that carries the stream on (same SSRC, next 100 sequence numbers) is taken
 *       and latched when the latched one was silent for {@link #CONTINUES_AFTER_NS}: a NAT that
 *       gave the peer a new binding.
 *   <li>Any other source is taken and latched when the latched one was silent for the time of the
 *       settings.
 *   <li>All else is refused. So who cannot see the stream can take it over only while its owner is
 *       silent.
 * </ol>
 *
 * <p>On a leg that does ICE none of that holds: what has passed a check is taken, all else is
 * refused, and we send to the nominated address only.
 */
final class SourceLatch {

  static final long CONTINUES_AFTER_NS = 100_000_000L;

  private static final int CONTINUES_WITHIN = 100;

  private final long relatchAfterNs;
  private InetSocketAddress signalled;
  private @Nullable InetSocketAddress latched;
  private int ssrc;
  private int sequence;
  private long lastTakenNs;
  private boolean changed;
  private @Nullable IceComponent ice;

  SourceLatch(InetSocketAddress signalled, long relatchAfterNs) {
    this.signalled = signalled;
    this.relatchAfterNs = relatchAfterNs;
  }

  /** A new description: another address than before starts the rule anew. */
  void signal(InetSocketAddress address) {
    if (!address.equals(signalled)) {
      signalled = address;
      latched = null;
    }
  }

  /** Believes checks from now on; null: the rule above. */
  void believe(@Nullable IceComponent component) {
    ice = component;
  }

  /** Decides on a packet. */
  boolean take(InetSocketAddress source, int packetSsrc, int packetSequence, long nowNs) {
    changed = false;
    if (ice != null && !ice.believes(source)) {
      return false;
    }
    if (!source.equals(latched)) {
      if (!mayLatch(source, packetSsrc, packetSequence, nowNs)) {
        return false;
      }
      changed = true;
      latched = source;
    }
    ssrc = packetSsrc;
    sequence = packetSequence;
    lastTakenNs = nowNs;
    return true;
  }

  private boolean mayLatch(
      InetSocketAddress source, int packetSsrc, int packetSequence, long nowNs) {
    InetSocketAddress now = latched;
    if (now == null || source.equals(signalled) || ice != null) {
      return true;
    }
    if (sameIp(source, signalled) && !sameIp(now, signalled)) {
      return true;
    }
    long silentNs = nowNs - lastTakenNs;
    int ahead = packetSequence - sequence & 0xFFFF;
    boolean continues = packetSsrc == ssrc && ahead > 0 && ahead <= CONTINUES_WITHIN;
    return silentNs >= relatchAfterNs || (continues && silentNs >= CONTINUES_AFTER_NS);
  }

  private static boolean sameIp(InetSocketAddress one, InetSocketAddress other) {
    return one.getAddress().equals(other.getAddress());
  }

  /** Whether the peer may send from there for all that is known. */
  boolean vouches(InetSocketAddress source) {
    InetSocketAddress now = latched;
    return ice != null || now == null || sameIp(source, now) || sameIp(source, signalled);
  }

  /** Whether the packet that was taken last came from a newly latched source. */
  boolean changed() {
    return changed;
  }

  boolean latched() {
    return latched != null;
  }

  /** Where to send. */
  InetSocketAddress target() {
    if (ice != null) {
      return ice.target();
    }
    return latched != null ? latched : signalled;
  }
}
