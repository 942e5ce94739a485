package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.confocal.media.AudioCodec;
import org.confocal.media.MediaDirection;
import org.confocal.media.OpusTerms;
import org.confocal.media.SessionParameters;
import org.confocal.media.ice.IceCredentials;
import org.confocal.media.ice.IceTerms;
import org.confocal.media.ice.OcsCandidate;
import org.confocal.media.ice.OcsCredentials;
import org.confocal.media.ice.OcsPeer;
import org.confocal.media.ice.StunScript;
import org.confocal.media.srtp.SrtpKey;
import org.confocal.media.srtp.SrtpKeys;
import org.confocal.media.srtp.SrtpSuite;
import org.junit.jupiter.api.Test;

class IceLegTest {

  private static final IceCredentials OURS =
      new IceCredentials("srvr1234", "abcdefghijklmnopqrstuvwx");
  private static final IceCredentials NEW =
      new IceCredentials("anew5678", "zyxwvutsrqponmlkjihgfedc");
  private static final int SUCCESS = 0x0101;
  private static final int ERROR = 0x0111;

  private final Studio studio = new Studio();
  private final Phone ada = studio.join("ada", 523);
  private final Phone bob = studio.join("bob", 701);

  private void ice(IceTerms terms, boolean mux) {
    studio.connect(
        "ada",
        1,
        new SessionParameters(
                ada.address,
                rtcp(ada.address),
                AudioCodec.PCMU,
                0,
                20,
                SessionParameters.NONE,
                8000,
                OpusTerms.UNSAID,
                MediaDirection.SENDRECV,
                mux,
                false)
            .with(terms));
  }

  private static InetSocketAddress rtcp(InetSocketAddress rtp) {
    return new InetSocketAddress(rtp.getAddress(), rtp.getPort() + 1);
  }

  private static StunScript check(IceCredentials to) {
    return StunScript.request().username(to.ufrag() + ":peer").priority().controlling();
  }

  private static byte[] plain(IceCredentials to) {
    return check(to).integrity(to.password()).fingerprint().bytes();
  }

  private static byte[] nominating(IceCredentials to) {
    return check(to).useCandidate().integrity(to.password()).fingerprint().bytes();
  }

  private static int type(byte[] message) {
    return ByteBuffer.wrap(message).getShort(0);
  }

  @Test
  void beforeANominationNothingIsSentAndNothingIsBelieved() {
    ice(new IceTerms.Lite(OURS), true);

    studio.run(1000);

    assertThat(ada.received).isZero();
    assertThat(bob.hears(ada.hz)).isLessThan(50);
    assertThat(studio.count(Counter.STRANGERS)).isBetween(49L, 51L);
  }

  @Test
  void soundGoesToAndComesFromTheNominatedAddress() {
    ice(new IceTerms.Lite(OURS), true);
    ada.moveTo(new InetSocketAddress(Studio.address("203.0.113.9"), 40_000));
    ada.send(nominating(OURS));
    studio.run(100);
    studio.forgetAll();

    studio.run(1000);

    assertThat(type(ada.stun.get(0))).isEqualTo(SUCCESS);
    assertThat(ada.hears(bob.hz)).isGreaterThan(3000);
    assertThat(bob.hears(ada.hz)).isGreaterThan(3000);
    assertThat(studio.count(Counter.CHECKS)).isEqualTo(1);
  }

  @Test
  void anotherAddressIsNotHeardAndGetsNothingEvenTheSignalledOne() {
    ice(new IceTerms.Lite(OURS), true);
    InetSocketAddress signalled = ada.address;
    ada.moveTo(new InetSocketAddress(Studio.address("203.0.113.9"), 40_000));
    ada.send(nominating(OURS));
    Phone eve = new Phone(studio.network, "eve", 1907, AudioCodec.PCMU, signalled, ada.server);
    ada.sending = false;
    studio.phones.add(eve);

    studio.run(5000);

    assertThat(bob.hears(eve.hz)).isLessThan(50);
    assertThat(eve.received).isZero();
    assertThat(ada.received).isGreaterThan(240);
  }

  @Test
  void wrongIntegrityIsRefusedCountedAndNotBelieved() {
    ice(new IceTerms.Lite(OURS), true);
    ada.send(check(OURS).useCandidate().integrity("wrong").fingerprint().bytes());

    studio.run(1000);

    assertThat(type(ada.stun.get(0))).isEqualTo(ERROR);
    assertThat(studio.count(Counter.CHECKS)).isZero();
    assertThat(studio.count(Counter.CHECKS_REFUSED)).isEqualTo(1);
    assertThat(ada.received).isZero();
    assertThat(bob.hears(ada.hz)).isLessThan(50);
  }

  @Test
  void refusalsAreFew() {
    ice(new IceTerms.Lite(OURS), true);
    for (int i = 0; i < 50; i++) {
      ada.send(plain(NEW));
    }
    studio.run(20);
    int atOnce = ada.stun.size();
    studio.run(980);
    for (int i = 0; i < 50; i++) {
      ada.send(plain(NEW));
    }
    studio.run(20);

    assertThat(atOnce).isEqualTo(5);
    assertThat(ada.stun).hasSize(10);
    assertThat(studio.count(Counter.CHECKS_REFUSED)).isEqualTo(100);
  }

  @Test
  void nothingIsOpenedForWhoHasPassedNoCheck() {
    byte[] secret = new byte[SrtpSuite.AEAD_AES_128_GCM.secretLength()];
    SrtpKey key = new SrtpKey(SrtpSuite.AEAD_AES_128_GCM, secret);
    studio.connect(
        "ada",
        1,
        Studio.parameters(ada).with(new SrtpKeys(key, key)).with(new IceTerms.Lite(OURS)));

    studio.run(1000);

    assertThat(studio.count(Counter.STRANGERS)).isBetween(49L, 51L);
    assertThat(studio.count(Counter.UNAUTHENTIC)).isZero();
  }

  @Test
  void soundFromACheckedAddressIsHeardBeforeItIsNominated() {
    ice(new IceTerms.Lite(OURS), true);
    ada.send(plain(OURS));

    studio.run(1000);

    assertThat(bob.hears(ada.hz)).isGreaterThan(3000);
    assertThat(ada.received).isZero();
  }

  @Test
  void theLastNominationCounts() {
    ice(new IceTerms.Lite(OURS), true);
    ada.send(nominating(OURS));
    studio.run(500);
    ada.moveTo(new InetSocketAddress(Studio.address("203.0.113.9"), 40_000));
    ada.send(nominating(OURS));
    studio.run(100);
    studio.forgetAll();

    studio.run(1000);

    assertThat(ada.hears(bob.hz)).isGreaterThan(3000);
    assertThat(bob.hears(ada.hz)).isGreaterThan(3000);
  }

  @Test
  void consentKeepsASilentLegAlive() {
    ice(new IceTerms.Lite(OURS), true);
    ada.send(nominating(OURS));
    studio.run(1000);
    ada.sending = false;

    for (int i = 0; i < 12; i++) {
      ada.send(plain(OURS));
      studio.run(5000);
    }

    assertThat(studio.told).doesNotContain("lost ada");
    assertThat(ada.stun).hasSize(13);
  }

  @Test
  void whenConsentEndsTheLegIsLost() {
    ice(new IceTerms.Lite(OURS), true);
    ada.send(nominating(OURS));
    studio.run(1000);
    ada.sending = false;

    studio.run(11_000);

    assertThat(studio.told).contains("lost ada");
  }

  @Test
  void afterARestartOldChecksAreRefusedAndSoundStaysUntilTheNewNomination() {
    ice(new IceTerms.Lite(OURS), true);
    ada.send(nominating(OURS));
    studio.run(500);
    ice(new IceTerms.Lite(NEW), true);
    ada.send(plain(OURS));
    studio.forgetAll();
    studio.run(1000);
    double meanwhile = ada.hears(bob.hz);
    ada.moveTo(new InetSocketAddress(Studio.address("203.0.113.9"), 40_000));
    ada.send(nominating(NEW));
    studio.run(100);
    studio.forgetAll();

    studio.run(1000);

    assertThat(type(ada.stun.get(1))).isEqualTo(ERROR);
    assertThat(meanwhile).isGreaterThan(3000);
    assertThat(ada.hears(bob.hz)).isGreaterThan(3000);
    assertThat(bob.hears(ada.hz)).isGreaterThan(3000);
  }

  @Test
  void theSameTermsAgainRestartNothing() {
    ice(new IceTerms.Lite(OURS), true);
    ada.send(nominating(OURS));
    studio.run(500);

    ice(new IceTerms.Lite(new IceCredentials(OURS.ufrag(), OURS.password())), true);
    studio.forgetAll();
    studio.run(1000);

    assertThat(ada.hears(bob.hz)).isGreaterThan(3000);
  }

  @Test
  void withoutMuxReportsGoToTheNominatedAddressOfTheirComponent() {
    ice(new IceTerms.Lite(OURS), false);
    ada.send(nominating(OURS));
    InetSocketAddress control = new InetSocketAddress(Studio.address("203.0.113.9"), 40_007);
    List<byte[]> there = new ArrayList<>();
    studio.network.attach(control, (bytes, from) -> there.add(bytes));
    studio.run(10_000);
    int before = ada.control.size();

    studio.network.deliver(nominating(OURS), control, rtcp(ada.server));
    studio.run(20_000);

    assertThat(before).isZero();
    assertThat(type(there.get(0))).isEqualTo(SUCCESS);
    assertThat(there).hasSizeGreaterThan(2);
    assertThat(ada.control).isEmpty();
  }

  @Test
  void withMuxReportsGoToTheNominatedAddressOfTheSound() {
    ice(new IceTerms.Lite(OURS), true);
    ada.send(nominating(OURS));

    studio.run(20_000);

    assertThat(ada.control).hasSizeGreaterThan(2);
  }

  @Test
  void aLegThatStopsDoingIceIsBelievedByItsAddressAgain() {
    ice(new IceTerms.Lite(OURS), true);
    studio.run(500);
    ice(IceTerms.NONE, true);
    studio.forgetAll();

    studio.run(1000);

    assertThat(ada.hears(bob.hz)).isGreaterThan(3000);
    assertThat(bob.hears(ada.hz)).isGreaterThan(3000);
  }

  @Test
  void aClientOfTheOlderDialectIsAnsweredCheckedAndHeard() {
    Random secrets = new Random(5);
    OcsCandidate local = OcsCandidate.host(OcsCredentials.random(secrets), 1, ada.server);
    OcsCandidate remote = OcsCandidate.host(OcsCredentials.random(secrets), 1, ada.address);
    ice(new IceTerms.Ocs(List.of(local), List.of(remote)), false);
    ada.send(
        OcsPeer.check(StunScript.hex("00112233445566778899aabbccddeeff"), local, remote).bytes());
    studio.run(100);
    studio.forgetAll();

    studio.run(1000);

    assertThat(type(ada.stun.get(0))).isEqualTo(SUCCESS);
    assertThat(type(ada.stun.get(1))).as("our check").isEqualTo(1);
    assertThat(ada.hears(bob.hz)).isGreaterThan(3000);
    assertThat(bob.hears(ada.hz)).isGreaterThan(3000);
  }

  @Test
  void aClientOfTheOlderDialectWithAWrongPasswordIsNotHeard() {
    Random secrets = new Random(5);
    OcsCandidate local = OcsCandidate.host(OcsCredentials.random(secrets), 1, ada.server);
    OcsCandidate remote = OcsCandidate.host(OcsCredentials.random(secrets), 1, ada.address);
    ice(new IceTerms.Ocs(List.of(local), List.of(remote)), false);
    byte[] check =
        OcsPeer.check(StunScript.hex("00112233445566778899aabbccddeeff"), local, remote).bytes();
    check[check.length - 1] ^= 1;
    ada.send(check);

    studio.run(1000);

    assertThat(type(ada.stun.get(0))).isEqualTo(ERROR);
    assertThat(ada.received).isZero();
    assertThat(bob.hears(ada.hz)).isLessThan(50);
    assertThat(studio.count(Counter.CHECKS_REFUSED)).isEqualTo(1);
  }
}
