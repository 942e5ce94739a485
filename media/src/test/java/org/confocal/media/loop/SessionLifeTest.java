package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.confocal.media.AudioCodec;
import org.confocal.media.CommandResult;
import org.confocal.media.MediaSettings;
import org.confocal.media.Reservation;
import org.confocal.media.ReserveResult;
import org.confocal.media.ReserveResult.Reserved;
import org.confocal.media.SessionParameters;
import org.confocal.media.SessionRecord;
import org.confocal.media.rtp.RtcpWriter;
import org.confocal.media.rtp.RtpHeader;
import org.junit.jupiter.api.Test;

class SessionLifeTest {

  private final Studio studio = new Studio();

  private SessionRecord only() {
    List<SessionRecord> records = new ArrayList<>();
    studio.loop.inventory(records);
    assertThat(records).hasSize(1);
    return records.get(0);
  }

  @Test
  void whoIsAloneHearsAToneNowAndThenAndSilenceBetween() {
    Phone ada = studio.join("ada", 523);
    studio.run(2_900);
    assertThat(ada.loudest()).isZero();
    assertThat(ada.received).isBetween(143, 146);

    ada.forget();
    studio.run(600);
    assertThat(ada.hears(440)).isGreaterThan(300);

    ada.forget();
    studio.run(14_300);
    assertThat(ada.loudest()).isZero();

    ada.forget();
    studio.run(800);
    assertThat(ada.hears(440)).isGreaterThan(300);
  }

  @Test
  void twoWhoAreSilentHearNoTone() {
    Phone ada = studio.join("ada", 523);
    Phone bob = studio.join("bob", 701);
    ada.amplitude = 0;
    bob.sending = false;

    studio.run(20_000);

    assertThat(ada.loudest()).isZero();
    assertThat(bob.loudest()).isZero();
  }

  @Test
  void anOlderEpochIsRefusedAndChangesNothing() {
    Phone ada = studio.join("ada", 523);
    studio.loop.onAdopt(Studio.ROOM, 7, result -> {});

    assertThat(studio.connect("ada", 6, Studio.parameters(ada)))
        .isEqualTo(new CommandResult.Stale(7));
    assertThat(studio.close("ada", 6)).isEqualTo(new CommandResult.Stale(7));
    assertThat(studio.reserve("bob", 6, Reservation.on(Studio.address("10.0.1.1"))))
        .isEqualTo(new CommandResult.Stale(7));
    assertThat(studio.connect("ada", 7, Studio.parameters(ada)))
        .isEqualTo(new CommandResult.Done());
    assertThat(only().epoch()).isEqualTo(7);
  }

  @Test
  void theEpochIsRememberedWhenTheConferenceIsOver() {
    studio.join("ada", 523);
    studio.loop.onCloseConference(Studio.ROOM, 9, result -> {});

    assertThat(studio.reserve("ada", 8, Reservation.on(Studio.address("10.0.1.1"))))
        .isEqualTo(new CommandResult.Stale(9));
    assertThat(studio.count(Counter.SESSIONS)).isZero();
  }

  @Test
  void reservingTwiceGivesTheSameSession() {
    ReserveResult first = studio.reserve("ada", 1, Reservation.on(Studio.address("10.0.1.1")));
    ReserveResult again = studio.reserve("ada", 2, Reservation.on(Studio.address("10.0.1.1")));

    assertThat(again).isEqualTo(first);
  }

  @Test
  void aWishedPortAndSsrcAreGivenIfFree() {
    Reservation wish = new Reservation(Studio.address("10.0.1.1"), 20_100, 0xFFFF_FFF0L);

    Reserved ada = (Reserved) studio.reserve("ada", 1, wish);
    Reserved bob = (Reserved) studio.reserve("bob", 1, wish);

    assertThat(ada.local().getPort()).isEqualTo(20_100);
    assertThat(ada.ssrc()).isEqualTo(0xFFFF_FFF0L);
    assertThat(bob.local().getPort()).isNotEqualTo(20_100);
  }

  @Test
  void whoeverGoesOnWithAStreamBeginsAheadOfWhatWasSent() {
    for (int fate = 0; fate < 50; fate++) {
      Studio before = new Studio();
      before.nowNs += fate * 777_000_000_000L;
      Phone ada = before.join("ada", 440);
      long ssrc =
          ((Reserved) before.reserve("ada", 1, Reservation.on(Studio.address("10.0.1.1")))).ssrc();
      before.run(400);
      Studio after = new Studio();
      after.nowNs = before.nowNs + 3_000_000_000L;

      Phone again = after.joinAgain("ada", ssrc);
      after.run(40);

      assertThat(again.lastSsrc).isEqualTo(ada.lastSsrc);
      assertThat((short) (again.lastSequence - ada.lastSequence))
          .isBetween((short) 140, (short) 160);
      assertThat(again.lastTimestamp - ada.lastTimestamp).isBetween(24_000, 24_800);
    }
  }

  @Test
  void aSessionMadeAnewHasAnotherSsrcAndAnotherPort() {
    Reservation wish = Reservation.on(Studio.address("10.0.1.1"));
    Reserved first = (Reserved) studio.reserve("ada", 1, wish);
    studio.close("ada", 1);

    Reserved second = (Reserved) studio.reserve("ada", 1, wish);

    assertThat(second.ssrc()).isNotEqualTo(first.ssrc());
    assertThat(second.local()).isNotEqualTo(first.local());
  }

  @Test
  void commandsForASessionThatIsNotThereSaySo() {
    SessionParameters parameters =
        SessionParameters.plain(
            new InetSocketAddress(Studio.address("10.0.0.1"), 4000), AudioCodec.PCMU);

    assertThat(studio.connect("ada", 1, parameters)).isEqualTo(new CommandResult.Unknown());
    assertThat(studio.close("ada", 1)).isEqualTo(new CommandResult.Done());
  }

  @Test
  void aConferenceWithoutFocusPlaysOnForTheGraceAndIsClosedWithBye() {
    MediaSettings defaults = MediaSettings.defaults();
    MediaSettings.Times times = defaults.times();
    Studio orphans =
        new Studio(
            defaults.with(
                new MediaSettings.Times(
                    times.relatchAfter(),
                    times.silenceReport(),
                    times.rtcpInterval(),
                    Duration.ofSeconds(10))));
    Phone ada = orphans.join("ada", 523);
    orphans.run(1000);
    orphans.loop.onDetachAll();
    orphans.run(9_000);
    assertThat(orphans.told).doesNotContain("orphan ada");
    assertThat(ada.received).isGreaterThan(490);

    orphans.run(1_500);

    assertThat(orphans.told).contains("orphan ada");
    assertThat(orphans.count(Counter.SESSIONS)).isZero();
    byte[] last = ada.control.get(ada.control.size() - 1);
    assertThat(last[last.length - 7] & 0xFF).as("BYE").isEqualTo(203);
  }

  @Test
  void aPlaneThatLeavesSaysNoBye() {
    Phone ada = studio.join("ada", 523);
    studio.run(6_000);
    int reports = ada.control.size();

    studio.loop.onLeave();
    studio.loop.onShutdown(studio.nowNs);

    assertThat(reports).isPositive();
    assertThat(ada.control).hasSize(reports);
    assertThat(studio.count(Counter.SESSIONS)).isZero();
  }

  @Test
  void aPlaneThatClosesSaysByeToEverybody() {
    Phone ada = studio.join("ada", 523);
    studio.run(1_000);

    studio.loop.onShutdown(studio.nowNs);

    byte[] last = ada.control.get(ada.control.size() - 1);
    assertThat(last[last.length - 7] & 0xFF).as("BYE").isEqualTo(203);
  }

  @Test
  void aFocusThatComesBackStopsTheOrphanClock() {
    studio.join("ada", 523);
    studio.loop.onDetachAll();
    studio.run(1000);
    studio.loop.onAdopt(Studio.ROOM, 2, result -> {});

    studio.nowNs += studio.settings.times().orphanGrace().toNanos() + 1;
    studio.run(1000);

    assertThat(studio.count(Counter.SESSIONS)).isEqualTo(1);
  }

  @Test
  void aSilentStreamIsToldOnceAndItsReturnToo() {
    Phone ada = studio.join("ada", 523);
    studio.run(1000);
    ada.sending = false;
    studio.run(25_000);
    ada.sending = true;
    studio.run(1000);

    assertThat(studio.told)
        .containsExactly(
            "first ada", "talkers [ada]", "talkers []", "lost ada", "back ada", "talkers [ada]");
  }

  @Test
  void aKeyPressIsToldAndNotMixed() {
    Phone ada = studio.join("ada", 523);
    Phone bob = studio.join("bob", 701);
    ada.sending = false;
    bob.sending = false;
    studio.run(500);
    for (int i = 1; i <= 6; i++) {
      byte[] packet = new byte[16];
      RtpHeader.write(ByteBuffer.wrap(packet), 0, 101, ada.sequence++, ada.timestamp, ada.ssrc);
      packet[12] = 5;
      packet[13] = (byte) (i > 3 ? 0x80 : 0);
      packet[14] = (byte) ((i * 160) >> 8);
      packet[15] = (byte) (i * 160);
      ada.send(packet);
      studio.run(20);
    }
    studio.run(300);

    assertThat(studio.told).contains("dtmf ada 5 80").doesNotHaveDuplicates();
    assertThat(bob.loudest()).isZero();
  }

  @Test
  void whatIsNotOfTheSessionIsCountedAndIgnored() {
    Phone ada = studio.join("ada", 523);
    ada.sending = false;
    ada.send(new byte[0]);
    ada.send(new byte[] {0, 1, 0, 0, 0x21, 0x12, (byte) 0xA4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1});
    ada.payloadType = 96;
    ada.send(ada.nextPacket());

    studio.run(100);

    assertThat(studio.count(Counter.MALFORMED)).isEqualTo(2);
    assertThat(studio.count(Counter.UNEXPECTED)).isEqualTo(1);
    assertThat(studio.told).isEmpty();
  }

  @Test
  void soundIsSentToWhereItComesFrom() {
    Phone ada = studio.join("ada", 523);
    ada.moveTo(new InetSocketAddress(Studio.address("203.0.113.9"), 40_000));
    Phone bob = studio.join("bob", 701);

    studio.run(1000);

    assertThat(ada.hears(bob.hz)).isGreaterThan(3000);
  }

  @Test
  void aNewBindingOfANatIsFollowedWithoutStartingAnew() {
    Phone ada = studio.join("ada", 523);
    Phone bob = studio.join("bob", 701);
    studio.run(1000);
    ada.sending = false;
    studio.run(160);
    ada.sequence += 8;
    ada.timestamp += 8 * 160;
    ada.moveTo(new InetSocketAddress(Studio.address("203.0.113.9"), 40_000));
    ada.sending = true;
    studio.run(100);
    studio.forgetAll();

    studio.run(1000);

    assertThat(ada.hears(bob.hz)).isGreaterThan(3000);
    assertThat(bob.hears(ada.hz)).isGreaterThan(3000);
    assertThat(studio.count(Counter.LOST)).isEqualTo(8);
    assertThat(studio.told).doesNotHaveDuplicates();
  }

  @Test
  void aStrangerIsNotHeardWhileTheStreamRuns() {
    Phone ada = studio.join("ada", 523);
    Phone bob = studio.join("bob", 701);
    studio.run(500);
    InetSocketAddress thief = new InetSocketAddress(Studio.address("198.51.100.1"), 9);
    Phone mallory = new Phone(studio.network, "eve", 1907, AudioCodec.PCMU, thief, ada.server);
    studio.phones.add(mallory);

    studio.run(1000);

    assertThat(bob.hears(mallory.hz)).isLessThan(50);
    assertThat(mallory.received).isZero();
    assertThat(studio.count(Counter.STRANGERS)).isBetween(49L, 50L);
  }

  @Test
  void reportsComeAboutEveryFiveSecondsAndTellLossAndTime() {
    Phone ada = studio.join("ada", 523);
    studio.run(60_000);

    assertThat(ada.control).hasSizeBetween(9, 25);
    byte[] last = ada.control.get(ada.control.size() - 1);
    assertThat(last[1] & 0xFF).as("SR").isEqualTo(200);
    assertThat(last[0] & 0x1F).as("one block").isEqualTo(1);
    assertThat(ByteBuffer.wrap(last).getInt(28)).isEqualTo(ada.ssrc);
    assertThat(last[32]).as("fraction lost").isZero();
  }

  @Test
  void theInventoryTellsPortsSourceAndLastPacket() {
    Phone ada = studio.join("ada", 523);
    studio.run(1000);

    SessionRecord record = only();

    assertThat(record.id()).isEqualTo(Studio.id("ada"));
    assertThat(record.local()).isEqualTo(ada.server);
    assertThat(record.ssrc()).isEqualTo(Integer.toUnsignedLong(ada.lastSsrc));
    assertThat(record.reception().packets()).isEqualTo(50);
    assertThat(record.reception().lastPacketNs()).isEqualTo(studio.nowNs);
    assertThat(record.reception().delayMs()).isBetween(20, 40);
    assertThat(record.reception().jitterUs()).isZero();
  }

  @Test
  void aLoopThatFellFarBehindSkipsAheadInsteadOfSendingABurst() {
    Phone ada = studio.join("ada", 523);
    studio.run(1000);
    int before = ada.received;
    int timestamp = ada.lastTimestamp;

    studio.nowNs += 1_000_000_000L;
    studio.run(20);

    assertThat(ada.received - before).isBetween(1, 2);
    assertThat(ada.gaps).isZero();
    assertThat(ada.lastTimestamp - timestamp).isBetween(8 * 1000, 8 * 1040);
    assertThat(studio.count(Counter.FRAMES_SKIPPED)).isBetween(49L, 51L);
  }

  @Test
  void lateTicksAreCountedWithTheLatest() {
    studio.join("ada", 523);
    studio.run(1000);
    assertThat(studio.count(Counter.FRAMES_LATE)).isZero();

    studio.nowNs += 30_000_000L;
    studio.run(1000);

    assertThat(studio.count(Counter.FRAMES_LATE)).isBetween(1L, 3L);
    assertThat(studio.count(Counter.MAX_LATENESS_NS)).isBetween(15_000_000L, 40_000_000L);
  }

  @Test
  void aListenerThatThrowsStopsNothing() {
    Phone ada = studio.join("ada", 523);
    Phone bob = studio.join("bob", 701);
    studio
        .loop
        .listener()
        .replace(
            new org.confocal.media.MediaListener() {
              @Override
              public void firstPacket(org.confocal.media.SessionId id) {
                throw new IllegalStateException("a fault of the listener");
              }
            });

    studio.run(1000);

    assertThat(bob.hears(ada.hz)).isGreaterThan(3000);
    assertThat(studio.count(Counter.FAILURES)).isEqualTo(2);
  }

  @Test
  void stallsOfTheLoopAreNotTakenForStallsOfTheNetwork() {
    Phone ada = studio.join("ada", 523);
    Phone bob = studio.join("bob", 701);
    studio.run(1000);
    long seed = 8;
    java.util.Random random = new java.util.Random(seed);

    for (int i = 0; i < 100; i++) {
      studio.stall(5L * random.nextInt(80));
      studio.run(5L * random.nextInt(80));
    }
    studio.run(1000);
    studio.forgetAll();
    studio.run(1000);

    assertThat(ada.hears(bob.hz)).isGreaterThan(3000);
    assertThat(studio.count(Counter.LATE)).as("seed " + seed).isZero();
    assertThat(studio.count(Counter.LOST)).as("seed " + seed).isZero();
  }

  @Test
  void aStallOfSecondsIsRecoveredFromAtOnce() {
    Phone ada = studio.join("ada", 523);
    Phone bob = studio.join("bob", 701);
    studio.run(1000);

    studio.stall(1400);
    studio.run(1000);
    studio.forgetAll();
    studio.run(1000);

    assertThat(ada.hears(bob.hz)).isGreaterThan(3000);
    assertThat(studio.count(Counter.LATE)).isLessThan(20);
  }

  @Test
  void withRtcpMuxReportsShareTheRtpPortBothWays() {
    Phone ada = studio.join("ada", 523);
    ada.payloadType = 0;
    studio.connect(
        "ada",
        1,
        new SessionParameters(
            ada.address,
            ada.address,
            AudioCodec.PCMU,
            0,
            SessionParameters.NONE,
            org.confocal.media.MediaDirection.SENDRECV,
            true,
            false));
    studio.run(1000);
    ada.sending = false;
    for (int i = 0; i < 12; i++) {
      ada.send(receiverReport(ada.ssrc));
      studio.run(1000);
    }

    assertThat(studio.told).as("RTCP is a sign of life").doesNotContain("lost ada");
    assertThat(studio.count(Counter.MALFORMED)).isZero();
    assertThat(ada.control).isNotEmpty();
  }

  @Test
  void rtcpFromElsewhereIsRefusedAndFromThePeerIsFollowed() {
    Phone ada = studio.join("ada", 523);
    studio.run(1000);
    InetSocketAddress control =
        new InetSocketAddress(ada.server.getAddress(), ada.server.getPort() + 1);
    List<byte[]> atNewPort = new ArrayList<>();
    InetSocketAddress newPort = new InetSocketAddress(ada.address.getAddress(), 9_999);
    studio.network.attach(newPort, (bytes, from) -> atNewPort.add(bytes));

    studio.network.deliver(
        receiverReport(1), new InetSocketAddress(Studio.address("198.51.100.1"), 4_001), control);
    studio.network.deliver(receiverReport(ada.ssrc), newPort, control);
    studio.run(15_000);

    assertThat(studio.count(Counter.STRANGERS)).isEqualTo(1);
    assertThat(atNewPort).isNotEmpty();
  }

  private static byte[] receiverReport(int ssrc) {
    ByteBuffer out = ByteBuffer.allocate(512);
    RtcpWriter.receiverReport(out, ssrc);
    return java.util.Arrays.copyOf(out.array(), out.position());
  }
}
