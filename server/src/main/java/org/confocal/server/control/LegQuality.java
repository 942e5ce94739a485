package org.confocal.server.control;

import java.util.List;
import java.util.Optional;
import org.confocal.engine.id.FocusKey;
import org.confocal.media.SessionRecord;

/**
 * How the sound of one leg does, as an operator sees it.
 *
 * @param leg its number in the conference
 * @param packets RTP packets that came from it
 * @param lost packets of its that were missing when due
 * @param late packets that came after that
 * @param jitterMs of its packets, as RFC 3550 counts it
 * @param bufferMs how long the earliest packets wait in its jitter buffer
 * @param depthMs how much of its sound waits there
 * @param throughMs from the arrival of a packet to the sending of the mix that holds it; absent
 *     while nothing came
 * @param peer what it reports of what we send; absent while it has reported nothing
 */
public record LegQuality(
    int leg,
    long packets,
    long lost,
    long late,
    double jitterMs,
    int bufferMs,
    int depthMs,
    Optional<Double> throughMs,
    Optional<Peer> peer) {
  private static final double US_PER_MS = 1000;

  /**
   * What the peer reports.
   *
   * @param roundTripMs absent while it is not known
   * @param lostPercent in its last interval
   * @param lost in all
   * @param jitterMs of our packets at its place
   */
  public record Peer(Optional<Double> roundTripMs, double lostPercent, long lost, double jitterMs) {
    private static Peer of(SessionRecord.PeerReport r) {
      return new Peer(ms(r.roundTripUs()), r.lostPercent(), r.lost(), r.jitterUs() / US_PER_MS);
    }
  }

  /** The legs of one conference whose sound is in this media plane. */
  public static List<LegQuality> of(FocusKey conference, List<SessionRecord> inventory) {
    return inventory.stream()
        .filter(r -> r.id().conferenceKey().equals(conference.value()))
        .map(LegQuality::of)
        .sorted(java.util.Comparator.comparingInt(LegQuality::leg))
        .toList();
  }

  private static LegQuality of(SessionRecord record) {
    SessionRecord.Reception r = record.reception();
    return new LegQuality(
        Integer.parseInt(record.id().leg()),
        r.packets(),
        r.lost(),
        r.late(),
        r.jitterUs() / US_PER_MS,
        r.delayMs(),
        r.depthMs(),
        ms(r.throughUs()),
        record.peer().reports() == 0 ? Optional.empty() : Optional.of(Peer.of(record.peer())));
  }

  private static Optional<Double> ms(int us) {
    return us < 0 ? Optional.empty() : Optional.of(us / US_PER_MS);
  }
}
