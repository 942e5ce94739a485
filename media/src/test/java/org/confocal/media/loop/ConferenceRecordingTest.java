package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.confocal.media.AudioCodec;
import org.confocal.media.codec.AudioDecoder;
import org.confocal.media.codec.OpusCodecs;
import org.confocal.media.record.DurablePart;
import org.confocal.media.record.Notes;
import org.confocal.media.record.OggPackets;
import org.confocal.media.record.RecordingFormat;
import org.confocal.media.record.RecordingParameters;
import org.confocal.media.record.RecordingRing;
import org.confocal.media.record.RecordingWriter;
import org.confocal.media.sound.Playback;
import org.confocal.media.sound.Tone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out of a conference into its recording. */
class ConferenceRecordingTest {
  private static final double LOUD = Phone.AMPLITUDE;

  @TempDir Path directory;

  private final Studio studio = new Studio();
  private final Notes notes = new Notes();
  private final RecordingWriter writer =
      new RecordingWriter(
          OpusCodecs.choose(OpusCodecs.Library.AUTO),
          () -> 1_800_000_000_000L + studio.nowNs / 1_000_000,
          notes);
  private boolean diskStands;

  ConferenceRecordingTest() {
    studio.afterEachStep(
        () -> {
          if (!diskStands) {
            writer.turn();
          }
        });
  }

  private void record(RecordingFormat format, int rateHz) {
    RecordingParameters parameters =
        new RecordingParameters(
            "r1",
            directory,
            format,
            rateHz,
            24_000,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            DurablePart.NONE);
    RecordingRing ring = new RecordingRing(parameters);
    studio.tellAll(
        room -> {
          if (room.recording.begin("r1", rateHz, ring)) {
            room.changed();
            writer.open(Studio.ROOM, parameters, ring);
          }
        });
  }

  private void stop() {
    studio.tellAll(room -> room.recording.end("r1"));
    writer.turn();
  }

  private byte[] file() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return Files.readAllBytes(all.get(0));
    }
  }

  private short[] wav() throws IOException {
    byte[] bytes = file();
    short[] samples = new short[(bytes.length - 44) / 2];
    ByteBuffer.wrap(bytes, 44, 2 * samples.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asShortBuffer()
        .get(samples);
    return samples;
  }

  private static double hears(short[] samples, int rateHz, double hz) {
    return Goertzel.amplitude(
        Arrays.copyOfRange(samples, samples.length - rateHz, samples.length), hz, rateHz);
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 16_000, 48_000})
  void theSineOfALegIsInTheFileForAsLongAsItWasRecorded(int rateHz) throws IOException {
    studio.join("ada", 500);
    studio.join("bob", 1100);

    record(RecordingFormat.WAV, rateHz);
    studio.run(3000);
    stop();

    short[] samples = wav();
    assertThat(samples).hasSize(3 * rateHz);
    assertThat(hears(samples, rateHz, 500)).isCloseTo(LOUD, within(0.1 * LOUD));
    assertThat(hears(samples, rateHz, 1100)).isCloseTo(LOUD, within(0.1 * LOUD));
    assertThat(hears(samples, rateHz, 800)).isLessThan(0.02 * LOUD);
    assertThat(notes.chunks).hasSize(4);
    assertThat(notes.last().toMs()).isEqualTo(3000);
  }

  @Test
  void theSineOfALegIsInTheOpusFileForAsLongAsItWasRecorded() throws IOException {
    studio.join("ada", 500);
    studio.join("bob", 1100, AudioCodec.OPUS);

    record(RecordingFormat.OPUS, 48_000);
    studio.run(2000);
    stop();

    List<byte[]> packets = OggPackets.of(file());
    assertThat(packets).hasSize(2 + 100);
    AudioDecoder decoder = OpusCodecs.choose(OpusCodecs.Library.AUTO).decoder(48_000);
    short[] all = new short[100 * 960];
    short[] one = new short[5760];
    for (int i = 0; i < 100; i++) {
      byte[] packet = packets.get(2 + i);
      int count = decoder.decode(packet, 0, packet.length, one);
      assertThat(count).isEqualTo(960);
      System.arraycopy(one, 0, all, 960 * i, count);
    }
    assertThat(hears(all, 48_000, 500)).isCloseTo(LOUD, within(0.3 * LOUD));
    assertThat(hears(all, 48_000, 1100)).isCloseTo(LOUD, within(0.3 * LOUD));
  }

  @Test
  void whoIsAloneIsRecordedAndDoesNotHearHimself() throws IOException {
    Phone ada = studio.join("ada", 500);

    record(RecordingFormat.WAV, 16_000);
    studio.run(2000);
    stop();

    assertThat(hears(wav(), 16_000, 500)).isCloseTo(LOUD, within(0.1 * LOUD));
    assertThat(ada.hears(500)).isLessThan(0.02 * LOUD);
  }

  @Test
  void whatIsPlayedToAllIsRecorded() throws IOException {
    studio.join("ada", 500);
    studio.join("bob", 1100);
    Tone tone = new Tone(List.of(1700), -15, Duration.ofSeconds(5), Duration.ZERO, 1);

    record(RecordingFormat.WAV, 16_000);
    studio.tellAll(room -> room.players.play(Playback.once("gong", tone)));
    studio.run(2000);
    stop();

    assertThat(hears(wav(), 16_000, 1700)).isCloseTo(LOUD, within(0.1 * LOUD));
  }

  @Test
  void whenTheDiskIsSlowFramesAreLeftOutAndCountedAndTheFileKeepsItsTime() throws IOException {
    studio.join("ada", 500);
    studio.join("bob", 1100);
    record(RecordingFormat.WAV, 16_000);
    studio.run(1000);

    diskStands = true;
    studio.run(2000);
    diskStands = false;
    studio.run(2000);
    stop();

    assertThat(studio.count(Counter.RECORDING_LOST)).isEqualTo(50);
    assertThat(wav()).hasSize(5 * 16_000);
    assertThat(notes.failures).isEmpty();
  }

  @Test
  void aFileKeepsItsRateAndItsTimeWhenThatOfTheConferenceChanges() throws IOException {
    studio.join("ada", 500);
    record(RecordingFormat.WAV, 16_000);
    studio.run(1000);

    studio.join("bob", 1100, AudioCodec.OPUS);
    studio.run(1000);
    studio.close("bob", 1);
    studio.run(1000);
    stop();

    assertThat(wav()).hasSize(3 * 16_000);
    assertThat(hears(wav(), 16_000, 500)).isCloseTo(LOUD, within(0.1 * LOUD));
  }

  @Test
  void whatIsOrderedAgainGoesOn() throws IOException {
    studio.join("ada", 500);
    record(RecordingFormat.WAV, 16_000);
    studio.run(1000);

    record(RecordingFormat.WAV, 16_000);
    studio.run(1000);
    stop();

    assertThat(wav()).hasSize(2 * 16_000);
  }

  @Test
  void itEndsWithTheLastLegAndGoesOnWhenOneComesBack() throws IOException {
    studio.join("ada", 500);
    record(RecordingFormat.WAV, 16_000);
    studio.run(1000);

    studio.close("ada", 1);
    studio.run(500);
    assertThat(notes.last().last()).isTrue();
    studio.join("bob", 1100);
    record(RecordingFormat.WAV, 16_000);
    studio.run(1000);
    stop();

    assertThat(wav().length).isCloseTo(5 * 16_000 / 2, within(2 * 320));
    assertThat(hears(wav(), 16_000, 1100)).isGreaterThan(0.8 * LOUD);
  }

  @Test
  void ticksThatWereGivenUpAreSilence() throws IOException {
    studio.join("ada", 500);
    studio.join("bob", 1100);
    record(RecordingFormat.WAV, 16_000);
    studio.run(1000);

    studio.stall(400);
    studio.run(600);
    stop();

    assertThat(studio.count(Counter.FRAMES_SKIPPED)).isPositive();
    assertThat(wav().length).isCloseTo(2 * 16_000, within(320));
  }
}
