package org.confocal.it.kit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.confocal.it.tone.Pcm;

/**
 * What an RTP client received, in order of arrival.
 *
 * @param law how the payload is to be decoded
 */
public record Reception(G711 law, List<Packet> packets) {
  private static final int RATE_HZ = 8000;
  private static final int LONGEST_JUMP = 600 * RATE_HZ;

  public Reception {
    packets = List.copyOf(packets);
  }

  /**
   * One RTP packet.
   *
   * @param arrivalNs {@link System#nanoTime()} when it was read
   * @param sequence 0 to 65535
   * @param timestamp in samples, 32 bits
   * @param samples decoded
   */
  public record Packet(
      long arrivalNs, int sequence, long timestamp, long ssrc, int payloadType, Pcm samples) {}

  /** A time in which nothing arrived. */
  public record Gap(Duration start, Duration length) {}

  /** What arrived from {@code nanoTime} on. */
  public Reception since(long nanoTime) {
    return new Reception(law, packets.stream().filter(p -> p.arrivalNs() >= nanoTime).toList());
  }

  /** Packets that are missing between the first and the last of each stream, by their numbers. */
  public int lost() {
    int lost = 0;
    int from = 0;
    while (from < packets.size()) {
      int to = endOfStream(from);
      TreeSet<Long> numbers = new TreeSet<>();
      long last = packets.get(from).sequence();
      for (Packet packet : packets.subList(from, to)) {
        last += (short) (packet.sequence() - last);
        numbers.add(last);
      }
      lost += (int) (numbers.last() - numbers.first() + 1 - numbers.size());
      from = to;
    }
    return lost;
  }

  /** The pauses between two arrivals that are longer than {@code limit}. */
  public List<Gap> gaps(Duration limit) {
    List<Gap> gaps = new ArrayList<>();
    for (int i = 1; i < packets.size(); i++) {
      long before = packets.get(i - 1).arrivalNs();
      long pause = packets.get(i).arrivalNs() - before;
      if (pause > limit.toNanos()) {
        Duration start = Duration.ofNanos(before - packets.get(0).arrivalNs());
        gaps.add(new Gap(start, Duration.ofNanos(pause)));
      }
    }
    return gaps;
  }

  /** The audio, each packet where its timestamp puts it; what is missing is silence. */
  public Pcm audio() {
    Pcm all = new Pcm(RATE_HZ, new short[0]);
    int from = 0;
    while (from < packets.size()) {
      int to = endOfStream(from);
      all = append(all, stream(packets.subList(from, to)));
      from = to;
    }
    return all;
  }

  private int endOfStream(int from) {
    int to = from;
    while (to < packets.size() && packets.get(to).ssrc() == packets.get(from).ssrc()) {
      to++;
    }
    return to;
  }

  private static Pcm stream(List<Packet> packets) {
    long[] starts = new long[packets.size()];
    long last = packets.get(0).timestamp();
    long first = last;
    long end = last;
    for (int i = 0; i < starts.length; i++) {
      last += (int) (packets.get(i).timestamp() - last);
      starts[i] = last;
      first = Math.min(first, last);
      end = Math.max(end, last + packets.get(i).samples().samples().length);
    }
    if (end - first > LONGEST_JUMP) {
      throw new AssertionError("timestamps jump by " + (end - first) / RATE_HZ + " s");
    }
    short[] samples = new short[(int) (end - first)];
    for (int i = 0; i < starts.length; i++) {
      short[] decoded = packets.get(i).samples().samples();
      System.arraycopy(decoded, 0, samples, (int) (starts[i] - first), decoded.length);
    }
    return new Pcm(RATE_HZ, samples);
  }

  private static Pcm append(Pcm head, Pcm tail) {
    short[] both = new short[head.samples().length + tail.samples().length];
    System.arraycopy(head.samples(), 0, both, 0, head.samples().length);
    System.arraycopy(tail.samples(), 0, both, head.samples().length, tail.samples().length);
    return new Pcm(RATE_HZ, both);
  }
}
