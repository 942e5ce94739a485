package org.confocal.media.loop;

import java.util.Arrays;
import org.confocal.media.MediaSettings;
import org.confocal.media.SessionId;
import org.jspecify.annotations.Nullable;

/** A leg on another loop, as the legs on this one hear it. */
final class RemoteVoice {

  private static final int TICKS_PER_SECOND = 1000 / LoopContext.FRAME_MS;

  final SessionId id;
  final Voice voice;

  /** Whether a leg here hears it apart from what all hear, so that it must not be forgotten. */
  boolean named;

  /** Whether the listener was told that it talks. */
  boolean toldTalking;

  /** Whether it is among the loudest of all in this tick. */
  boolean chosen;

  /** When it was last in use. */
  long usedTick;

  /** Where it is found in this tick; null if nothing came. */
  @Nullable TalkReader reader;

  int talk;

  private short[] frame = new short[0];

  RemoteVoice(SessionId id, MediaSettings.Mix settings) {
    this.id = id;
    this.voice = new Voice(id.leg(), settings);
  }

  /** A tick begins: nothing has come of it yet. */
  void begin() {
    chosen = false;
    reader = null;
  }

  /** Something came, there. */
  void at(TalkReader newReader, int newTalk) {
    reader = newReader;
    talk = newTalk;
  }

  /** Room for a frame of so many samples. */
  short[] frame(int samples, int mixHz) {
    if (frame.length != samples) {
      frame = new short[samples];
      stand(mixHz);
    }
    return frame;
  }

  /** The conference mixes here at another rate. */
  void stand(int mixHz) {
    if (frame.length > 0) {
      voice.stand(frame.length * TICKS_PER_SECOND, mixHz);
    }
  }

  /** What was copied is not to be heard. */
  void silence() {
    Arrays.fill(frame, (short) 0);
  }

  boolean contribute(boolean alone, int[] sum) {
    return voice.contribute(frame, alone, sum);
  }

  /** Whether there is something of it to be heard yet. */
  boolean audible() {
    Contribution contribution = voice.contribution();
    return contribution != null && contribution.audible();
  }

  /** Heard by all; who talks to some only is not told to all. */
  boolean talks() {
    return voice.talking && !voice.apart();
  }

  /** Nobody would miss it. */
  boolean spare() {
    return !named && !chosen && !voice.talking && !toldTalking && !audible();
  }
}
