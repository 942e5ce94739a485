package org.confocal.media.loop;

import org.confocal.media.record.RecordingRing;
import org.jspecify.annotations.Nullable;

/**
 * Where a conference is recorded: gives away what somebody hears who only listens, frame by frame,
 * and waits for nobody.
 */
final class RecordingTap {
  private final LoopCounters counters;
  private String id = "";
  private int rateHz;
  private @Nullable RecordingRing ring;
  private @Nullable RateMix mix;

  RecordingTap(LoopCounters counters) {
    this.counters = counters;
  }

  boolean on() {
    return ring != null;
  }

  /** Whether this rate of the mix is wanted. */
  boolean wants(int hz) {
    return ring != null && hz == rateHz;
  }

  int rateHz() {
    return rateHz;
  }

  /**
   * Begins to record, in place of what was recorded before; {@link MediaConference#changed} brings
   * the mix.
   *
   * @return false if that is being recorded: it goes on by the ring that it has
   */
  boolean begin(String newId, int newRateHz, RecordingRing newRing) {
    RecordingRing now = ring;
    if (now != null && id.equals(newId) && !now.abandoned()) {
      return false;
    }
    end();
    id = newId;
    rateHz = newRateHz;
    ring = newRing;
    return true;
  }

  /** Ends that recording; nothing happens if it is another one. */
  void end(String which) {
    if (id.equals(which)) {
      end();
    }
  }

  void end() {
    if (ring != null) {
      ring.end();
    }
    ring = null;
    mix = null;
  }

  void stand(RateMix newMix) {
    mix = newMix;
  }

  /** A tick was mixed. */
  void take() {
    RecordingRing to = ring;
    RateMix from = mix;
    if (to == null || from == null) {
      return;
    }
    if (to.abandoned()) {
      end();
    } else if (!to.offer(from.all)) {
      counters.increment(Counter.RECORDING_LOST);
    }
  }

  /** Ticks were given up. */
  void skip(long frames) {
    if (ring != null) {
      ring.skip(frames);
    }
  }
}
