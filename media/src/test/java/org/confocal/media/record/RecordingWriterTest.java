package org.confocal.media.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.confocal.media.codec.OpusCodecs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The writer, turned by hand, and a clock that the test sets. */
class RecordingWriterTest {
  private static final String ROOM = "room";
  private static final int RATE = 8000;
  private static final int FRAME = 160;

  @TempDir Path directory;

  private long nowMillis = 1_800_000_000_000L;
  private final Notes notes = new Notes();
  private RecordingWriter writer = newWriter();

  private RecordingWriter newWriter() {
    return new RecordingWriter(OpusCodecs.choose(OpusCodecs.Library.AUTO), () -> nowMillis, notes);
  }

  private RecordingParameters parameters(Path at, RecordingFormat format, DurablePart known) {
    return new RecordingParameters(
        "r1", at, format, RATE, 16_000, Duration.ofSeconds(1), Duration.ofSeconds(2), known);
  }

  private RecordingRing begin(Path at, RecordingFormat format, DurablePart known) {
    RecordingParameters parameters = parameters(at, format, known);
    RecordingRing ring = new RecordingRing(parameters);
    writer.open(ROOM, parameters, ring);
    writer.turn();
    return ring;
  }

  /** Speaks so long, a frame at a time. */
  private void speak(RecordingRing ring, int frames) {
    short[] frame = new short[FRAME];
    java.util.Arrays.fill(frame, (short) 1000);
    for (int i = 0; i < frames; i++) {
      nowMillis += 20;
      ring.offer(frame);
      writer.turn();
    }
  }

  private static List<Path> files(Path at) throws IOException {
    try (Stream<Path> files = Files.list(at)) {
      return files.sorted().toList();
    }
  }

  /** Whether each frame of 20 ms has sound. */
  private static String sound(Path wav) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(wav)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.getInt(40)).isEqualTo(bytes.capacity() - WavFile.HEADER);
    StringBuilder frames = new StringBuilder();
    for (int at = WavFile.HEADER; at < bytes.capacity(); at += 2 * FRAME) {
      frames.append(bytes.getShort(at) == 0 ? '.' : '#');
    }
    return frames.toString();
  }

  /** The disk as it is found when the process was killed now. */
  private Path killed(Path at) throws IOException {
    Path found = directory.resolve("found");
    Files.createDirectories(found);
    for (Path file : files(at)) {
      Files.copy(file, found.resolve(file.getFileName()));
    }
    writer = newWriter();
    return found;
  }

  @ParameterizedTest
  @EnumSource
  void eachSecondAChunkIsToldAndIsOnDisk(RecordingFormat format) throws IOException {
    Path at = directory.resolve("new/r1");
    RecordingRing ring = begin(at, format, DurablePart.NONE);

    speak(ring, 49);
    assertThat(notes.chunks).isEmpty();
    speak(ring, 76);
    ring.end();
    writer.turn();

    String name = "20270115T080000.000Z." + format.suffix();
    assertThat(notes.chunks)
        .extracting(RecordedChunk::part, RecordedChunk::number, RecordedChunk::toMs)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(name, 1, 1000L),
            org.assertj.core.groups.Tuple.tuple(name, 2, 2000L),
            org.assertj.core.groups.Tuple.tuple(name, 3, 2500L));
    assertThat(notes.last().last()).isTrue();
    assertThat(notes.last().fromMs()).isEqualTo(2000);
    assertThat(notes.last().bytes()).isEqualTo(Files.size(at.resolve(name)));
    assertThat(writer.active()).isZero();
    assertThat(writer.chunks()).isEqualTo(3);
  }

  @Test
  void whatIsLeftOutIsSilenceSoThatTheFileKeepsItsTime() throws IOException {
    RecordingRing ring = begin(directory, RecordingFormat.WAV, DurablePart.NONE);
    short[] frame = new short[FRAME];
    frame[0] = 1;
    speak(ring, 2);

    int taken = 0;
    for (int i = 0; i < 103; i++) {
      taken += ring.offer(frame) ? 1 : 0;
    }
    writer.turn();
    ring.offer(frame);
    ring.skip(2);
    ring.offer(frame);
    ring.skip(1);
    ring.end();
    writer.turn();

    assertThat(taken).isEqualTo(100);
    assertThat(sound(files(directory).get(0))).isEqualTo("#".repeat(102) + "...#..#.");
  }

  @ParameterizedTest
  @EnumSource
  void afterAKillItGoesOnInTheSameFileBehindSilence(RecordingFormat format) throws IOException {
    Path before = directory.resolve("before");
    RecordingRing ring = begin(before, format, DurablePart.NONE);
    speak(ring, 120);
    DurablePart known = new DurablePart(notes.last().part(), notes.last().toMs());

    Path found = killed(before);
    nowMillis += 3000;
    RecordingRing again = begin(found, format, known);
    speak(again, 10);
    again.end();
    writer.turn();

    assertThat(known.millis()).isEqualTo(2000);
    assertThat(files(found)).hasSize(1);
    assertThat(notes.last().part()).isEqualTo(known.name());
    assertThat(notes.last().toMs()).isEqualTo(120 * 20 + 3000 + 10 * 20);
    Path file = files(found).get(0);
    if (format == RecordingFormat.WAV) {
      assertThat(sound(file)).isEqualTo("#".repeat(120) + ".".repeat(150) + "#".repeat(10));
    } else {
      assertThat(OggPackets.of(Files.readAllBytes(file))).hasSize(2 + 120 + 150 + 10);
    }
  }

  @Test
  void afterAPauseOfMoreThanAMinuteANewPartBegins() throws IOException {
    RecordingRing ring = begin(directory, RecordingFormat.WAV, DurablePart.NONE);
    speak(ring, 50);
    ring.end();
    writer.turn();
    DurablePart known = new DurablePart(notes.last().part(), 1000);

    nowMillis += 60_021;
    RecordingRing again = begin(directory, RecordingFormat.WAV, known);
    speak(again, 1);
    again.end();
    writer.turn();

    assertThat(files(directory)).hasSize(2);
    assertThat(sound(files(directory).get(0))).isEqualTo("#".repeat(50));
    assertThat(sound(files(directory).get(1))).isEqualTo("#");
  }

  @Test
  void aFileThatIsShorterThanWhatIsKnownIsLeftAsItIs() throws IOException {
    RecordingRing ring = begin(directory, RecordingFormat.WAV, DurablePart.NONE);
    speak(ring, 10);
    ring.end();
    writer.turn();

    begin(directory, RecordingFormat.WAV, new DurablePart(notes.last().part(), 1000)).end();
    writer.turn();

    assertThat(files(directory)).hasSize(2);
    assertThat(sound(files(directory).get(0))).isEqualTo("#".repeat(10));
  }

  @Test
  void aPartThatIsElsewhereIsFollowedByANewOneWithALaterName() throws IOException {
    RecordingRing ring = begin(directory, RecordingFormat.WAV, DurablePart.NONE);
    speak(ring, 10);
    ring.end();
    writer.turn();

    String elsewhere = "20270115T080001.000Z.wav";
    begin(directory, RecordingFormat.WAV, new DurablePart(elsewhere, 1000)).end();
    writer.turn();

    assertThat(notes.last().part()).isEqualTo("20270115T080001.001Z.wav");
  }

  @Test
  void aFileThatSomebodyElseWritesIsLeftToHim() throws IOException {
    RecordingRing his = begin(directory, RecordingFormat.WAV, DurablePart.NONE);
    speak(his, 10);
    RecordingWriter other = newWriter();
    RecordingParameters parameters = parameters(directory, RecordingFormat.WAV, DurablePart.NONE);
    RecordingRing mine = new RecordingRing(parameters);

    other.open(ROOM, parameters, mine);
    other.turn();
    mine.end();
    other.turn();

    assertThat(notes.failures).isEmpty();
    assertThat(files(directory)).hasSize(2);
    assertThat(notes.last().part()).isEqualTo(files(directory).get(1).getFileName().toString());
  }

  @Test
  void aRecordingThatIsOrderedAgainAtOnceGoesOnInItsFile() throws IOException {
    RecordingRing ring = begin(directory, RecordingFormat.WAV, DurablePart.NONE);
    speak(ring, 10);

    ring.end();
    RecordingRing again = begin(directory, RecordingFormat.WAV, DurablePart.NONE);
    speak(again, 1);
    again.end();
    writer.turn();

    assertThat(files(directory)).hasSize(1);
    assertThat(sound(files(directory).get(0))).isEqualTo("#".repeat(11));
  }

  @Test
  void aDirectoryThatCannotBeMadeEndsTheRecordingWithAWord() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "no directory");

    RecordingRing ring = begin(file.resolve("r1"), RecordingFormat.OPUS, DurablePart.NONE);

    assertThat(ring.abandoned()).isTrue();
    assertThat(notes.failures).hasSize(1);
    assertThat(notes.failures.get(0)).startsWith("r1: ").contains(file.toString());
    assertThat(writer.failed()).isEqualTo(1);
    assertThat(writer.active()).isZero();
  }

  @Test
  void aFullDiskEndsTheRecordingWithAWordAndNoOther() throws IOException {
    RecordingParameters parameters = parameters(directory, RecordingFormat.WAV, DurablePart.NONE);
    RecordingRing ring = new RecordingRing(parameters);
    OpenRecording recording =
        new OpenRecording(
            ROOM, parameters, ring, now -> new RecordingParts.Part("full", new FullDisk(60)));
    RecordingRing other = begin(directory, RecordingFormat.WAV, DurablePart.NONE);

    writer.open(ROOM, parameters, recording);
    writer.turn();
    short[] frame = new short[FRAME];
    for (int i = 0; i < 70; i++) {
      ring.offer(frame);
      writer.turn();
    }
    speak(other, 50);

    assertThat(ring.abandoned()).isTrue();
    assertThat(notes.failures).containsExactly("r1: No space left on device");
    assertThat(notes.chunks).extracting(RecordedChunk::part).startsWith("full").hasSize(2);
    assertThat(writer.active()).isEqualTo(1);
  }

  @Test
  void anErrorEndsItsRecordingWithAWordAndNoOther() throws IOException {
    RecordingParameters parameters = parameters(directory, RecordingFormat.WAV, DurablePart.NONE);
    RecordingRing ring = new RecordingRing(parameters);
    OpenRecording recording =
        new OpenRecording(
            ROOM,
            parameters,
            ring,
            now -> {
              throw new NoClassDefFoundError("org/example/Codec");
            });
    RecordingRing other = begin(directory, RecordingFormat.WAV, DurablePart.NONE);

    writer.open(ROOM, parameters, recording);
    writer.turn();
    speak(other, 50);

    assertThat(ring.abandoned()).isTrue();
    assertThat(notes.failures)
        .containsExactly("r1: java.lang.NoClassDefFoundError: org/example/Codec");
    assertThat(notes.chunks).hasSize(1);
    assertThat(writer.active()).isEqualTo(1);
  }

  @Test
  void whatIsOpenWhenTheWriterClosesIsFinished() throws IOException {
    RecordingRing ring = begin(directory, RecordingFormat.OPUS, DurablePart.NONE);
    speak(ring, 70);

    writer.close();

    assertThat(notes.last().last()).isTrue();
    assertThat(notes.last().toMs()).isEqualTo(1400);
    assertThat(writer.active()).isZero();
    assertThat(OggPackets.of(Files.readAllBytes(files(directory).get(0)))).hasSize(2 + 70);
  }

  /** Takes so many frames. */
  private static final class FullDisk implements RecordingFile {
    private int room;
    private long frames;

    FullDisk(int room) {
      this.room = room;
    }

    @Override
    public void append(short[] frame) throws IOException {
      if (room-- == 0) {
        throw new IOException("No space left on device");
      }
      frames++;
    }

    @Override
    public void sync() {}

    @Override
    public long millis() {
      return frames * 20;
    }

    @Override
    public long bytes() {
      return frames * 320;
    }

    @Override
    public void close() throws IOException {
      throw new IOException("and still none");
    }
  }
}
