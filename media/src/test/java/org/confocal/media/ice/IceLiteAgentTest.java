package org.confocal.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IceLiteAgentTest {

  private static final long SECOND = 1_000_000_000L;
  private static final String PASSWORD = "aPasswordOfTwentyTwo/+";

  private final IceCredentials ours = new IceCredentials("ours", PASSWORD);
  private final StunChecksums checksums = new StunChecksums();
  private final IceLiteAgent agent = new IceLiteAgent(ours, checksums);
  private final IntegrityKey key = new IntegrityKey(PASSWORD.getBytes(StandardCharsets.US_ASCII));
  private final InetSocketAddress phone = new InetSocketAddress("198.51.100.7", 40_000);
  private final InetSocketAddress other = new InetSocketAddress("2001:db8::7", 40_001);
  private final ByteBuffer answer = ByteBuffer.allocateDirect(StunWriter.MAX_ANSWER);
  private final StunMessage response = new StunMessage();

  private StunOutcome on(StunScript script, InetSocketAddress source, long nowNs) {
    byte[] bytes = script.bytes();
    StunOutcome outcome =
        agent.onStun(StunScript.datagram(bytes, 5), 5, bytes.length, source, nowNs, answer);
    if (outcome.hasAnswer()) {
      assertThat(answer.position()).isZero();
      assertThat(response.wrap(answer, 0, answer.limit(), StunDialect.STANDARD)).isTrue();
      assertThat(checksums.fingerprintHolds(response)).isTrue();
      for (int word = 0; word < 4; word++) {
        assertThat(response.transactionWord(word))
            .isEqualTo(ByteBuffer.wrap(StunScript.COOKIE_ID).getInt(4 * word));
      }
    }
    return outcome;
  }

  private StunOutcome on(StunScript script) {
    return on(script, phone, 0);
  }

  private static StunScript check() {
    return StunScript.request().username("ours:theirs").priority().controlling();
  }

  private static StunScript sealed(StunScript script) {
    return script.integrity(PASSWORD).fingerprint();
  }

  @Test
  void aValidCheckIsAnsweredWithTheAddressItCameFrom() {
    StunOutcome outcome = on(sealed(check()));

    assertThat(outcome).isEqualTo(StunOutcome.ANSWERED);
    assertThat(response.isBindingSuccess()).isTrue();
    assertThat(response.mappedAddress()).isEqualTo(phone);
    assertThat(checksums.integrityHolds(response, key)).isTrue();
    assertThat(agent.nominated()).isNull();
  }

  @Test
  void theAnswerTellsAnIpv6AddressToo() {
    assertThat(on(sealed(check()), other, 0)).isEqualTo(StunOutcome.ANSWERED);

    assertThat(response.mappedAddress()).isEqualTo(other);
  }

  @Test
  void useCandidateNominatesOnceForOneAddress() {
    StunOutcome first = on(sealed(check().useCandidate()));
    StunOutcome again = on(sealed(check().useCandidate()));

    assertThat(first).isEqualTo(StunOutcome.NOMINATED);
    assertThat(again).isEqualTo(StunOutcome.ANSWERED);
    assertThat(agent.nominated()).isEqualTo(phone);
  }

  @Test
  void aLaterNominationWins() {
    on(sealed(check().useCandidate()));
    StunOutcome plain = on(sealed(check()), other, 0);
    assertThat(plain).isEqualTo(StunOutcome.ANSWERED);
    assertThat(agent.nominated()).isEqualTo(phone);

    StunOutcome later = on(sealed(check().useCandidate()), other, 0);

    assertThat(later).isEqualTo(StunOutcome.NOMINATED);
    assertThat(agent.nominated()).isEqualTo(other);
  }

  @Test
  void whoSaysThatHeIsControlledGets487AndNominatesNothing() {
    StunScript script =
        StunScript.request().username("ours:theirs").priority().controlled().useCandidate();

    assertThat(on(sealed(script))).isEqualTo(StunOutcome.REFUSED);

    assertThat(response.isBindingError()).isTrue();
    assertThat(response.errorCode()).isEqualTo(487);
    assertThat(checksums.integrityHolds(response, key)).isTrue();
    assertThat(agent.nominated()).isNull();
    assertThat(agent.checkedWithin(0, Long.MAX_VALUE)).isFalse();
  }

  @Test
  void withoutUsernameOrIntegrityItIsABadRequest() {
    assertThat(on(StunScript.request().priority().fingerprint())).isEqualTo(StunOutcome.REFUSED);
    assertThat(response.errorCode()).isEqualTo(400);
    assertThat(response.hasIntegrity()).isFalse();

    assertThat(on(check().fingerprint())).isEqualTo(StunOutcome.REFUSED);
    assertThat(response.errorCode()).isEqualTo(400);

    assertThat(on(sealed(StunScript.request()))).isEqualTo(StunOutcome.REFUSED);
    assertThat(response.errorCode()).isEqualTo(400);
  }

  @Test
  void aForeignUsernameIsUnauthenticated() {
    for (String name : new String[] {"", "ours", "our:theirs", "oursx:theirs", "OURS:theirs"}) {
      assertThat(on(sealed(StunScript.request().username(name).priority().controlling())))
          .as(name)
          .isEqualTo(StunOutcome.REFUSED);
      assertThat(response.errorCode()).as(name).isEqualTo(401);
      assertThat(response.hasIntegrity()).as(name).isFalse();
    }
  }

  @Test
  void aWrongPasswordIsUnauthenticatedAndNominatesNothing() {
    StunScript script = check().useCandidate().integrity(PASSWORD + "x").fingerprint();

    assertThat(on(script)).isEqualTo(StunOutcome.REFUSED);

    assertThat(response.errorCode()).isEqualTo(401);
    assertThat(agent.nominated()).isNull();
  }

  @Test
  void unknownAttributesAreNamed() {
    StunScript script =
        check().attribute(0x0077, new byte[2]).attribute(0x0078, new byte[0]).useCandidate();

    assertThat(on(sealed(script))).isEqualTo(StunOutcome.REFUSED);

    assertThat(response.errorCode()).isEqualTo(420);
    assertThat(checksums.integrityHolds(response, key)).isTrue();
    byte[] bytes = new byte[answer.limit()];
    answer.get(0, bytes);
    assertThat(HexFormat.of().formatHex(bytes)).contains("000a000400770078");
    assertThat(agent.nominated()).isNull();
  }

  @Test
  void anUnknownAttributeIsNotToldToStrangers() {
    StunScript script = check().attribute(0x0077, new byte[2]).integrity("wrong").fingerprint();

    assertThat(on(script)).isEqualTo(StunOutcome.REFUSED);

    assertThat(response.errorCode()).isEqualTo(401);
  }

  @Test
  void whatIsNoCheckGetsNoAnswer() {
    assertThat(on(check().integrity(PASSWORD))).isEqualTo(StunOutcome.DROPPED);
    assertThat(on(sealed(StunScript.message(0x0011)))).isEqualTo(StunOutcome.DROPPED);
    assertThat(on(sealed(StunScript.message(0x0101)))).isEqualTo(StunOutcome.DROPPED);
    assertThat(on(sealed(StunScript.message(0x0111)))).isEqualTo(StunOutcome.DROPPED);
    assertThat(on(sealed(StunScript.message(0x0003)))).isEqualTo(StunOutcome.DROPPED);
  }

  @Test
  void aPeerThatTellsNoRoleIsAnswered() {
    StunScript script = StunScript.request().username("ours:theirs").useCandidate();

    assertThat(on(sealed(script))).isEqualTo(StunOutcome.NOMINATED);
  }

  @Test
  void theLastValidCheckKeepsThePeerFresh() {
    assertThat(agent.checkedWithin(0, 30 * SECOND)).isFalse();

    on(sealed(check()), phone, 100 * SECOND);
    on(check().integrity("wrong").fingerprint(), phone, 120 * SECOND);

    assertThat(agent.checkedWithin(130 * SECOND, 30 * SECOND)).isTrue();
    assertThat(agent.checkedWithin(130 * SECOND + 1, 30 * SECOND)).isFalse();
  }

  @Test
  void afterARestartOnlyTheNewCredentialsCountAndMediaStaysWhereItWas() {
    agent.remote(new IceCredentials("theirs", PASSWORD));
    on(sealed(check().useCandidate()));
    agent.restart(new IceCredentials("anew", PASSWORD + "anew"));

    assertThat(on(sealed(check()))).isEqualTo(StunOutcome.REFUSED);
    assertThat(agent.nominated()).isEqualTo(phone);
    assertThat(agent.remote()).isNull();

    StunScript fresh = StunScript.request().username("anew:theirs").controlling().useCandidate();
    StunOutcome outcome = on(fresh.integrity(PASSWORD + "anew").fingerprint(), other, 0);

    assertThat(outcome).isEqualTo(StunOutcome.NOMINATED);
    assertThat(agent.nominated()).isEqualTo(other);
  }

  @Test
  void theLongestUsernameFitsTheAnswerBuffer() {
    StunScript script = StunScript.request().username("ours:" + "x".repeat(508)).controlling();

    assertThat(on(sealed(script))).isEqualTo(StunOutcome.ANSWERED);
  }

  @Test
  void anyBytesAreAnsweredOrDropped() {
    Random random = new Random(8445);
    byte[] check = sealed(check().useCandidate()).bytes();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = check.clone();
      for (int flips = random.nextInt(5); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      agent.onStun(ByteBuffer.wrap(bytes), 0, bytes.length, phone, i, answer);
    }

    assertThat(agent.nominated()).isIn(phone, null);
  }
}
