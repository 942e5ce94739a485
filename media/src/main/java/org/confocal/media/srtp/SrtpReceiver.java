package org.confocal.media.srtp;

/**
 * Opens the packets that a peer sends. Of each source it keeps how often its sequence numbers have
 * wrapped and which of the last 64 packets came: one that comes again is refused. A source is kept
 * from its first packet on that is signed with the key. RFC 3711 sections 3.3.1 and 3.3.2.
 *
 * <p>A source may have begun before us (we come back after a restart, and it keeps its key), and
 * nothing tells how often it has wrapped since: each packet of an unknown one is tried without wrap
 * and with one number of wraps, which hangs on its sequence number: every second one with a single
 * wrap (its first packets were lost), the others with all numbers in turn. So twice {@value
 * #MOST_WRAPS} packets in a row try them all, whatever others send between them.
 */
public final class SrtpReceiver {
  /** A packet that is not what the peer sent, or that was there before. */
  public static final int REFUSED = Transform.REFUSED;

  private static final int SOURCES = 4;

  /** Wraps in a day of packets of 20 ms, with some to spare. */
  private static final int MOST_WRAPS = 70;

  private static final int RTP_HEADER = 12;
  private static final int RTCP_HEADER = 8;

  private final Transform transform;
  private final Window[] rtp = new Window[SOURCES];
  private final Window[] rtcp = new Window[SOURCES];
  private int nextRtp;
  private int nextRtcp;

  public SrtpReceiver(SrtpKey key) {
    this.transform = Transform.of(key);
    for (int i = 0; i < SOURCES; i++) {
      rtp[i] = new Window();
      rtcp[i] = new Window();
    }
  }

  /** Opens an RTP packet in place, also of a source that has wrapped before us. */
  public int open(byte[] packet, int length) {
    return open(packet, length, true);
  }

  /**
   * Opens an RTP packet in place.
   *
   * @param packet from index 0 on
   * @param guess whether it is guessed how often an unknown source has wrapped
   * @return its new length, or {@link #REFUSED}: then the bytes mean nothing
   */
  public int open(byte[] packet, int length, boolean guess) {
    int header = header(packet, length);
    if (header == REFUSED) {
      return REFUSED;
    }
    int sequence = ((packet[2] & 0xFF) << 8) | (packet[3] & 0xFF);
    int ssrc = Transform.readInt(packet, 8);
    Window known = find(rtp, ssrc);
    long index = known == null ? sequence : known.index(sequence);
    if (index < 0 || (known != null && known.has(index))) {
      return REFUSED;
    }
    int opened = transform.open(packet, header, length, ssrc, index);
    if (opened == REFUSED && known == null && guess) {
      index = (long) guess(sequence) << 16 | sequence;
      opened = transform.open(packet, header, length, ssrc, index);
    }
    if (opened != REFUSED) {
      if (known == null) {
        known = rtp[nextRtp];
        nextRtp = (nextRtp + 1) % SOURCES;
        known.begin(ssrc);
      }
      known.came(index);
    }
    return opened;
  }

  private static int guess(int sequence) {
    return (sequence & 1) == 0 ? 1 : 1 + (sequence >>> 1) % MOST_WRAPS;
  }

  /** Opens an RTCP packet in place, as an RTP packet. */
  public int openRtcp(byte[] packet, int length) {
    if (length < transform.leastRtcp() || length > Transform.LONGEST) {
      return REFUSED;
    }
    int ssrc = Transform.readInt(packet, 4);
    int index = transform.rtcpIndex(packet, length);
    Window known = find(rtcp, ssrc);
    if (known != null && known.has(index)) {
      return REFUSED;
    }
    int opened = transform.openRtcp(packet, length, ssrc);
    if (opened != REFUSED) {
      if (known == null) {
        known = rtcp[nextRtcp];
        nextRtcp = (nextRtcp + 1) % SOURCES;
        known.begin(ssrc);
      }
      known.came(index);
    }
    return opened < RTCP_HEADER ? REFUSED : opened;
  }

  private static @org.jspecify.annotations.Nullable Window find(Window[] windows, int ssrc) {
    for (Window window : windows) {
      if (window.known && window.ssrc == ssrc) {
        return window;
      }
    }
    return null;
  }

  /** Bytes of the header, or {@link #REFUSED} when it does not fit. */
  private static int header(byte[] packet, int length) {
    if (length < RTP_HEADER || length > Transform.LONGEST) {
      return REFUSED;
    }
    int header = RTP_HEADER + 4 * (packet[0] & 0x0F);
    if ((packet[0] & 0x10) != 0) {
      if (header + 4 > length) {
        return REFUSED;
      }
      header += 4 + 4 * (((packet[header + 2] & 0xFF) << 8) | (packet[header + 3] & 0xFF));
    }
    return header > length ? REFUSED : header;
  }

  /** The last packets of one source. */
  private static final class Window {
    private static final int SIZE = 64;

    boolean known;
    int ssrc;
    private long highest;
    private long seen;

    void begin(int source) {
      known = true;
      ssrc = source;
      highest = -1;
      seen = 0;
    }

    /** The index that is nearest to the highest one; below 0 = before the beginning. */
    long index(int sequence) {
      long rollovers = highest >>> 16;
      int last = (int) (highest & 0xFFFF);
      if (last < 0x8000) {
        rollovers -= sequence - last > 0x8000 ? 1 : 0;
      } else {
        rollovers += last - 0x8000 > sequence ? 1 : 0;
      }
      return (rollovers << 16) | sequence;
    }

    /** Whether it came already, or is too old to tell. */
    boolean has(long index) {
      long behind = highest - index;
      return behind >= SIZE || (behind >= 0 && ((seen >>> behind) & 1) != 0);
    }

    void came(long index) {
      long ahead = index - highest;
      if (ahead > 0) {
        seen = ahead >= SIZE ? 1 : (seen << ahead) | 1;
        highest = index;
      } else {
        seen |= 1L << -ahead;
      }
    }
  }
}
