package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.Reception;
import org.confocal.it.kit.RtpClient;
import org.confocal.it.tone.Pcm;
import org.confocal.it.tone.ToneMap;
import org.confocal.it.tone.WavFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Five phones, each with a tone of its own, and an operator who says who hears whom. Who hears what
 * is measured, before and after the node is killed.
 */
class MemberVerbsIT {
  private static final long SEED = 20_261_123;
  private static final int GONG = 2100;
  private static final Duration RECENT = Duration.ofMillis(500);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int ENOUGH_PACKETS = 15;
  private static final int RATE_HZ = 8000;
  private static final Pattern PARTICIPANT = Pattern.compile("\"participant\":\"([^\"]+)\"");

  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(
          NodeConfig.onFreePorts()
              .with("confocal.media.mix.max-talkers", "5")
              .with("confocal.mcu.sounds.directory", sounds().toString())
              .shortLived());

  private final ToneMap map =
      ToneMap.of(
          ToneMap.TONES_HZ.get(0),
          ToneMap.TONES_HZ.get(1),
          ToneMap.TONES_HZ.get(2),
          ToneMap.TONES_HZ.get(3),
          ToneMap.TONES_HZ.get(4),
          GONG);
  private final String room = NODE.room();
  private final List<RtpClient> phones = new ArrayList<>();
  private List<String> users = List.of();

  /** One file: a second of a tone that no phone has. */
  private static Path sounds() {
    try {
      Path parent = Files.createDirectories(Path.of("target", "it-data"));
      Path directory = Files.createTempDirectory(parent, "sounds");
      WavFile.write(
          directory.resolve("gong.wav"), Pcm.sine(RATE_HZ, GONG, -14, Duration.ofSeconds(1)));
      return directory.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fivePhonesCall() {
    for (int i = 0; i < 5; i++) {
      RtpClient phone = RtpClient.open("p" + i, ToneMap.TONES_HZ.get(i), G711.PCMU);
      phones.add(phone);
      assertThat(phone.call(room).status()).isEqualTo(200);
    }
    Matcher named = PARTICIPANT.matcher(management().get(path("people")).body());
    users = named.results().map(m -> m.group(1)).toList();
    assertThat(users).hasSize(5);
  }

  @AfterEach
  void hangUp() {
    phones.forEach(RtpClient::close);
  }

  private static Management management() {
    return Management.of(NODE.process());
  }

  private String path(String what) {
    return "/confocal/meetings/" + room.replaceAll("sip:(\\d+)@.*", "$1") + "/" + what;
  }

  private void order(String verb, String body) {
    var answer = management().post(path("sound/" + verb), body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private String user(int phone) {
    return "\"" + users.get(phone) + "\"";
  }

  /** The tones that one hears now; -1 when nothing comes. */
  private Set<Integer> heard(int phone) {
    Reception recent = phones.get(phone).reception().since(System.nanoTime() - RECENT.toNanos());
    return recent.packets().size() < ENOUGH_PACKETS
        ? Set.of(-1)
        : map.median(recent.audio()).heard();
  }

  /** Waits until everybody hears just those whom he should. */
  private void hear(String when, BiPredicate<Integer, Integer> hears, Set<Integer> gong) {
    List<Set<Integer>> expected = new ArrayList<>();
    for (int listener = 0; listener < 5; listener++) {
      Set<Integer> tones = new TreeSet<>();
      for (int talker = 0; talker < 5; talker++) {
        if (listener != talker && hears.test(listener, talker)) {
          tones.add(ToneMap.TONES_HZ.get(talker));
        }
      }
      if (gong.contains(listener)) {
        tones.add(GONG);
      }
      expected.add(tones);
    }
    List<Set<Integer>> present = new ArrayList<>();
    Eventually.eventually(
        when + ": " + expected + ", last " + present,
        SOON,
        () -> {
          present.clear();
          for (int listener = 0; listener < 5; listener++) {
            present.add(heard(listener));
          }
          return present.equals(expected);
        });
  }

  @Test
  void whoHearsWhomIsAsOrderedAndSurvivesAKill() {
    boolean[][] graph = graph(new Random(SEED));
    BiPredicate<Integer, Integer> related = (listener, talker) -> graph[listener][talker];
    fivePhonesCall();
    hear("at first", (listener, talker) -> true, Set.of());

    order("relate", relations(graph));
    hear("related", related, Set.of());

    order("mute", "{\"user\":" + user(0) + ",\"locked\":true}");
    order("deafen", "{\"user\":" + user(1) + "}");
    order("hold", "{\"user\":" + user(2) + ",\"music\":false}");
    BiPredicate<Integer, Integer> set =
        related
            .and((listener, talker) -> talker != 0 && talker != 2 && listener != 1)
            .and((listener, talker) -> listener != 2);
    hear("muted, deaf, held", set, Set.of());

    NODE.crash();
    hear("after the kill", set, Set.of());

    order("unmute", "{\"user\":" + user(0) + "}");
    order("undeafen", "{\"user\":" + user(1) + "}");
    order("resume", "{\"user\":" + user(2) + "}");
    order("relate", "{\"relations\":[]}");
    hear("all undone", (listener, talker) -> true, Set.of());

    order("play", "{\"sound\":\"gong\",\"times\":0,\"to\":" + user(3) + "}");
    hear("played to one", (listener, talker) -> true, Set.of(3));
    order("stop", "{\"name\":\"gong\",\"to\":" + user(3) + "}");
    hear("stopped", (listener, talker) -> true, Set.of());
  }

  @Test
  void whatCannotBeOrderedIsRefusedInWords() {
    fivePhonesCall();

    var unknown = management().post(path("sound/play"), "{\"sound\":\"fanfare\"}");
    var verb = management().post(path("sound/dance"), "{}");
    var nobody = management().post(path("sound/mute"), "{\"user\":\"nobody\"}");

    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(unknown.body()).contains("sound: fanfare (expected: the name of a .wav file");
    assertThat(verb.statusCode()).isEqualTo(400);
    assertThat(verb.body()).contains("verb: dance (expected: deafen, floor, ");
    assertThat(nobody.statusCode()).isEqualTo(404);
    assertThat(nobody.body()).contains("is not in the conference");
  }

  private static boolean[][] graph(Random random) {
    boolean[][] hears = new boolean[5][5];
    for (int listener = 0; listener < 5; listener++) {
      for (int talker = 0; talker < 5; talker++) {
        hears[listener][talker] = random.nextBoolean();
      }
    }
    return hears;
  }

  private String relations(boolean[][] hears) {
    List<String> said = new ArrayList<>();
    for (int listener = 0; listener < 5; listener++) {
      for (int talker = 0; talker < 5; talker++) {
        if (listener != talker && !hears[listener][talker]) {
          said.add(
              "{\"listener\":%s,\"talker\":%s,\"gain\":\"silent\"}"
                  .formatted(user(listener), user(talker)));
        }
      }
    }
    return "{\"relations\":[" + String.join(",", said) + "]}";
  }
}
