package org.confocal.media.jitter;

/**
 * Goes on when the sound breaks off: whole periods of what was heard last are repeated and fade to
 * silence. Also the fade of what a codec makes up, and the bridge from what was made up to what
 * comes then. The idea is that of ITU-T G.711 Appendix I, without its delay of 3.75 ms: the step
 * where the repetition begins is taken away by an offset that dies out.
 */
final class Concealment {

  /** How long sound is made up at most. */
  static final int FADED_MS = 60;

  private static final int FULL_MS = 10;
  private static final int BRIDGE_MS = 5;
  private static final int CODEC_FADED_MS = 120;
  private static final int CODEC_FULL_MS = 60;

  private enum Kind {
    NONE,
    REPEATS,
    CODEC
  }

  private final int perMs;
  private final PitchSearch pitch;
  private final short[] loop;
  private final short[] bridge;
  private Kind kind = Kind.REPEATS; // of nothing: the first sound rises out of silence
  private int length = 1;
  private int position;
  private float gain;
  private float step;
  private int full;
  private float offset;
  private float offsetStep;

  Concealment(int rateHz, PitchSearch pitch) {
    this.perMs = rateHz / 1000;
    this.pitch = pitch;
    this.loop = new short[pitch.maxLag()];
    this.bridge = new short[BRIDGE_MS * perMs];
  }

  boolean active() {
    return kind != Kind.NONE;
  }

  /** Whether all that was heard has faded. */
  boolean silent() {
    return kind != Kind.NONE && gain <= 0;
  }

  /** Whether it is the codec that goes on. */
  boolean byCodec() {
    return kind == Kind.CODEC;
  }

  /** Begins to repeat what is last in the reservoir. */
  void begin(Reservoir reservoir) {
    short[] samples = reservoir.samples();
    int end = reservoir.to();
    pitch.back(samples, end - pitch.window());
    length = pitch.maxLag() / pitch.lag() * pitch.lag();
    System.arraycopy(samples, end - length, loop, 0, length);
    int seam = length / 4;
    Blend.cross(loop, length - seam, samples, end - length - seam, loop, length - seam, seam);
    offset = samples[end - 1] - samples[end - length - 1];
    offsetStep = offset / seam;
    position = 0;
    start(Kind.REPEATS, FULL_MS, FADED_MS);
    if (pitch.peak() == 0) {
      gain = 0;
    }
  }

  /** The codec goes on. */
  void beginByCodec() {
    start(Kind.CODEC, CODEC_FULL_MS, CODEC_FADED_MS);
  }

  private void start(Kind newKind, int fullMs, int fadedMs) {
    kind = newKind;
    gain = 1;
    full = fullMs * perMs;
    step = 1f / ((fadedMs - fullMs) * perMs);
  }

  /** What was heard shall end at once, as far as that goes without a click. */
  void hush() {
    full = 0;
    step = 1f / (BRIDGE_MS * perMs);
  }

  /** Nothing was heard: the next sound rises out of silence. */
  void forget() {
    kind = Kind.REPEATS;
    gain = 0;
    full = 0;
    offset = 0;
  }

  /** Makes up the next samples. */
  void fill(short[] out, int count) {
    for (int i = 0; i < count; i++) {
      float value = loop[position] + offset;
      position = position + 1 == length ? 0 : position + 1;
      offset = Math.abs(offset) <= Math.abs(offsetStep) ? 0 : offset - offsetStep;
      out[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value * fadedGain()));
    }
  }

  /** Fades what a codec made up. */
  void fade(short[] made, int count) {
    for (int i = 0; i < count; i++) {
      made[i] = (short) (made[i] * fadedGain());
    }
  }

  private float fadedGain() {
    if (full > 0) {
      full--;
    } else {
      gain = Math.max(0, gain - step);
    }
    return gain;
  }

  /** Sound comes again: goes over to it. */
  void end(short[] sound, int at, int count) {
    int bridged = Math.min(count, bridge.length);
    if (kind == Kind.REPEATS && gain > 0) {
      fill(bridge, bridged);
      Blend.cross(bridge, 0, sound, at, sound, at, bridged);
    } else if (kind != Kind.NONE && gain < 1) {
      Blend.rise(sound, at, bridged, Math.max(0, gain));
    }
    kind = Kind.NONE;
  }
}
