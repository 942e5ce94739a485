package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import org.confocal.media.rtp.RtcpWriter;
import org.confocal.media.rtp.RtpHeader;
import org.confocal.media.srtp.SrtpKey;
import org.confocal.media.srtp.SrtpKeys;
import org.confocal.media.srtp.SrtpReceiver;
import org.confocal.media.srtp.SrtpSender;
import org.confocal.media.srtp.SrtpSuite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Legs with keys among legs without. */
class SecureLegsTest {
  private static final SrtpSuite USUAL = SrtpSuite.AES_CM_128_HMAC_SHA1_80;

  private final Studio studio = new Studio();
  private final Random random = new Random(7);

  private SrtpKey key(SrtpSuite suite) {
    byte[] secret = new byte[suite.secretLength()];
    random.nextBytes(secret);
    return new SrtpKey(suite, secret);
  }

  private SrtpKeys keys(SrtpSuite suite) {
    return new SrtpKeys(key(suite), key(suite));
  }

  /** Both ends know these keys from now on. */
  private void secure(Phone phone, SrtpKeys keys) {
    studio.connect(phone.name, 1, Studio.parameters(phone).with(keys));
    phone.secure(keys);
  }

  @ParameterizedTest
  @EnumSource
  void phonesWithAndWithoutKeysHearEachOther(SrtpSuite suite) {
    Phone ada = studio.join("ada", 523);
    Phone bob = studio.join("bob", 701);
    Phone cyd = studio.join("cyd", 911);
    secure(ada, keys(suite));
    secure(bob, keys(suite));

    studio.run(1_000);
    studio.forgetAll();
    studio.run(1_000);

    assertThat(ada.hears(701)).isGreaterThan(5_000);
    assertThat(ada.hears(911)).isGreaterThan(5_000);
    assertThat(bob.hears(523)).isGreaterThan(5_000);
    assertThat(cyd.hears(523)).isGreaterThan(5_000);
    assertThat(cyd.hears(701)).isGreaterThan(5_000);
    assertThat(ada.refused + bob.refused + ada.gaps + bob.gaps + cyd.gaps).isZero();
    assertThat(studio.count(Counter.UNAUTHENTIC)).isZero();
  }

  @Test
  void whatListenersShareIsProtectedForEachByHisOwnKey() {
    Phone ada = studio.join("ada", 523);
    Phone bob = studio.join("bob", 701);
    Phone cyd = studio.join("cyd", 911);
    secure(bob, keys(USUAL));
    secure(cyd, keys(SrtpSuite.AEAD_AES_128_GCM));
    bob.sending = false;
    cyd.sending = false;
    Phone dan = studio.join("dan", 300);
    dan.sending = false;

    studio.run(500);
    studio.forgetAll();
    studio.run(1_000);

    assertThat(bob.clean(523)).isGreaterThan(20);
    assertThat(cyd.clean(523)).isGreaterThan(20);
    assertThat(dan.clean(523)).isGreaterThan(20);
    assertThat(bob.refused + cyd.refused).isZero();
    assertThat(ada.received).isPositive();
  }

  @Test
  void whoHasTheWrongKeyIsNotHeardAndIsCounted() {
    Phone ada = studio.join("ada", 523);
    Phone bob = studio.join("bob", 701);
    studio.connect("ada", 1, Studio.parameters(ada).with(keys(USUAL)));
    ada.secure(keys(USUAL));

    studio.run(1_000);

    assertThat(bob.hears(523)).isLessThan(10);
    assertThat(ada.refused).isEqualTo(50);
    assertThat(studio.count(Counter.UNAUTHENTIC)).isBetween(49L, 50L);
    assertThat(studio.told).doesNotContain("first ada");
  }

  @Test
  void whoHasNoKeyMovesNoStream() {
    Phone ada = studio.join("ada", 523);
    secure(ada, keys(USUAL));
    InetSocketAddress eve = new InetSocketAddress(Studio.address("10.9.9.9"), 4000);
    int[] stolen = new int[1];
    studio.network.attach(eve, (bytes, from) -> stolen[0]++);
    byte[] plain = new byte[172];
    RtpHeader.write(ByteBuffer.wrap(plain), 0, 0, 1, 160, 99);

    studio.network.deliver(plain, eve, ada.server);
    studio.run(1_000);

    assertThat(stolen[0]).isZero();
    assertThat(studio.count(Counter.UNAUTHENTIC)).isEqualTo(1);
    assertThat(ada.received).isGreaterThan(45);
  }

  @Test
  void aPacketThatIsSentAgainFromElsewhereMovesNoStream() {
    Phone ada = studio.join("ada", 523);
    secure(ada, keys(USUAL));
    studio.run(500);
    byte[] packet = ada.onTheWire(ada.nextPacket());
    studio.network.deliver(packet, ada.address, ada.server);
    studio.run(20);
    ada.sending = false;
    studio.run(10_000);
    InetSocketAddress eve = new InetSocketAddress(Studio.address("10.9.9.9"), 4000);
    int[] stolen = new int[1];
    studio.network.attach(eve, (bytes, from) -> stolen[0]++);

    studio.network.deliver(packet, eve, ada.server);
    studio.run(500);

    assertThat(stolen[0]).isZero();
    assertThat(studio.count(Counter.UNAUTHENTIC)).isEqualTo(1);
  }

  @Test
  void reportsAreProtectedBothWays() {
    Phone ada = studio.join("ada", 523);
    SrtpKeys keys = keys(USUAL);
    secure(ada, keys);
    byte[] report = new byte[2048];
    ByteBuffer plain = ByteBuffer.wrap(report);
    RtcpWriter.receiverReport(plain, ada.ssrc);
    int length = plain.position();
    InetSocketAddress rtcp =
        new InetSocketAddress(ada.server.getAddress(), ada.server.getPort() + 1);
    studio.network.deliver(java.util.Arrays.copyOf(report, length), ada.address, rtcp);
    studio.run(20);
    long refused = studio.count(Counter.UNAUTHENTIC);
    int sealed = new SrtpSender(keys.theirs()).protectRtcp(report, length);
    studio.network.deliver(java.util.Arrays.copyOf(report, sealed), ada.address, rtcp);

    studio.run(20_000);

    assertThat(refused).isEqualTo(1);
    assertThat(studio.count(Counter.UNAUTHENTIC)).isEqualTo(1);
    assertThat(studio.count(Counter.MALFORMED)).isZero();
    SrtpReceiver opens = new SrtpReceiver(keys.ours());
    assertThat(ada.control)
        .isNotEmpty()
        .allMatch(bytes -> opens.openRtcp(bytes.clone(), bytes.length) > 0);
  }

  @Test
  void aStreamWithKeysBeginsFarFromItsWrap() {
    for (int minutes = 0; minutes < 20; minutes++) {
      Studio late = new Studio();
      Phone ada = late.join("ada", 523);
      late.connect(
          "ada", 1, Studio.parameters(ada).with(org.confocal.media.MediaDirection.RECVONLY));
      late.nowNs += minutes * 60_000_000_000L;
      SrtpKeys keys = keys(USUAL);
      late.connect("ada", 1, Studio.parameters(ada).with(keys));
      ada.secure(keys);

      late.run(40);

      assertThat(ada.lastSequence).isBetween(0, 0x8000);
    }
  }

  @Test
  void aNewKeyOfOursComesWithAStreamThatNeverWas() {
    Phone ada = studio.join("ada", 523);
    studio.join("bob", 701);
    SrtpKeys first = keys(USUAL);
    secure(ada, first);
    studio.run(1_000);
    int before = ada.lastSsrc;

    secure(ada, new SrtpKeys(key(USUAL), first.theirs()));
    ada.lastSequence = -1;
    studio.run(500);
    ada.forget();
    studio.run(1_000);

    assertThat(ada.lastSsrc).isNotEqualTo(before);
    assertThat(ada.hears(701)).isGreaterThan(5_000);
    assertThat(ada.gaps + ada.refused).isZero();
  }

  @Test
  void aKeyThatStaysGoesOnWithItsStream() {
    Phone ada = studio.join("ada", 523);
    SrtpKeys keys = keys(USUAL);
    secure(ada, keys);
    studio.run(1_000);
    int before = ada.lastSsrc;

    studio.connect("ada", 1, Studio.parameters(ada).with(keys));
    studio.run(1_000);

    assertThat(ada.lastSsrc).isEqualTo(before);
    assertThat(ada.gaps + ada.refused).isZero();
    assertThat(studio.count(Counter.UNAUTHENTIC)).isZero();
  }

  @Test
  void aFormerKeyOfThePeerIsGoodForWhatWasOnItsWayOnly() {
    Phone ada = studio.join("ada", 523);
    Phone bob = studio.join("bob", 701);
    SrtpKeys first = keys(USUAL);
    secure(ada, first);
    studio.run(1_000);

    studio.connect("ada", 1, Studio.parameters(ada).with(new SrtpKeys(first.ours(), key(USUAL))));
    studio.run(1_000);
    long refusedAtFirst = studio.count(Counter.UNAUTHENTIC);
    studio.run(2_000);
    bob.forget();
    studio.run(1_000);

    assertThat(refusedAtFirst).isZero();
    assertThat(studio.count(Counter.UNAUTHENTIC)).isGreaterThan(90);
    assertThat(bob.hears(523)).isLessThan(10);
  }
}
