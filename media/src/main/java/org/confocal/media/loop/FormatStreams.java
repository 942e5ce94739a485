package org.confocal.media.loop;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one format in a conference: one for each {@link Program} that somebody hears, and
 * a few {@link Bridge bridges} between them.
 */
final class FormatStreams {

  /** Who finds all of them taken goes over at once: that may be heard for a moment. */
  static final int MOST_BRIDGES = 4;

  final StreamFormat format;

  /** How many sessions have this format. */
  int users;

  private final LoopContext context;
  private final Map<Program, EncodedStream> streams = new EnumMap<>(Program.class);
  private final List<Bridge> bridges = new ArrayList<>(MOST_BRIDGES);

  FormatStreams(StreamFormat format, LoopContext context) {
    this.format = format;
    this.context = context;
  }

  /** The stream of what many hear. */
  EncodedStream of(Program program) {
    EncodedStream stream = streams.get(program);
    if (stream == null) {
      stream = new EncodedStream(format, context);
      streams.put(program, stream);
    }
    return stream;
  }

  /**
   * The bridge that begins in this tick.
   *
   * @param origin the stream that is left, null for whoever comes new
   * @return null if there is none for this step and no more can be had
   */
  @Nullable Bridge bridge(@Nullable EncodedStream origin, Program from, Program goal, long frame) {
    Bridge free = null;
    for (int i = 0; i < bridges.size(); i++) {
      Bridge bridge = bridges.get(i);
      if (bridge.fits(origin, goal, frame)) {
        return bridge;
      }
      if (!bridge.stream.inUse(frame)) {
        free = bridge;
      }
    }
    if (free == null && bridges.size() < MOST_BRIDGES) {
      free = new Bridge(new EncodedStream(format, context));
      bridges.add(free);
    }
    if (free != null) {
      free.begin(origin, from, goal, frame);
    }
    return free;
  }

  /** How many encoders there are. */
  int encoders() {
    return streams.size() + bridges.size();
  }

  /** Ticks were given up. */
  void skip(long frame, long frames) {
    streams.forEach((program, stream) -> stream.skip(frame, frames));
    bridges.forEach(bridge -> bridge.stream.skip(frame, frames));
  }

  /** Nobody uses them any more. */
  void close() {
    streams.forEach((program, stream) -> stream.close());
    bridges.forEach(bridge -> bridge.stream.close());
    streams.clear();
    bridges.clear();
  }
}
