package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.it.kit.Eventually.eventually;

import java.time.Duration;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.Management;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.RtpStream;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipPeer;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A phone that has lost its power says no BYE: its packets cease, and nobody answers for it. */
class DeadLegsIT {
  @RegisterExtension
  static final OneNode NODE =
      OneNode.with(
          NodeConfig.onFreePorts()
              .with("confocal.media.silence-report", "1s")
              .with("confocal.sip.stack.t1", "100ms"));

  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void aPhoneWhosePacketsCeaseIsAskedAndLeavesWhenNobodyAnswers() {
    String room = NODE.room();
    Management management = Management.of(NODE.process());
    try (SipPeer ben =
            SipPeer.udp("ben", NODE.sip()).agreeingTo(m -> m.method().equals("OPTIONS"));
        RtpStream bens = RtpStream.open(G711.PCMU, ToneMap.TONES_HZ.get(1));
        SipPeer ada = SipPeer.udp("ada", NODE.sip());
        RtpStream adas = RtpStream.open(G711.PCMU, ToneMap.TONES_HZ.get(0))) {
      SipCall dead = ada.call(room);
      SipCall quiet = ben.call(room);
      adas.speakTo(dead.join(Sdp.audio(adas.localPort()).text()));
      bens.speakTo(quiet.join(Sdp.audio(bens.localPort()).text()));
      String path = "/confocal/conferences/" + dead.remoteTag().replaceAll("-.*", "");
      assertThat(management.get(path).body()).contains(dead.callId());

      adas.mute();
      bens.mute();
      ben.await("the question", SOON, m -> m.method().equals("OPTIONS"));
      eventually(
          "who is dead has left", SOON, () -> !management.get(path).body().contains(dead.callId()));

      assertThat(ada.arrivals(m -> m.method().equals("OPTIONS"))).isNotEmpty();
      assertThat(management.get(path).body()).contains(quiet.callId());
      assertThat(quiet.bye().status()).isEqualTo(200);
    }
  }
}
