package org.confocal.media;

import java.net.InetSocketAddress;

/** The answer to {@link MediaPlane#reserve}. */
public sealed interface ReserveResult
    permits ReserveResult.Reserved, ReserveResult.NoPort, CommandResult.Stale, CommandResult.Busy {

  /**
   * The session exists and its sockets are bound. Repeating the command for a session that exists
   * gives the same answer.
   *
   * @param local the bound RTP address; RTCP is bound on the next port
   * @param ssrc the SSRC that the session sends with, 0 to 2^32-1
   */
  record Reserved(InetSocketAddress local, long ssrc) implements ReserveResult {}

  /**
   * No pair of ports could be bound: the range is in use or in quarantine, or the address is not
   * ours.
   */
  record NoPort() implements ReserveResult {}
}
