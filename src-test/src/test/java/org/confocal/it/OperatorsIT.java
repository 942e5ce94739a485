package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.RtpClient;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipPeer;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator asks of a node, and what it tells by itself. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperatorsIT {
  @RegisterExtension static final OneNode NODE = OneNode.with(NodeConfig.onFreePorts());

  private static final Sdp OFFER = Sdp.audio(40_000);

  private final String room = NODE.room();
  private final Management management = Management.of(NODE.process());

  @Test
  void theNodeIsAliveAndReadyAndUp() {
    assertThat(management.get("/alive").statusCode()).isEqualTo(200);
    assertThat(management.get("/ready").statusCode()).isEqualTo(200);
    assertThat(management.get("/cluster/members").body()).contains("\"status\":\"Up\"");
  }

  @Test
  void withoutTheTokenNothingIsTold() {
    for (String path : List.of("/confocal/conferences", "/confocal/meetings", "/confocal/users")) {
      assertThat(management.withToken("").get(path).statusCode()).isEqualTo(401);
      assertThat(management.withToken("guess").get(path).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aConferenceIsListedShownAndEndedWithByeToEverybody() {
    try (SipPeer ada = SipPeer.udp("ada", NODE.sip());
        SipPeer ben = SipPeer.tcp("ben", NODE.sip())) {
      SipCall adas = ada.call(room);
      SipCall bens = ben.call(room);
      adas.join(OFFER.text());
      bens.join(OFFER.text());
      String key = adas.remoteTag().replaceAll("-.*", "");

      String listed = management.get("/confocal/conferences").body();
      String shown = management.get("/confocal/conferences/" + key).body();
      String ended = management.delete("/confocal/conferences/" + key).body();
      ada.answer(adas.awaitRequest("BYE", SipPeer.SOON), 200, "");
      ben.answer(bens.awaitRequest("BYE", SipPeer.SOON), 200, "");

      assertThat(listed).contains(key);
      assertThat(shown).contains(adas.callId(), bens.callId(), "udp:127.0.0.1", "tcp:127.0.0.1");
      assertThat(ended).contains("2");
      assertThat(management.get("/confocal/conferences/" + key).statusCode()).isEqualTo(404);
      assertThat(management.get("/confocal/conferences").body()).doesNotContain(key);
      assertThat(adas.requests("BYE")).isEqualTo(1);
    }
  }

  @Test
  void afterItsEndAConferenceBeginsAgainWithTheNextCall() {
    try (SipPeer ada = SipPeer.udp("ada", NODE.sip())) {
      SipCall first = ada.call(room);
      first.join(OFFER.text());
      String key = first.remoteTag().replaceAll("-.*", "");
      management.delete("/confocal/conferences/" + key);
      ada.answer(first.awaitRequest("BYE", SipPeer.SOON), 200, "");

      SipCall second = ada.call(room);
      second.join(OFFER.text());

      assertThat(second.remoteTag()).startsWith(key);
      assertThat(management.get("/confocal/conferences/" + key).body())
          .contains("\"activation\":2");
      second.bye();
    }
  }

  @Test
  void aConferenceThatDoesNotRunIsNotMadeByAsking() {
    String unknown = "/confocal/conferences/aaaaaaaaaaaaaaaaaaaa";

    assertThat(management.get(unknown).statusCode()).isEqualTo(404);
    assertThat(management.delete(unknown).statusCode()).isEqualTo(404);
    assertThat(management.get("/confocal/conferences/nonsense").statusCode()).isEqualTo(404);
  }

  @Test
  void theLogTellsConferenceAndCallOfEveryLeg() {
    try (SipPeer ada = SipPeer.udp("ada", NODE.sip())) {
      SipCall call = ada.call(room);
      call.join(OFFER.text());
      call.bye();
      String key = call.remoteTag().replaceAll("-.*", "");

      List<String> lines =
          NODE.process().log().lines().filter(line -> line.contains(call.callId())).toList();

      assertThat(lines).anyMatch(line -> line.contains("leg joined"));
      assertThat(lines).anyMatch(line -> line.contains("leg left"));
      assertThat(lines).allMatch(line -> line.contains("conference=" + key));
      assertThat(lines).allMatch(line -> line.split("callId=", -1).length == 2, "told once");
    }
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void whenTheNodeIsToldToStopEverybodyIsSentAwayWithinSeconds() {
    try (RtpClient ada = RtpClient.open("ada", ToneMap.TONES_HZ.get(0), G711.PCMU);
        RtpClient ben = RtpClient.open("ben", ToneMap.TONES_HZ.get(1), G711.PCMA);
        RtpClient eve = RtpClient.open("eve", ToneMap.TONES_HZ.get(2), G711.PCMU)) {
      String another = NODE.room();
      List.of(ada, ben).forEach(c -> assertThat(c.call(room).status()).isEqualTo(200));
      assertThat(eve.call(another).status()).isEqualTo(200);

      long start = System.nanoTime();
      int exitCode = NODE.process().stop(Duration.ofSeconds(20));
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      assertThat(exitCode).isZero();
      for (RtpClient client : List.of(ada, ben, eve)) {
        Eventually.eventually("BYE", SipPeer.SOON, client::wasHungUp);
      }
      assertThat(took).isLessThan(Duration.ofSeconds(8));
      assertThat(NODE.process().log()).doesNotContain("\tat ").doesNotContain("ERROR");
    }
  }
}
