package org.confocal.media.loop;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.confocal.media.ice.IceCandidate;
import org.confocal.media.ice.IceTerms;
import org.confocal.media.ice.PacketKind;
import org.confocal.media.net.DatagramPort;
import org.jspecify.annotations.Nullable;

/**
 * The ICE of one leg: a component for each of its sockets, or none. STUN is told from all else
 * before anything else is done to a datagram (RFC 7983).
 */
final class IceTransport {

  private final LoopContext context;
  private final SignsOfLife life;
  private IceTerms terms = IceTerms.NONE;
  private @Nullable IceComponent rtp;
  private @Nullable IceComponent rtcp;

  IceTransport(LoopContext context, SignsOfLife life) {
    this.context = context;
    this.life = life;
  }

  /** What was agreed; terms that are known already change nothing. */
  void agree(IceTerms agreed) {
    if (agreed.equals(terms)) {
      return;
    }
    IceTerms before = terms;
    terms = agreed;
    if (agreed instanceof IceTerms.None) {
      rtp = null;
      rtcp = null;
    } else if (before.getClass() == agreed.getClass() && rtp != null && rtcp != null) {
      rtp.agree(agreed);
      rtcp.agree(agreed);
    } else {
      rtp = new IceComponent(context, IceCandidate.RTP, agreed);
      rtcp = new IceComponent(context, IceCandidate.RTCP, agreed);
    }
  }

  /** What comes on the RTP socket; null without ICE. */
  @Nullable IceComponent rtp() {
    return rtp;
  }

  /** What comes on the RTCP socket; with rtcp-mux that is {@link #rtp}. Null without ICE. */
  @Nullable IceComponent rtcp(boolean mux) {
    return mux ? rtp : rtcp;
  }

  /**
   * Looks at a datagram before anybody else.
   *
   * @return whether it was STUN, and so nothing for anybody else
   */
  boolean takes(
      @Nullable IceComponent component,
      DatagramPort port,
      ByteBuffer datagram,
      int length,
      InetSocketAddress source) {
    if (component == null || PacketKind.of(datagram, 0, length) != PacketKind.STUN) {
      return false;
    }
    if (component.onStun(port, datagram, length, source)) {
      life.onSign();
    }
    return true;
  }
}
