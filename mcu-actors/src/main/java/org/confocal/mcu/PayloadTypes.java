package org.confocal.mcu;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.confocal.engine.mcu.Codec;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.media.AudioCodec;
import org.confocal.media.ReceivedTypes;

/**
 * Numbers for what we offer: what had one keeps it, and no number changes its meaning as long as
 * the session lasts. RFC 3264 section 8.3.2. Used for one description.
 */
final class PayloadTypes {
  private static final int FIRST_DYNAMIC = 96;
  private static final int LAST_DYNAMIC = 127;

  private final List<Codec> before;
  private final Set<Integer> taken = new HashSet<>();

  /**
   * Begins a description.
   *
   * @param before the lines of our last one
   */
  PayloadTypes(List<Codec> before) {
    this.before = before;
    before.forEach(line -> taken.add(line.payloadType()));
  }

  /** A line under the number that it had, else under the wished one, else under a free one. */
  Codec numbered(int wished, String name, int clockHz, int channels, String parameters) {
    int type =
        before.stream()
            .filter(line -> same(line, name, clockHz, channels))
            .map(Codec::payloadType)
            .findFirst()
            .orElseGet(() -> free(wished));
    taken.add(type);
    return new Codec(type, name, clockHz, channels, parameters);
  }

  private static boolean same(Codec line, String name, int clockHz, int channels) {
    return line.name().equalsIgnoreCase(name)
        && line.clockRateHz() == clockHz
        && line.channels() == channels;
  }

  private int free(int wished) {
    int type = wished;
    for (int next = LAST_DYNAMIC; taken.contains(type) && next >= FIRST_DYNAMIC; next--) {
      type = next;
    }
    return type;
  }

  /**
   * What the peer may send: our numbers, for he sends by those (RFC 3264 section 6.1), and his own
   * as well, where they mean nothing else, for many send by those.
   *
   * @param chosen his line of the codec that we send
   */
  static ReceivedTypes received(StreamDescriptor ours, StreamDescriptor theirs, Codec chosen) {
    Set<Integer> types = new HashSet<>();
    List<ReceivedTypes.Sound> sounds = new ArrayList<>();
    List<ReceivedTypes.Events> events = new ArrayList<>();
    List<Codec> lines = new ArrayList<>(agreed(ours, theirs));
    lines.add(chosen);
    lines.addAll(agreed(theirs, ours));
    for (Codec line : lines) {
      if (types.size() < ReceivedTypes.MOST && types.add(line.payloadType())) {
        Optional<AudioCodec> codec = OfferAnswer.kind(line);
        codec.ifPresent(c -> sounds.add(new ReceivedTypes.Sound(line.payloadType(), c)));
        if (codec.isEmpty()) {
          events.add(new ReceivedTypes.Events(line.payloadType(), line.clockRateHz()));
        }
      }
    }
    return new ReceivedTypes(sounds, events);
  }

  /** The lines of one that the other has too, under whatever number. */
  private static List<Codec> agreed(StreamDescriptor of, StreamDescriptor with) {
    return of.codecs().stream()
        .filter(
            line ->
                OfferAnswer.kind(line).isPresent()
                    || line.name().equalsIgnoreCase(OfferAnswer.EVENTS))
        .filter(line -> line.clockRateHz() >= 8000 && line.clockRateHz() <= 48_000)
        .filter(
            line ->
                with.codecs().stream()
                    .anyMatch(o -> same(o, line.name(), line.clockRateHz(), line.channels())))
        .toList();
  }
}
