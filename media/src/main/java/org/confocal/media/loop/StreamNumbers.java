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
  private StreamNumbers() {}

  /**
   * The sequence number of a packet that is sent now.
   *
   * @param packetMs time from packet to packet
   */
  static int sequence(int ssrc, long wallMillis, int packetMs) {
    return (int) (scattered(ssrc) + wallMillis / packetMs) & 0xFFFF;
  }

  /** The timestamp of a packet that is sent now. */
  static int timestamp(int ssrc, long wallMillis, int clockHz) {
    return (int) ((scattered(ssrc) >>> 32) + wallMillis * clockHz / 1000);
  }

  /**
   * An SSRC that nobody had, with which the sequence begins in its lower half: the peer sees no
   * wrap within the first minutes.
   */
  static int freshSsrc(RandomGenerator secrets, long wallMillis) {
    int ssrc = secrets.nextInt();
    while (sequence(ssrc, wallMillis, LoopContext.FRAME_MS) > 0x7FFF) {
      ssrc = secrets.nextInt();
    }
    return ssrc;
  }

  /** The finalizer of MurmurHash3: neighbours are far from each other. */
  private static long scattered(int ssrc) {
    long h = ssrc * 0x9E37_79B9_7F4A_7C15L;
    h = (h ^ h >>> 33) * 0xFF51_AFD7_ED55_8CCDL;
    h = (h ^ h >>> 33) * 0xC4CE_B9FE_1A85_EC53L;
    return h ^ h >>> 33;
  }
}
