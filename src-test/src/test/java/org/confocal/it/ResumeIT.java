package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.Reception;
import org.confocal.it.kit.RtpClient;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipPeer;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A node that was killed and started again goes on with its calls: nobody redials. */
class ResumeIT {
  private static final List<Integer> TONES = ToneMap.TONES_HZ.subList(0, 3);
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  void afterKillAndStartEverybodyHearsTheOthersAgain() {
    NodeConfig config =
        NodeConfig.onFreePorts()
            .with("confocal.engine.focus.probe-after", "2s")
            .with("confocal.sip.stack.t1", "50ms"); // who is gone is known after 3 s, not after 32
    Path data = directory.resolve("data");
    String room = config.uri("9000");
    try (RtpClient ada = RtpClient.open("ada", TONES.get(0), G711.PCMU);
        RtpClient ben = RtpClient.open("ben", TONES.get(1), G711.PCMA);
        RtpClient eve = RtpClient.open("eve", TONES.get(2), G711.PCMU)) {
      List<RtpClient> clients = List.of(ada, ben, eve);
      SipCall vanished;
      String last;
      try (ConfocalProcess node = ConfocalProcess.start(data, config);
          SipPeer zoe = SipPeer.udp("zoe", config.sip())) {
        node.cliDone("meeting", "create", "--number", "9000", "--open");
        clients.forEach(client -> assertThat(client.call(room).status()).isEqualTo(200));
        vanished = zoe.call(room);
        vanished.join(Sdp.audio(40_000).text());
        last = vanished.remoteTag().replaceAll("-.*", "");
        Eventually.pass(Duration.ofSeconds(2));
        node.kill9();
      }
      long killed = System.nanoTime();

      try (ConfocalProcess node = ConfocalProcess.start(data, config)) {
        long ready = System.nanoTime();
        for (int i = 0; i < 3; i++) {
          RtpClient client = clients.get(i);
          Set<Integer> others = new HashSet<>(TONES);
          others.remove(TONES.get(i));
          Eventually.eventually(
              "the others are heard again",
              Duration.ofSeconds(10),
              () -> heard(client.reception()).equals(others));
        }
        for (RtpClient client : clients) {
          Reception reception = client.reception();
          Reception.Gap longest =
              reception.gaps(Duration.ofMillis(300)).stream()
                  .reduce((a, b) -> a.length().compareTo(b.length()) > 0 ? a : b)
                  .orElseThrow();
          System.out.println(
              "resume: killed to ready "
                  + (ready - killed) / 1_000_000
                  + " ms, gap in audio "
                  + longest.length().toMillis()
                  + " ms");
          assertThat(longest.length()).isLessThan(Duration.ofNanos(ready - killed).plusSeconds(5));
          assertThat(reception.packets().stream().map(Reception.Packet::ssrc).distinct())
              .as("one stream before and after")
              .hasSize(1);
          assertThat(client.requests()).noneMatch(r -> r.method().equals("INVITE"));
        }

        Management management = Management.of(node);
        String path = "/confocal/conferences/" + last;
        assertThat(management.get(path).body()).contains("\"incarnation\":2");
        Eventually.eventually(
            "who vanished is removed",
            Duration.ofSeconds(15),
            () -> !management.get(path).body().contains(vanished.callId()));
        clients.forEach(client -> assertThat(client.wasHungUp()).isFalse());
        clients.forEach(client -> assertThat(client.hangUp().status()).isEqualTo(200));
      }
    }
  }

  private static Set<Integer> heard(Reception all) {
    Reception recent = all.since(System.nanoTime() - SECOND.toNanos());
    return recent.packets().size() < 25
        ? Set.of()
        : ToneMap.standard().median(recent.audio()).heard();
  }
}
