package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.confocal.it.kit.Baresip;
import org.confocal.it.kit.Digest;
import org.confocal.it.kit.Linphonec;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipCall;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipOutgoing;
import org.confocal.it.kit.SipPeer;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Users, their registrations and their proofs: RFC 3261 sections 10 and 22, RFC 7616. */
class RegisterIT {
  @RegisterExtension static final OneNode NODE = OneNode.shared();

  private static final String PASSWORD = "correct-horse";
  private static final Sdp OFFER = Sdp.audio(40_000);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private final SipPeer bob = SipPeer.udp("bob", NODE.sip());
  private final String registrar = "sip:127.0.0.1:" + NODE.config().sipPort();
  private final SipCall registration = bob.call("sip:bob@127.0.0.1:" + NODE.config().sipPort());

  @BeforeAll
  static void bobIsAUserAndOneMeetingIsForUsers() {
    var added = NODE.process().cliReading(PASSWORD, "user", "add", "bob", "--password-stdin");
    assertThat(added.exitCode()).as(added.output()).isZero();
    NODE.process().cliDone("meeting", "create", "--number", "8000");
  }

  @AfterEach
  void close() {
    bob.close();
  }

  private SipOutgoing register(String expires) {
    return registration.request("REGISTER").uri(registrar).header("Expires", expires);
  }

  private Digest challenge() {
    SipMessage answer = register("600").send().expect(401);
    return new Digest(answer.header("WWW-Authenticate"), "bob", PASSWORD);
  }

  private SipOutgoing proven(SipOutgoing request, Digest digest, int count) {
    return request.header("Authorization", digest.answer("REGISTER", registrar, count));
  }

  @Test
  void withoutProofThereIsAChallengeOfTheOldKindOnly() {
    SipMessage answer = register("600").send().expect(401);

    Digest digest = new Digest(answer.header("WWW-Authenticate"), "bob", PASSWORD);
    assertThat(answer.all("WWW-Authenticate")).hasSize(1);
    assertThat(digest.parameter("algorithm")).isIn("", "MD5");
    assertThat(digest.parameter("qop")).contains("auth");
    assertThat(digest.parameter("realm")).isNotEmpty();
    assertThat(answer.toTag()).isNotEmpty();
  }

  @Test
  void aWrongPasswordAndAnUnknownUserAreRefusedAlike() {
    Digest digest = challenge();

    SipMessage wrong =
        proven(register("600"), new Digest(digest.challenge(), "bob", "wrong"), 1)
            .send()
            .expect(403);
    SipMessage unknown =
        proven(register("600"), new Digest(digest.challenge(), "nobody", PASSWORD), 1)
            .send()
            .expect(403);

    assertThat(unknown.reason()).isEqualTo(wrong.reason());
  }

  @Test
  void aUserRegistersRefreshesAsksAndUnregisters() {
    Digest digest = challenge();
    String here = "sip:bob@" + bob.hostPort();

    SipMessage made = proven(register("600"), digest, 1).send().expect(200);
    SipMessage refreshed = proven(register("900"), digest, 2).send().expect(200);
    SipMessage asked =
        proven(register("600").without("Contact").without("Expires"), digest, 3).send().expect(200);
    SipMessage gone = proven(register("0"), digest, 4).send().expect(200);

    assertThat(expires(made, here)).isBetween(595, 600);
    assertThat(expires(refreshed, here)).isBetween(895, 900);
    assertThat(expires(asked, here)).isBetween(890, 900);
    assertThat(gone.all("Contact")).noneMatch(contact -> contact.contains(here));
  }

  private static int expires(SipMessage answer, String contact) {
    List<String> found =
        answer.all("Contact").stream().filter(c -> c.contains("<" + contact + ">")).toList();
    assertThat(found).as(answer.toString()).hasSize(1);
    return Integer.parseInt(found.get(0).replaceAll(".*;expires=(\\d+).*", "$1"));
  }

  @Test
  void aStarRemovesAllPlacesAndOnlyWithExpiresZero() {
    Digest digest = challenge();
    proven(register("600"), digest, 1).send().expect(200);
    proven(register("600").header("Contact", "<sip:bob@127.0.0.1:9>"), digest, 2)
        .send()
        .expect(200);

    proven(register("600").header("Contact", "*"), digest, 3).send().expect(400);
    SipMessage gone = proven(register("0").header("Contact", "*"), digest, 4).send().expect(200);

    assertThat(gone.all("Contact")).isEmpty();
  }

  @Test
  void tooShortALifetimeIsRefusedWithOurLeast() {
    SipMessage answer = proven(register("10"), challenge(), 1).send().expect(423);

    assertThat(answer.header("Min-Expires")).isEqualTo("60");
  }

  @Test
  void nobodyRegistersForSomebodyElse() {
    Digest digest = challenge();

    proven(register("600").header("To", "<sip:eve@127.0.0.1>"), digest, 1).send().expect(403);
  }

  @Test
  void aProofIsGoodForOneRequestOnly() {
    Digest digest = challenge();
    proven(register("600"), digest, 1).send().expect(200);

    SipMessage replayed = proven(register("600"), digest, 1).send().expect(401);

    assertThat(new Digest(replayed.header("WWW-Authenticate"), "bob", PASSWORD).parameter("stale"))
        .isEqualTo("true");
    proven(register("600"), digest, 2).send().expect(200);
  }

  @Test
  void aNonceThatIsNotOursIsStale() {
    String made = challenge().challenge().replaceAll("nonce=\"[^\"]*\"", "nonce=\"abc\"");

    SipMessage answer =
        proven(register("600"), new Digest(made, "bob", PASSWORD), 1).send().expect(401);

    assertThat(answer.header("WWW-Authenticate")).contains("stale=true");
  }

  @Test
  void aMeetingForUsersAsksWhoIsThereAndLetsAUserIn() {
    String meeting = NODE.config().uri("8000");
    SipCall call = bob.call(meeting);
    SipOutgoing first = call.invite(OFFER.text()).send();
    Digest digest = new Digest(first.expect(401).header("WWW-Authenticate"), "bob", PASSWORD);

    SipOutgoing second = call.invite(OFFER.text());
    second.header("Authorization", digest.answer("INVITE", meeting, 1)).send();

    call.established(second.expect(200));
    call.ack(second, "");
    assertThat(call.bye().status()).isEqualTo(200);
  }

  @Test
  void theDemoMeetingNeedsNoProofFromThisMachine() {
    SipCall call = bob.call(NODE.config().uri("1000"));

    call.join(OFFER.text());

    assertThat(call.bye().status()).isEqualTo(200);
  }

  @Test
  void phonesRegisterWithTheOldHashAndJoinTheMeetingForUsers() {
    String hostPort = "127.0.0.1:" + NODE.config().sipPort();
    Baresip.Account account =
        Baresip.Account.direct("bob", ToneMap.TONES_HZ.get(0)).registeredAt(hostPort, PASSWORD);
    try (Baresip baresip = Baresip.start(directory, account);
        Linphonec linphonec =
            Linphonec.startRegistered(
                directory, "bob", ToneMap.TONES_HZ.get(1), hostPort, PASSWORD)) {
      baresip.call(NODE.config().uri("8000"));
      linphonec.call(NODE.config().uri("8000"));

      baresip.hangUp();
      linphonec.hangUp();
      assertThat(linphonec.log()).contains("algorithm=MD5").doesNotContain("SHA-256");
    }
  }

  @Test
  void requestsWithTheSameNumberOfAnotherRegistrationAreNotMixedUp() {
    Digest digest = challenge();
    proven(register("600"), digest, 1).send().expect(200);

    SipOutgoing older = registration.request("REGISTER", 1).uri(registrar).header("Expires", "600");
    proven(older, digest, 2).send().expect(500);
    SipOutgoing other = registration.request("REGISTER", 1).uri(registrar).header("Expires", "600");
    proven(other.header("Call-ID", UUID.randomUUID().toString()), digest, 3).send().expect(200);
  }
}
