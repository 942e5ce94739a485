package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.confocal.it.kit.Baresip;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.RtpStream;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipPeer;
import org.confocal.it.kit.StunCheck;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Callers that offer ICE, in both dialects: RFC 8445, and draft-ietf-mmusic-ice-06. */
class IceIT {
  @RegisterExtension static final OneNode NODE = OneNode.shared();

  private static final int ADA = ToneMap.TONES_HZ.get(0);
  private static final int BEN = ToneMap.TONES_HZ.get(1);
  private static final int EVE = ToneMap.TONES_HZ.get(2);
  private static final Duration A_WHILE = Duration.ofMillis(1200);
  private static final Duration LAST = Duration.ofMillis(800);
  private static final String OWN_NAME = "iG39HYAIVAa3k8WMXO+a9Ar7L1+voMkIEVhdtUhfz3s";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private final String room = NODE.room();
  private final SipPeer ada = SipPeer.udp("ada", NODE.sip());
  private final SipPeer ben = SipPeer.udp("ben", NODE.sip());
  private final RtpStream adas = RtpStream.open(G711.PCMU, ADA);
  private final RtpStream bens = RtpStream.open(G711.PCMU, BEN);
  private final RtpStream eves = RtpStream.open(G711.PCMU, EVE);
  private final SipCall call = ada.call(room);
  private final SipCall bensCall = ben.call(room);
  private final Sdp offer = Sdp.audio(adas.localPort()).formats("0");

  @BeforeEach
  void benJoins() {
    bens.speakTo(bensCall.join(Sdp.audio(bens.localPort()).formats("0").text()));
  }

  @AfterEach
  void everybodyLeaves() {
    if (!call.remoteTag().isEmpty()) {
      assertThat(call.bye().status()).isEqualTo(200);
    }
    assertThat(bensCall.bye().status()).isEqualTo(200);
    List.of(ada, ben).forEach(SipPeer::close);
    List.of(adas, bens, eves).forEach(RtpStream::close);
  }

  private static Set<Integer> heard(RtpStream by) {
    return Set.copyOf(ToneMap.standard().median(by.reception().audio().last(LAST)).heard());
  }

  @Test
  void whoPassesACheckAndNominatesIsHeardAndNobodyElseIs() {
    SipMessage joined =
        call.join(
            offer
                .with(
                    "a=ice-ufrag:peer",
                    "a=ice-pwd:peerpasswordpeerpassword",
                    "a=candidate:1 1 UDP 2130706431 127.0.0.1 " + adas.localPort() + " typ host")
                .text());
    adas.speakTo(joined);
    var wrong = adas.ask(StunCheck.nominating(joined, "wrong"), joined);
    Eventually.pass(Duration.ofMillis(400));
    int before = adas.reception().packets().size();

    var right = adas.ask(StunCheck.nominating(joined), joined);
    eves.speakTo(joined);
    Eventually.pass(A_WHILE);

    int port = Sdp.port(joined.body());
    assertThat(Sdp.lines(joined.body(), 'a'))
        .contains(
            "ice-lite",
            "candidate:1 1 UDP 2130706431 127.0.0.1 " + port + " typ host",
            "candidate:1 2 UDP 2130706430 127.0.0.1 " + (port + 1) + " typ host");
    assertThat(StunCheck.type(wrong)).isEqualTo(StunCheck.ERROR);
    assertThat(before).as("nothing is sent before a nomination").isZero();
    assertThat(StunCheck.type(right)).isEqualTo(StunCheck.SUCCESS);
    assertThat(heard(adas)).containsExactly(BEN);
    assertThat(heard(bens)).containsExactly(ADA);
    assertThat(eves.reception().packets()).isEmpty();
    String key = call.remoteTag().replaceAll("-.*", "");
    assertThat(Management.of(NODE.process()).get("/confocal/conferences/" + key).body())
        .contains("\"quality\":[{", "\"throughMs\":", "\"legs\":[{");
  }

  @Test
  void baresipNominatesAndHearsAndIsHeard() throws IOException {
    Baresip.Account ina = Baresip.Account.direct("ina", ADA).iceOn(network());
    try (Baresip baresip = Baresip.start(directory, ina)) {
      baresip.call(room);
      Eventually.pass(Duration.ofMillis(2500));
      Set<Integer> heardOfIt = heard(bens);
      baresip.hangUp();

      assertThat(baresip.log()).contains("a=ice-lite");
      assertThat(heardOfIt).containsExactly(ADA);
      assertThat(ToneMap.standard().median(baresip.heard().last(LAST)).heard())
          .containsExactly(BEN);
    }
  }

  /** Baresip has no candidates on loopback. */
  private static String network() throws IOException {
    return NetworkInterface.networkInterfaces()
        .filter(
            i ->
                i.inetAddresses()
                    .anyMatch(a -> a instanceof Inet4Address && !a.isLoopbackAddress()))
        .map(NetworkInterface::getName)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("this test needs an IPv4 address beside that of loopback"));
  }

  @Test
  void aClientOfTheOlderDialectIsCheckedBackAndHeard() {
    SipMessage joined =
        call.join(
            offer
                .with(
                    "a=candidate:"
                        + OWN_NAME
                        + " 1 9ux2qiiF/+y/4y65HIPU5A UDP 0.830 127.0.0.1 "
                        + adas.localPort())
                .text());
    adas.speakTo(joined);

    var answered = adas.ask(StunCheck.older(joined, OWN_NAME), joined);
    Eventually.pass(A_WHILE);

    assertThat(joined.body()).doesNotContain("ice-lite", "ice-ufrag");
    assertThat(StunCheck.type(answered)).isEqualTo(StunCheck.SUCCESS);
    assertThat(heard(adas)).containsExactly(BEN);
    assertThat(heard(bens)).containsExactly(ADA);
  }
}
