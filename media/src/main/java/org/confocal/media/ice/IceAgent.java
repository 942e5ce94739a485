package org.confocal.media.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One component (RTP, RTCP, or both with rtcp-mux) of one leg: answers the peer's connectivity
 * checks and knows where the peer wants its media. Owned by one thread.
 */
public sealed interface IceAgent permits IceLiteAgent, OcsIceAgent {

  /**
   * Reads a datagram that {@link PacketKind} calls STUN.
   *
   * @param source where it came from
   * @param nowNs monotonic, in ns
   * @param answer if the outcome {@link StunOutcome#hasAnswer() has an answer}: the bytes to send
   *     to {@code source}, from position 0 to the limit; else unchanged. Holds at least {@link
   *     StunWriter#MAX_ANSWER} bytes and is not the buffer of the datagram
   */
  StunOutcome onStun(
      ByteBuffer datagram,
      int start,
      int length,
      InetSocketAddress source,
      long nowNs,
      ByteBuffer answer);

  /** Where the peer wants its media; null until it has said so. */
  @Nullable InetSocketAddress nominated();

  /**
   * Whether a valid check came in the last {@code ns} nanoseconds: the peer is there and wants to
   * hear us. We send no checks of our own to ask for consent, so this is only observed; RFC 7675
   * section 5.1 lets consent end after 30 s.
   */
  boolean checkedWithin(long nowNs, long ns);
}
