package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.confocal.media.AudioCodec;
import org.confocal.media.SessionRecord;
import org.confocal.media.rtp.RtcpWriter;
import org.junit.jupiter.api.Test;

class LegStatisticsTest {

  private final Studio studio = new Studio();

  private SessionRecord of(String leg) {
    List<SessionRecord> records = new ArrayList<>();
    studio.loop.inventory(records);
    return records.stream().filter(r -> r.id().leg().equals(leg)).findFirst().orElseThrow();
  }

  /** To the RTCP port of the leg. */
  private void control(Phone phone, byte[] report) {
    InetSocketAddress from =
        new InetSocketAddress(phone.address.getAddress(), phone.address.getPort() + 1);
    InetSocketAddress to =
        new InetSocketAddress(phone.server.getAddress(), phone.server.getPort() + 1);
    studio.network.deliver(report, from, to);
  }

  /** A receiver report with one block about our stream. */
  private static byte[] block(Phone phone, int lost, int jitter, int lastSr, int delay) {
    ByteBuffer out = ByteBuffer.allocate(32);
    out.putInt(0x81C9_0007).putInt(phone.ssrc).putInt(phone.lastSsrc);
    out.putInt(lost).putInt(0).putInt(jitter).putInt(lastSr).putInt(delay);
    return out.array();
  }

  private static byte[] bye(int ssrc) {
    ByteBuffer out = ByteBuffer.allocate(RtcpWriter.MAX_COMPOUND);
    RtcpWriter.receiverReport(out, ssrc);
    RtcpWriter.bye(out, ssrc);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static int lastSr(byte[] report) {
    return (int) (ByteBuffer.wrap(report).getLong(8) >>> 16);
  }

  @Test
  void whatThePeerReportsIsToldWithTheRoundTrip() {
    Phone ada = studio.join("ada", 523);
    while (ada.control.isEmpty()) {
      studio.run(5);
    }
    studio.run(350);
    control(ada, block(ada, 0x4000_0009, 160, lastSr(ada.control.get(0)), 65_536 / 4));

    studio.run(500);

    SessionRecord.PeerReport peer = of("ada").peer();
    assertThat(peer.reports()).isEqualTo(1);
    assertThat(peer.roundTripUs()).isBetween(95_000, 110_000);
    assertThat(peer.lostPercent()).isEqualTo(25);
    assertThat(peer.lost()).isEqualTo(9);
    assertThat(peer.jitterUs()).isEqualTo(20_000);
  }

  @Test
  void beforeAnyReportTheRoundTripIsUnknown() {
    studio.join("ada", 523);

    studio.run(500);

    assertThat(of("ada").peer())
        .isEqualTo(new SessionRecord.PeerReport(0, PeerReports.UNKNOWN, 0, 0, 0));
  }

  @Test
  void theDelayThroughTheMixerIsWhatAListenerMeasures() {
    Phone ada = studio.join("ada", 440);
    Phone bob = studio.join("bob", 701);
    bob.sending = false;
    ada.amplitude = 0;
    studio.run(3000);
    long measuredMs = 0;
    for (int i = 0; i < 10; i++) {
      ada.amplitude = 0;
      studio.run(500);
      bob.forget();
      ada.amplitude = Phone.AMPLITUDE;
      int sequence = ada.sequence;
      while (ada.sequence == sequence) {
        studio.run(5);
      }
      long sentNs = studio.nowNs;
      while (bob.loudest() < 100) {
        studio.run(5);
      }
      measuredMs += (studio.nowNs - sentNs) / 1_000_000;
    }

    assertThat(of("ada").reception().throughUs() / 1000.0)
        .isBetween(measuredMs / 10.0 - 6, measuredMs / 10.0 + 6);
    assertThat(of("ada").reception().depthMs()).isBetween(0, 60);
    assertThat(of("bob").reception().throughUs()).isEqualTo(PeerReports.UNKNOWN);
  }

  @Test
  void aGoodbyeMakesSilenceTellSoonerThatTheStreamIsOver() {
    Phone ada = studio.join("ada", 523);
    studio.run(1000);
    ada.sending = false;
    control(ada, bye(ada.ssrc));

    studio.run(1900);
    List<String> before = List.copyOf(studio.told);
    studio.run(600);

    assertThat(before).doesNotContain("lost ada");
    assertThat(studio.told).contains("lost ada");
  }

  @Test
  void aGoodbyeThatIsFollowedBySoundIsForgotten() {
    Phone ada = studio.join("ada", 523);
    studio.run(1000);
    control(ada, bye(ada.ssrc));
    studio.run(1000);
    ada.sending = false;

    studio.run(5000);

    assertThat(studio.told).doesNotContain("lost ada");
  }

  @Test
  void aGoodbyeOfAnotherSourceMeansNothing() {
    Phone ada = studio.join("ada", 523);
    studio.run(1000);
    ada.sending = false;
    control(ada, bye(ada.ssrc + 1));

    studio.run(5000);

    assertThat(studio.told).doesNotContain("lost ada");
  }

  @Test
  void aSilentPhoneThatSendsReportsIsAlive() {
    Phone ada = studio.join("ada", 523);
    studio.run(1000);
    ada.sending = false;

    for (int i = 0; i < 12; i++) {
      control(ada, block(ada, 0, 0, 0, 0));
      studio.run(5000);
    }

    assertThat(studio.told).doesNotContain("lost ada");
  }

  @Test
  void aLegHasOneNameAlsoAfterAChangeAndARestart() {
    Phone ada = studio.join("ada", 523);
    studio.run(20_000);
    studio.connect("ada", 1, Studio.parameters(ada));
    studio.run(20_000);
    Studio after = new Studio();
    Phone again = after.joinAgain("ada", Integer.toUnsignedLong(ada.lastSsrc));
    after.run(20_000);
    Phone bob = studio.join("bob", 701);
    studio.run(20_000);

    assertThat(names(ada)).hasSize(1).isEqualTo(names(again));
    assertThat(names(bob)).hasSize(1).doesNotContainAnyElementsOf(names(ada));
  }

  private static Set<String> names(Phone phone) {
    Set<String> names = new HashSet<>();
    for (byte[] report : phone.control) {
      String text = new String(report, StandardCharsets.ISO_8859_1);
      int end = text.indexOf("@confocal");
      assertThat(end).as("a name in each report").isPositive();
      names.add(text.substring(end - 12, end));
    }
    return names;
  }

  @Test
  void aPacketOfAnyOtherAddressTakesNoStreamOverHoweverItIsMade() {
    Phone ada = studio.join("ada", 523);
    Phone bob = studio.join("bob", 701);
    studio.run(500);
    InetSocketAddress thief = new InetSocketAddress(Studio.address("198.51.100.1"), 9);
    Phone eve = new Phone(studio.network, "eve", 1907, AudioCodec.PCMU, thief, ada.server);
    eve.ssrc = ada.ssrc;
    studio.afterEachStep(
        () -> {
          if (eve.sequence != ada.sequence) {
            eve.sequence = ada.sequence - 1;
            eve.timestamp = ada.timestamp;
            eve.send(eve.nextPacket());
          }
        });
    studio.forgetAll();

    studio.run(2000);

    assertThat(bob.hears(eve.hz)).isLessThan(50);
    assertThat(bob.hears(ada.hz)).isGreaterThan(3000);
    assertThat(ada.hears(bob.hz)).isGreaterThan(3000);
    assertThat(eve.received).isZero();
  }
}
