package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class SourceLatchTest {

  private static final long RELATCH_NS = 2_000_000_000L;
  private static final long MS = 1_000_000L;

  private final InetSocketAddress signalled = at("192.168.0.5", 4000);
  private final InetSocketAddress behindNat = at("203.0.113.7", 33_001);
  private final InetSocketAddress rebound = at("203.0.113.7", 33_002);
  private final InetSocketAddress thief = at("198.51.100.9", 5000);
  private final SourceLatch latch = new SourceLatch(signalled, RELATCH_NS);

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(Studio.address(address), port);
  }

  @Test
  void untilAPacketCameTheSignalledAddressIsSentTo() {
    assertThat(latch.target()).isEqualTo(signalled);
    assertThat(latch.latched()).isFalse();
  }

  @Test
  void theFirstSourceIsLatchedAndStrangersAreRefused() {
    assertThat(latch.take(behindNat, 1, 100, 0)).isTrue();
    assertThat(latch.changed()).isTrue();

    assertThat(latch.take(thief, 2, 7, 20 * MS)).isFalse();
    assertThat(latch.take(thief, 1, 101, 20 * MS)).isFalse();
    assertThat(latch.take(behindNat, 1, 101, 20 * MS)).isTrue();
    assertThat(latch.changed()).isFalse();
    assertThat(latch.target()).isEqualTo(behindNat);
  }

  @Test
  void theSignalledAddressBeatsAGuessedOne() {
    latch.take(thief, 2, 7, 0);

    assertThat(latch.take(signalled, 1, 100, 20 * MS)).isTrue();

    assertThat(latch.target()).isEqualTo(signalled);
    assertThat(latch.take(thief, 2, 8, 40 * MS)).isFalse();
  }

  @Test
  void anyPortOfTheSignalledIpBeatsAnotherIpThatWasGuessed() {
    InetSocketAddress otherPort = at("192.168.0.5", 4002);
    latch.take(thief, 2, 7, 0);

    assertThat(latch.take(otherPort, 1, 100, 20 * MS)).isTrue();

    assertThat(latch.target()).isEqualTo(otherPort);
    assertThat(latch.take(thief, 2, 8, 40 * MS)).isFalse();
    assertThat(latch.take(at("192.168.0.5", 4004), 3, 1, 40 * MS)).as("the IP fits").isFalse();
  }

  @Test
  void onceASourceIsLatchedOthersAreNotVouchedFor() {
    assertThat(latch.vouches(behindNat)).as("nothing is known").isTrue();

    latch.take(behindNat, 1, 100, 0);

    assertThat(latch.vouches(rebound)).isTrue();
    assertThat(latch.vouches(signalled)).isTrue();
    assertThat(latch.vouches(thief)).isFalse();
  }

  @Test
  void aNewBindingThatCarriesTheStreamOnIsFollowedAfterAShortSilence() {
    latch.take(behindNat, 1, 65_535, 0);

    assertThat(latch.take(rebound, 1, 0, 99 * MS)).isFalse();
    assertThat(latch.take(rebound, 1, 5, 100 * MS)).isTrue();
    assertThat(latch.target()).isEqualTo(rebound);
  }

  @Test
  void anotherStreamIsFollowedOnlyAfterALongSilence() {
    latch.take(behindNat, 1, 100, 0);

    assertThat(latch.take(rebound, 2, 101, RELATCH_NS - 1)).isFalse();
    assertThat(latch.take(rebound, 1, 300, RELATCH_NS - 1)).as("too far ahead").isFalse();
    assertThat(latch.take(rebound, 2, 102, RELATCH_NS)).isTrue();
  }

  @Test
  void aNewSignalledAddressStartsAnewAndTheSameDoesNot() {
    latch.take(behindNat, 1, 100, 0);

    latch.signal(signalled);
    assertThat(latch.target()).isEqualTo(behindNat);

    latch.signal(at("192.168.0.5", 6000));
    assertThat(latch.target()).isEqualTo(at("192.168.0.5", 6000));
    assertThat(latch.take(rebound, 9, 1, MS)).isTrue();
  }
}
