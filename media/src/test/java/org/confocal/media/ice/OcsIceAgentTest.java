package org.confocal.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A scripted peer checks our candidate as the ICE library of SIPE does. */
class OcsIceAgentTest {

  private static final long SECOND = 1_000_000_000L;

  private final Random random = new Random(6);
  private final OcsCandidate ours =
      OcsCandidate.host(
          OcsCredentials.random(random), 1, new InetSocketAddress("192.0.2.1", 24_000));
  private final InetSocketAddress phone = new InetSocketAddress("192.0.2.10", 40_000);
  private final InetSocketAddress mapped = new InetSocketAddress("198.51.100.7", 1024);
  private final OcsCandidate theirs = theirs(830);
  private final OcsCandidate better = theirs(900);
  private final OcsCandidate worse = theirs(100);
  private final StunChecksums checksums = new StunChecksums();
  private final OcsIceAgent agent = new OcsIceAgent(ours, checksums, new Random(7));
  private final ByteBuffer answer = ByteBuffer.allocateDirect(StunWriter.MAX_ANSWER);
  private final StunMessage response = new StunMessage();

  OcsIceAgentTest() {
    agent.remotes(List.of(worse, theirs, better));
  }

  private OcsCandidate theirs(int priority) {
    return new OcsCandidate(
        OcsCredentials.random(random), 1, "UDP", priority, "192.0.2.10", 40_000);
  }

  private StunOutcome on(StunScript script, InetSocketAddress source, long nowNs) {
    byte[] bytes = script.bytes();
    StunOutcome outcome =
        agent.onStun(StunScript.datagram(bytes, 2), 2, bytes.length, source, nowNs, answer);
    if (outcome.hasAnswer()) {
      assertThat(response.wrap(answer, 0, answer.limit(), StunDialect.OCS_2007)).isTrue();
    }
    return outcome;
  }

  private StunOutcome on(StunScript script) {
    return on(script, phone, 0);
  }

  private StunScript check(OcsCandidate from) {
    return OcsPeer.check(StunScript.OLD_ID, ours, from);
  }

  private StunScript named(byte[] username) {
    return StunScript.oldRequest(StunScript.OLD_ID).attribute(0x0006, username);
  }

  @Test
  void aCheckIsAnsweredInTheOldForm() {
    assertThat(on(check(theirs))).isEqualTo(StunOutcome.NOMINATED);

    byte[] username = OcsPeer.username(ours, theirs);
    byte[] expected =
        StunScript.oldSuccess(StunScript.OLD_ID)
            .attribute(0x0001, StunScript.hex("0001 9c40 c000020a"))
            .attribute(0x0006, username)
            .integrity(OcsPeer.password(ours))
            .bytes();
    byte[] sent = new byte[answer.limit()];
    answer.get(0, sent);
    assertThat(sent).isEqualTo(expected);
  }

  @Test
  void whoSendsTheCookieIsToldTheVeiledAddress() {
    assertThat(on(OcsPeer.check(StunScript.COOKIE_ID, ours, theirs)))
        .isEqualTo(StunOutcome.NOMINATED);

    assertThat(answer.getShort(20)).isEqualTo((short) 0x0020);
    assertThat(response.mappedAddress()).isEqualTo(phone);
  }

  @Test
  void withoutPaddingBehindTheUsernameItIsTheSameCheck() {
    byte[] username = OcsPeer.username(ours, theirs);
    int end = username.length;
    while (username[end - 1] == 0) {
      end--;
    }

    assertThat(on(named(Arrays.copyOf(username, end)).integrity(OcsPeer.password(ours))))
        .isEqualTo(StunOutcome.NOMINATED);
  }

  @Test
  void refusalsAreThoseOfTheOldForm() {
    byte[] username = OcsPeer.username(ours, theirs);
    byte[] password = OcsPeer.password(ours);

    on(named(username));
    assertThat(response.errorCode()).isEqualTo(401);
    assertThat(response.hasIntegrity()).isFalse();
    assertThat(answer.limit() % 4).as("the phrase is filled").isZero();

    on(StunScript.oldRequest(StunScript.OLD_ID).integrity(password));
    assertThat(response.errorCode()).isEqualTo(432);

    on(named(OcsPeer.username(theirs, ours)).integrity(password));
    assertThat(response.errorCode()).isEqualTo(430);

    on(named(username).integrity(OcsPeer.password(theirs)));
    assertThat(response.errorCode()).isEqualTo(431);

    on(named(username).attribute(0x0077, new byte[4]).integrity(password));
    assertThat(response.errorCode()).isEqualTo(420);
    assertThat(checksums.integrityHolds(response, ours.credentials().key())).isTrue();
    byte[] sent = new byte[answer.limit()];
    answer.get(0, sent);
    assertThat(HexFormat.of().formatHex(sent)).contains("000a000400770077");

    assertThat(agent.nominated()).isNull();
    assertThat(agent.checkedWithin(0, Long.MAX_VALUE)).isFalse();
  }

  @Test
  void anotherComponentIsForeign() {
    OcsCandidate rtcp = new OcsCandidate(ours.credentials(), 2, "UDP", 830, "192.0.2.1", 24_001);

    assertThat(on(OcsPeer.check(StunScript.OLD_ID, rtcp, theirs))).isEqualTo(StunOutcome.REFUSED);

    assertThat(response.errorCode()).isEqualTo(430);
  }

  @Test
  void aStandardCheckIsNotTakenForAnOldOne() {
    byte[] name = Arrays.copyOf(OcsPeer.username(ours, theirs), 76);
    StunScript script = StunScript.request().attribute(0x0006, name);

    assertThat(on(script.integrity(OcsPeer.password(ours)).fingerprint()))
        .isEqualTo(StunOutcome.REFUSED);

    assertThat(response.errorCode()).isEqualTo(431);
    assertThat(agent.nominated()).isNull();
  }

  @Test
  void theBestCandidateThatWasCheckedGetsTheMedia() {
    assertThat(on(check(theirs), phone, 0)).isEqualTo(StunOutcome.NOMINATED);
    assertThat(on(check(worse), mapped, 0)).isEqualTo(StunOutcome.ANSWERED);
    assertThat(agent.nominated()).isEqualTo(phone);

    assertThat(on(check(better), mapped, 0)).isEqualTo(StunOutcome.NOMINATED);
    assertThat(agent.nominated()).isEqualTo(mapped);

    assertThat(on(check(theirs), phone, 0)).isEqualTo(StunOutcome.ANSWERED);
    assertThat(agent.nominated()).isEqualTo(mapped);
  }

  @Test
  void aCandidateAtANewAddressTakesTheMediaAlong() {
    on(check(theirs), phone, 0);

    assertThat(on(check(theirs), mapped, 0)).isEqualTo(StunOutcome.NOMINATED);

    assertThat(agent.nominated()).isEqualTo(mapped);
  }

  @Test
  void beforeTheOfferIsKnownChecksAreAnsweredAndNothingIsChosen() {
    OcsIceAgent early = new OcsIceAgent(ours, checksums, random);
    byte[] bytes = check(theirs).bytes();

    StunOutcome outcome = early.onStun(ByteBuffer.wrap(bytes), 0, bytes.length, phone, 0, answer);

    assertThat(outcome).isEqualTo(StunOutcome.ANSWERED);
    assertThat(early.nominated()).isNull();
    assertThat(early.writeCheck(answer)).isZero();
  }

  @Test
  void candidatesOfOtherTransportsAndComponentsAreLeftOut() {
    OcsCandidate tcp = new OcsCandidate(theirs.credentials(), 1, "TCP", 830, "192.0.2.10", 9);
    OcsCandidate rtcp = new OcsCandidate(theirs.credentials(), 2, "UDP", 830, "192.0.2.10", 9);
    agent.remotes(List.of(tcp, rtcp));

    assertThat(on(check(theirs))).isEqualTo(StunOutcome.ANSWERED);
    assertThat(on(check(rtcp))).isEqualTo(StunOutcome.ANSWERED);
    assertThat(agent.nominated()).isNull();
  }

  @Test
  void ourOwnCheckIsOneThatThePeerTakesAndItsAnswerConfirms() {
    on(check(theirs));
    int size = agent.writeCheck(answer);

    byte[] sent = new byte[size];
    answer.get(0, sent);
    byte[] id = Arrays.copyOfRange(sent, 4, 20);
    byte[] username = OcsPeer.username(theirs, ours);
    assertThat(sent)
        .isEqualTo(
            StunScript.oldRequest(id)
                .attribute(0x0006, username)
                .integrity(OcsPeer.password(theirs))
                .bytes());
    assertThat(agent.confirmed()).isFalse();

    StunScript success =
        StunScript.oldSuccess(id).attribute(0x0001, StunScript.hex("0001 5dc0 c0000201"));

    assertThat(on(success.integrity(OcsPeer.password(theirs)))).isEqualTo(StunOutcome.CONFIRMED);
    assertThat(agent.confirmed()).isTrue();
  }

  @Test
  void answersThatAreNotToOurCheckConfirmNothing() {
    on(check(theirs));
    agent.writeCheck(answer);
    byte[] id = new byte[16];
    answer.get(4, id);
    byte[] password = OcsPeer.password(theirs);

    assertThat(on(StunScript.oldSuccess(StunScript.OLD_ID).integrity(password)))
        .isEqualTo(StunOutcome.DROPPED);
    assertThat(on(StunScript.oldSuccess(id).integrity("wrong"))).isEqualTo(StunOutcome.DROPPED);
    assertThat(on(StunScript.oldSuccess(id))).isEqualTo(StunOutcome.DROPPED);
    assertThat(on(StunScript.oldSuccess(id).integrity(password), mapped, 0))
        .isEqualTo(StunOutcome.DROPPED);
    assertThat(agent.confirmed()).isFalse();
  }

  @Test
  void newCandidatesMakeOldChecksForgotten() {
    on(check(theirs));
    agent.remotes(List.of(better));

    assertThat(agent.writeCheck(answer)).isZero();
    assertThat(agent.nominated()).isEqualTo(phone);
    assertThat(on(check(better), mapped, 0)).isEqualTo(StunOutcome.NOMINATED);
  }

  @Test
  void theLastValidCheckKeepsThePeerFresh() {
    on(check(theirs), phone, 100 * SECOND);

    assertThat(agent.checkedWithin(130 * SECOND, 30 * SECOND)).isTrue();
    assertThat(agent.checkedWithin(130 * SECOND + 1, 30 * SECOND)).isFalse();
  }

  @Test
  void anyBytesAreAnsweredOrDropped() {
    byte[] check = check(theirs).bytes();
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
