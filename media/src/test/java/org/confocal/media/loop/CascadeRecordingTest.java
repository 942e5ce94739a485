package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.confocal.media.AudioCodec;
import org.confocal.media.CommandResult;
import org.confocal.media.codec.OpusCodecs;
import org.confocal.media.record.DurablePart;
import org.confocal.media.record.Notes;
import org.confocal.media.record.RecordingFormat;
import org.confocal.media.record.RecordingParameters;
import org.confocal.media.record.RecordingRing;
import org.confocal.media.record.RecordingWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recording of a conference that is on two loops. */
class CascadeRecordingTest {

  private static final int RATE = 48_000;

  @TempDir Path directory;

  private final Campus campus = new Campus(2, 2);
  private final Notes notes = new Notes();
  private final RecordingWriter writer =
      new RecordingWriter(
          OpusCodecs.choose(OpusCodecs.Library.AUTO), () -> 1_800_000_000_000L, notes);

  /** Two narrowband legs at home, two wideband ones elsewhere. */
  private void join() {
    campus.join("ada", 500).amplitude = 0;
    campus.join("bob", 1100).amplitude = 0;
    campus.join("cid", 9000, AudioCodec.OPUS);
    campus.join("dan", 2300, AudioCodec.OPUS).amplitude = 0;
  }

  private void record() {
    RecordingParameters parameters =
        new RecordingParameters(
            "r1",
            directory,
            RecordingFormat.WAV,
            RATE,
            24_000,
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            DurablePart.NONE);
    RecordingRing ring = new RecordingRing(parameters);
    int home = campus.routes.home(Campus.ROOM);
    campus.<CommandResult>ask(
        done -> {
          campus.loops[home].loop.onConference(
              Campus.ROOM,
              1,
              done,
              room -> {
                room.recording.begin("r1", RATE, ring);
                room.changed();
                writer.open(Campus.ROOM, parameters, ring);
              });
        });
  }

  @Test
  void itHasTheWholeBandOfWhoIsElsewhere() throws IOException {
    join();
    campus.run(500);

    record();
    campus.run(2000);
    writer.close();

    byte[] bytes = Files.readAllBytes(directory.resolve(notes.last().part()));
    short[] last = new short[RATE];
    ByteBuffer.wrap(bytes, bytes.length - 2 * RATE, 2 * RATE)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asShortBuffer()
        .get(last);
    assertThat(Goertzel.amplitude(last, 9000, RATE)).isGreaterThan(0.5 * Phone.AMPLITUDE);
  }

  @Test
  void itEndsWhenThePlaneEnds() {
    join();
    record();
    campus.run(1500);
    int home = campus.routes.home(Campus.ROOM);

    campus.loops[home].loop.onShutdown(campus.nowNs);
    campus.loops[1 - home].loop.onShutdown(campus.nowNs);
    writer.turn();

    assertThat(writer.active()).isZero();
    assertThat(notes.last().last()).isTrue();
  }
}
