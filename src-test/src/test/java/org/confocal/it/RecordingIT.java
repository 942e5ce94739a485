package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.it.kit.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.RtpClient;
import org.confocal.it.tone.Pcm;
import org.confocal.it.tone.RecordedSound;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two conferences are recorded, the node dies and comes back, and the recordings go on. */
class RecordingIT {
  private static final int ADA = ToneMap.TONES_HZ.get(0);
  private static final int BEN = ToneMap.TONES_HZ.get(2);
  private static final int BEEP = 1400;
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration TALK = Duration.ofMillis(1200);

  /** What may be missing of a recording beside the time in which no node ran. */
  private static final Duration MOST_LOST = Duration.ofSeconds(5);

  private final List<RtpClient> phones = new ArrayList<>();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @AfterEach
  void hangUp() {
    phones.forEach(RtpClient::close);
  }

  @Test
  void aRecordingGoesOnByItselfAfterAKill() throws IOException {
    Path recordings = directory.resolve("recordings");
    NodeConfig config =
        NodeConfig.onFreePorts()
            .shortLived()
            .with("confocal.mcu.recording.directory", recordings.toString())
            .with("confocal.mcu.recording.chunk", "1s")
            .with("confocal.mcu.recording.announce-every", "0s");
    Duration down;
    RtpClient late;
    try (ConfocalProcess node = ConfocalProcess.start(directory.resolve("data"), config)) {
      talk(node, "9000");
      talk(node, "9001");
      begin(node, "9000", "WAV");
      begin(node, "9001", "OPUS");
      eventually("a second is on disk", SOON, () -> seconds(node, "9000") >= 1);
      eventually("a second is on disk", SOON, () -> seconds(node, "9001") >= 1);
      late = join(node, "9000", BEN);
      Eventually.pass(TALK);

      long killed = System.nanoTime();
      node.kill9();
      down = Duration.ofNanos(-killed);
    }
    try (ConfocalProcess node = ConfocalProcess.start(directory.resolve("data"), config)) {
      eventually("it goes on", SOON, () -> seconds(node, "9000") >= 4);
      eventually("it goes on", SOON, () -> seconds(node, "9001") >= 4);
      down = down.plusNanos(System.nanoTime());
      Eventually.pass(TALK);
      end(node, "9000");
      end(node, "9001");
      eventually(
          "both are on disk",
          SOON,
          () -> Management.of(node).get("/metrics").body().contains("recordings_open 0.0"));
    }

    hasBothTonesBeforeAndAfter(RecordedSound.ofWav(only(recordings, ".wav")), down);
    hasBothTonesBeforeAndAfter(RecordedSound.ofOpus(only(recordings, ".ogg")), down);
    for (RtpClient phone : List.of(phones.get(0), late)) {
      assertThat(ToneMap.of(BEEP).loudest(phone.reception().audio()).level(BEEP))
          .as("what tells that it is recorded")
          .isGreaterThan(ToneMap.HEARD_DBFS);
    }
  }

  private void talk(ConfocalProcess node, String number) {
    String meeting =
        "{\"organizer\":null,\"id\":null,\"number\":\"%s\",\"subject\":\"\",\"admission\":\"OPEN\"}"
            .formatted(number);
    assertThat(Management.of(node).post("/confocal/meetings", meeting).statusCode()).isEqualTo(200);
    join(node, number, ADA);
    join(node, number, BEN);
  }

  private RtpClient join(ConfocalProcess node, String number, int toneHz) {
    RtpClient phone = RtpClient.open("p" + phones.size(), toneHz, G711.PCMU);
    phones.add(phone);
    assertThat(phone.call(node.uri(number)).status()).isEqualTo(200);
    return phone;
  }

  private static String route(String number) {
    return "/confocal/meetings/" + number + "/recordings";
  }

  private static void begin(ConfocalProcess node, String number, String format) {
    var begun = Management.of(node).post(route(number), "{\"format\":\"" + format + "\"}");
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(200);
    assertThat(begun.body()).contains("\"ON\"", format);
    var again = Management.of(node).post(route(number), "{}");
    assertThat(again.statusCode()).as(again.body()).isEqualTo(409);
  }

  private static void end(ConfocalProcess node, String number) {
    assertThat(Management.of(node).delete(route(number)).statusCode()).isEqualTo(200);
    assertThat(Management.of(node).get(route(number)).body()).contains("\"STOPPED\"");
  }

  private static double seconds(ConfocalProcess node, String number) {
    String body = Management.of(node).get(route(number)).body();
    assertThat(body).contains("\"ON\"");
    Matcher seconds = Pattern.compile("\"seconds\"\\s*:\\s*([0-9.E]+)").matcher(body);
    assertThat(seconds.find()).as(body).isTrue();
    return Double.parseDouble(seconds.group(1));
  }

  /** There is one part: it was gone on with. */
  private static Path only(Path recordings, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(recordings)) {
      List<Path> parts = files.filter(f -> f.toString().endsWith(suffix)).toList();
      assertThat(parts).hasSize(1);
      return parts.get(0);
    }
  }

  private static void hasBothTonesBeforeAndAfter(Pcm sound, Duration down) {
    ToneMap map = ToneMap.of(ADA, BEN);
    Set<Integer> both = Set.of(ADA, BEN);
    Duration head = Duration.ofMillis(1200);

    assertThat(map.median(sound.slice(Duration.ofMillis(400), head)).heard()).isEqualTo(both);
    assertThat(map.median(sound.last(Duration.ofSeconds(1))).heard()).isEqualTo(both);
    List<ToneMap.Levels> windows = map.windows(sound);
    long without = windows.stream().filter(w -> !w.heard().equals(both)).count();
    assertThat(sound.duration().dividedBy(windows.size()).multipliedBy(without))
        .as("what is missing of %s, %s of which no node ran", sound.duration(), down)
        .isLessThan(down.plus(MOST_LOST));
    assertThat(sound.duration()).isGreaterThan(down.plus(TALK));
  }
}
