package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.confocal.media.AudioCodec;
import org.confocal.media.CommandResult;
import org.confocal.media.Digits;
import org.confocal.media.MediaDirection;
import org.confocal.media.OpusTerms;
import org.confocal.media.SessionParameters;
import org.confocal.media.rtp.TelephoneEvents;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that we press towards a phone. */
class KeySenderTest {

  private static final int EVENTS = 110;

  private final Studio studio = new Studio();
  private @Nullable Phone joined;

  private Phone ada() {
    return Objects.requireNonNull(joined);
  }

  private void connect(AudioCodec codec, int eventType, int clockHz, MediaDirection direction) {
    if (joined == null) {
      joined = studio.join("ada", 1, codec);
      ada().sending = false;
      studio.join("bob", 1000, AudioCodec.PCMU);
    }
    studio.connect(
        "ada",
        1,
        new SessionParameters(
            ada().address,
            ada().address,
            codec,
            codec.ownPayloadType(),
            20,
            eventType,
            clockHz,
            OpusTerms.UNSAID,
            direction,
            false,
            false));
    studio.run(500);
    studio.forgetAll();
  }

  private CommandResult press(String keys) {
    List<CommandResult> results = new ArrayList<>();
    studio.tell("ada", leg -> results.add(leg.press(new Digits(keys))));
    return results.get(0);
  }

  /** What a phone understands, each with its length. */
  private List<String> understood(int clockHz) {
    TelephoneEvents events = new TelephoneEvents();
    events.clock(clockHz);
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < ada().payloads.size(); i++) {
      if (ada().payloadTypes.get(i) == EVENTS) {
        byte[] payload = ada().payloads.get(i);
        char key =
            events.onPacket(
                ByteBuffer.wrap(payload),
                0,
                payload.length,
                ada().timestamps.get(i),
                i * 20_000_000L);
        if (key != 0) {
          keys.add(key + " " + events.durationMs());
        }
      }
    }
    return keys;
  }

  @ParameterizedTest
  @CsvSource({"PCMU, 8000", "G722, 8000", "OPUS, 48000", "OPUS, 8000"})
  void keysAreUnderstoodAtTheirClockAndSoundPausesMeanwhile(AudioCodec codec, int clockHz) {
    connect(codec, EVENTS, clockHz, MediaDirection.SENDRECV);

    CommandResult result = press("1#A*1");
    studio.run(2000);

    assertThat(result).isEqualTo(new CommandResult.Done());
    assertThat(understood(clockHz)).containsExactly("1 120", "# 120", "A 120", "* 120", "1 120");
    assertThat(ada().gaps).as("of the sequence").isZero();
    int first = ada().payloadTypes.indexOf(EVENTS);
    int last = ada().payloadTypes.lastIndexOf(EVENTS);
    assertThat(ada().payloadTypes.subList(first, last)).containsOnly(EVENTS);
    assertThat(last - first + 1).as("6 updates and 2 more ends each").isEqualTo(5 * 8);
  }

  @Test
  void soundGoesOnAfterThemWhereItsClockStands() {
    connect(AudioCodec.PCMU, EVENTS, 8000, MediaDirection.SENDRECV);
    int before = ada().lastTimestamp;

    press("5");
    studio.run(500);
    int after = ada().lastTimestamp;
    studio.forgetAll();
    studio.run(500);

    assertThat(after - before).isEqualTo(25 * 160);
    assertThat(ada().hears(1000)).isGreaterThan(0.9 * Phone.AMPLITUDE);
  }

  @Test
  void moreThanMayWaitAreRefusedAsAWhole() {
    connect(AudioCodec.PCMU, EVENTS, 8000, MediaDirection.SENDRECV);
    press("1".repeat(60));

    CommandResult tooMany = press("22222");
    CommandResult fitting = press("2222");
    studio.run(64 * 240 + 200);

    assertThat(tooMany).isEqualTo(new CommandResult.Busy());
    assertThat(fitting).isEqualTo(new CommandResult.Done());
    assertThat(understood(8000)).hasSize(64).endsWith("1 120", "2 120", "2 120", "2 120", "2 120");
  }

  @Test
  void aPeerWithoutEventsIsPressedNothing() {
    connect(AudioCodec.PCMU, SessionParameters.NONE, 8000, MediaDirection.SENDRECV);

    assertThat(press("1")).isEqualTo(new CommandResult.NoEvents());
  }

  @Test
  void keysForAHeldPeerAreRefusedAndThoseThatWaitedForgotten() {
    connect(AudioCodec.PCMU, EVENTS, 8000, MediaDirection.SENDRECV);
    press("5".repeat(20));
    connect(AudioCodec.PCMU, EVENTS, 8000, MediaDirection.INACTIVE);
    CommandResult held = press("7");
    studio.run(500);
    int whileHeld = ada().received;

    connect(AudioCodec.PCMU, EVENTS, 8000, MediaDirection.SENDRECV);
    studio.forgetAll();
    press("8");
    studio.run(500);

    assertThat(held).isEqualTo(new CommandResult.NoEvents());
    assertThat(whileHeld).isZero();
    assertThat(understood(8000)).containsExactly("8 120");
  }

  @Test
  void aPeerThatTakesNoneAnyMoreGetsSoundAgainAtOnce() {
    connect(AudioCodec.PCMU, EVENTS, 8000, MediaDirection.SENDRECV);
    press("123456");

    connect(AudioCodec.PCMU, SessionParameters.NONE, 8000, MediaDirection.SENDRECV);
    studio.run(500);

    assertThat(ada().payloadTypes).doesNotContain(EVENTS);
    assertThat(ada().received).isBetween(24, 26);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "1 2", "12E", "1,2"})
  void whatIsNoKeyIsRefused(String keys) {
    assertThatThrownBy(() -> new Digits(keys))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 64 of 0123456789*#ABCD");
    assertThatThrownBy(() -> new Digits("1".repeat(65)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
