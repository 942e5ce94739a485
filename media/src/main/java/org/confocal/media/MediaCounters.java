package org.confocal.media;

/**
 * Totals over all loops since the start; the first two are what exists now.
 *
 * @param conferences conferences with at least one session
 * @param sessions sessions that hold ports
 * @param frames the clock of mixing
 * @param packets the sockets
 * @param buffers the jitter buffers, as of at most a quarter of a second ago
 * @param ice checks of legs that do ICE
 * @param recordings of conferences
 * @param failures faults of our own: throws of listeners and in loops
 */
public record MediaCounters(
    long conferences,
    long sessions,
    Frames frames,
    Packets packets,
    Buffers buffers,
    Ice ice,
    Recordings recordings,
    long failures) {

  /**
   * Checks of legs that do ICE.
   *
   * @param checks valid ones
   * @param refused STUN that was none: without or with wrong integrity, of another session, answers
   *     to nothing. The tries of strangers, or a peer that still uses credentials of before a
   *     restart
   */
  public record Ice(long checks, long refused) {}

  /**
   * The clock of mixing.
   *
   * @param mixed conference ticks of 20 ms that were mixed and sent
   * @param late ticks that were sent later than the settings allow
   * @param skipped ticks that were given up because the loop was far behind
   * @param maxLatenessNs the latest tick so far
   */
  public record Frames(long mixed, long late, long skipped, long maxLatenessNs) {}

  /**
   * The sockets.
   *
   * @param received valid RTP packets of accepted sources
   * @param sent RTP packets handed to the network
   * @param encoded payloads that were made: far fewer than were sent, for listeners share them
   * @param malformed datagrams that are neither RTP nor RTCP (probes, empty, garbage)
   * @param strangers RTP or RTCP from a source that the latching rule refuses
   * @param unexpected RTP with a payload type that was not agreed, or too large
   * @param sendFailed datagrams that the network refused
   * @param unauthentic SRTP or SRTCP that the key of its leg does not open, or that was there
   *     before
   */
  public record Packets(
      long received,
      long sent,
      long encoded,
      long malformed,
      long strangers,
      long unexpected,
      long sendFailed,
      long unauthentic) {}

  /**
   * The jitter buffers.
   *
   * @param lost packets that were missing when due
   * @param late packets that came after they were due
   * @param duplicate packets that came twice
   * @param reordered packets that came after a later one but in time
   * @param concealed frames of 20 ms that had to be made up, wholly or in part
   * @param recovered gaps that were filled by the redundancy of the packet behind them
   * @param expanded times that a period of the sound was repeated to lengthen the delay
   * @param accelerated times that a period was left out to shorten it
   * @param leftOut frames of 20 ms left out because a delay passed its bound or the loop was late
   * @param restarts streams that were begun anew after a jump of their numbers
   */
  public record Buffers(
      long lost,
      long late,
      long duplicate,
      long reordered,
      long concealed,
      long recovered,
      long expanded,
      long accelerated,
      long leftOut,
      long restarts) {}

  /**
   * Recordings of conferences.
   *
   * @param open that are written now
   * @param chunks pieces that were made durable
   * @param lost frames of 20 ms that are silence in the file because the disk was too slow
   * @param failed recordings that could not be written
   */
  public record Recordings(long open, long chunks, long lost, long failed) {}
}
