package org.confocal.media.loop;

import java.util.random.RandomGenerator;

/**
 * With which numbers a stream begins. A stream that is made anew under the SSRC that it had (after
 * a restart, or by another node) has to begin ahead of what its former maker sent, or peers take
 * each packet as one that comes too late. Nobody has stored how far it was, so sequence and
 * timestamp run with the clock on the wall, each from a beginning of its own that hangs on the
 * SSRC. RFC 3550 section 5.1.
 */
final class StreamNumbers {
  private static final int SHORTEST_MS = 10;
  private static final int LONGEST_MS = 60;

  /** Sequence numbers that are far from a wrap. */
  static final int LOWER_HALF = 0x7FFF;

  private StreamNumbers() {}

  /**
   * The sequence number of a packet that is sent now.
   *
   * @param packetMs time from packet to packet
   */
  static int sequence(int ssrc, long wallMillis, int packetMs) {
    int apart = (packetMs - LoopContext.FRAME_MS) * 0x9E37_79B1; // each packet time by itself
    return (int) (scattered(ssrc + apart) + wallMillis / packetMs) & 0xFFFF;
  }

  /** The timestamp of a packet that is sent now. */
  static int timestamp(int ssrc, long wallMillis, int clockHz) {
    return (int) ((scattered(ssrc) >>> 32) + wallMillis * clockHz / 1000);
  }

  /**
   * An SSRC that nobody had, with which the sequence begins in its lower half, whatever the packet
   * time will be: the peer sees no wrap within the first minutes, and SRTP that it is sent cannot
   * take the first packets for those before a wrap (RFC 3711 section 3.3.1). A stream that is made
   * anew under an SSRC of before begins where the clock stands.
   */
  static int freshSsrc(RandomGenerator secrets, long wallMillis) {
    int ssrc = secrets.nextInt();
    while (!beginsLow(ssrc, wallMillis)) {
      ssrc = secrets.nextInt();
    }
    return ssrc;
  }

  private static boolean beginsLow(int ssrc, long wallMillis) {
    for (int packetMs = SHORTEST_MS; packetMs <= LONGEST_MS; packetMs += SHORTEST_MS) {
      if (sequence(ssrc, wallMillis, packetMs) > LOWER_HALF) {
        return false;
      }
    }
    return true;
  }

  /** The finalizer of MurmurHash3: neighbours are far from each other. */
  private static long scattered(int ssrc) {
    long h = ssrc * 0x9E37_79B9_7F4A_7C15L;
    h = (h ^ h >>> 33) * 0xFF51_AFD7_ED55_8CCDL;
    h = (h ^ h >>> 33) * 0xC4CE_B9FE_1A85_EC53L;
    return h ^ h >>> 33;
  }
}
