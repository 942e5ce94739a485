package org.confocal.media;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a peer may send, by payload type. Those are the numbers of our own description, which need
 * not be those by which we send (RFC 3264 section 6.1); and the peer may change between all codecs
 * that were agreed on at any packet (section 5.1).
 *
 * @param sounds at least one
 * @param events telephone events (RFC 4733), perhaps at several clocks
 */
public record ReceivedTypes(List<Sound> sounds, List<Events> events) {

  /** Of both together. */
  public static final int MOST = 16;

  /**
   * A codec.
   *
   * @param payloadType 0 to 127
   */
  public record Sound(int payloadType, AudioCodec codec) {
    public Sound {
      requireType(payloadType);
    }
  }

  /**
   * Telephone events.
   *
   * @param payloadType 0 to 127
   * @param clockHz of their timestamps and durations
   */
  public record Events(int payloadType, int clockHz) {
    public Events {
      requireType(payloadType);
      if (clockHz < 8000 || clockHz > 48000) {
        throw new IllegalArgumentException(
            "telephone-event clock: " + clockHz + " (expected: 8000 to 48000)");
      }
    }
  }

  public ReceivedTypes {
    sounds = List.copyOf(sounds);
    events = List.copyOf(events);
    List<Integer> types = new ArrayList<>();
    sounds.forEach(sound -> types.add(sound.payloadType));
    events.forEach(event -> types.add(event.payloadType));
    Set<Integer> different = new HashSet<>(types);
    if (sounds.isEmpty() || types.size() > MOST || different.size() < types.size()) {
      throw new IllegalArgumentException(
          "payload types: "
              + types
              + " (expected: at least one codec, at most "
              + MOST
              + " types, each once)");
    }
  }

  private static void requireType(int payloadType) {
    if (payloadType < 0 || payloadType > 127) {
      throw new IllegalArgumentException("payload type: " + payloadType + " (expected: 0 to 127)");
    }
  }

  /** One codec, and events unless their type is {@link SessionParameters#NONE}. */
  static ReceivedTypes of(int payloadType, AudioCodec codec, int eventType, int eventClockHz) {
    boolean hasEvents = eventType >= 0 && eventType != payloadType;
    return new ReceivedTypes(
        List.of(new Sound(payloadType, codec)),
        hasEvents ? List.of(new Events(eventType, eventClockHz)) : List.of());
  }
}
