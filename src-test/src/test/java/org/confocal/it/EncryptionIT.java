package org.confocal.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confocal.it.kit.Eventually.eventually;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.confocal.it.kit.Baresip;
import org.confocal.it.kit.ConfocalProcess;
import org.confocal.it.kit.Eventually;
import org.confocal.it.kit.G711;
import org.confocal.it.kit.NodeConfig;
import org.confocal.it.kit.OneNode;
import org.confocal.it.kit.RtpClient;
import org.confocal.it.kit.Sdp;
import org.confocal.it.kit.SipMessage;
import org.confocal.it.kit.SipPeer;
import org.confocal.it.tone.ToneMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Phones that encrypt what they say, among phones that do not. RFC 4568, RFC 3711. */
class EncryptionIT {
  @RegisterExtension static final OneNode NODE = OneNode.shared();

  private static final int ADA = ToneMap.TONES_HZ.get(0);
  private static final int BEN = ToneMap.TONES_HZ.get(1);
  private static final int RITA = ToneMap.TONES_HZ.get(3);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration HEARD_LAST = Duration.ofSeconds(1);
  private static final Pattern KEY = Pattern.compile("inline:([A-Za-z0-9+/=]+)");
  private static final String SUITE = "AES_CM_128_HMAC_SHA1_80";

  private final ToneMap map = ToneMap.standard();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private Baresip phone(String name, int toneHz, String encryption) {
    return Baresip.start(directory, Baresip.Account.direct(name, toneHz).encrypting(encryption));
  }

  private static Set<String> keys(Baresip phone) {
    return KEY.matcher(phone.log()).results().map(m -> m.group(1)).collect(Collectors.toSet());
  }

  private static String everythingBelow(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long protectedLines(Baresip phone) {
    return Pattern.compile("(?m)^m=audio \\d+ RTP/SAVP ").matcher(phone.log()).results().count();
  }

  @Test
  void phonesWithAndWithoutKeysHearEachOtherAndNoKeyIsWrittenDown() {
    try (Baresip ada = phone("ada", ADA, "srtp-mand");
        Baresip ben = phone("ben", BEN, "srtp");
        RtpClient rita = RtpClient.open("rita", RITA, G711.PCMU)) {
      String room = NODE.room();
      ada.call(room);
      ben.call(room);
      assertThat(rita.call(room).status()).isEqualTo(200);
      long together = System.nanoTime();
      eventually("rita hears both", SOON, () -> rita.hearsSince(together, ADA, BEN));
      Eventually.pass(Duration.ofSeconds(2));
      ada.hangUp();
      ben.hangUp();

      assertThat(protectedLines(ada)).as("offer and answer").isEqualTo(2);
      assertThat(map.median(ada.heard().last(HEARD_LAST)).heard())
          .containsExactlyInAnyOrder(BEN, RITA);
      assertThat(map.median(ben.heard().last(HEARD_LAST)).heard())
          .containsExactlyInAnyOrder(ADA, RITA);
      assertThat(keys(ada)).as("its keys and ours").hasSizeGreaterThanOrEqualTo(2);
      assertThat(keys(ben)).hasSizeGreaterThanOrEqualTo(2);
      String written = everythingBelow(NODE.process().data()) + NODE.process().log();
      assertThat(written.contains(SUITE)).as("the journal can be searched").isTrue();
      assertThat(Stream.of(ada, ben).flatMap(p -> keys(p).stream()).filter(written::contains))
          .isEmpty();
    }
  }

  @Test
  @Tag("long")
  void whoEncryptsHearsAgainAfterAKill() {
    Path data = directory.resolve("data");
    NodeConfig config = NodeConfig.onFreePorts().shortLived();
    try (Baresip ada = phone("ada", ADA, "srtp-mand");
        Baresip ben = phone("ben", BEN, "srtp");
        RtpClient rita = RtpClient.open("rita", RITA, G711.PCMU)) {
      try (ConfocalProcess node = ConfocalProcess.start(data, config)) {
        node.cliDone("meeting", "create", "--number", "9000", "--open");
        ada.call(node.uri("9000"));
        ben.call(node.uri("9000"));
        assertThat(rita.call(node.uri("9000")).status()).isEqualTo(200);
        long together = System.nanoTime();
        eventually("rita hears both", SOON, () -> rita.hearsSince(together, ADA, BEN));
        node.kill9();
      }
      try (ConfocalProcess again = ConfocalProcess.start(data, config)) {
        long ready = System.nanoTime();
        eventually("rita hears both again", SOON, () -> rita.hearsSince(ready, ADA, BEN));
        Eventually.pass(Duration.ofSeconds(3));
        ada.hangUp();
        ben.hangUp();

        assertThat(again.isAlive()).isTrue();
        assertThat(rita.requests()).noneMatch(r -> r.method().equals("INVITE"));
        assertThat(map.median(ada.heard().last(HEARD_LAST)).heard())
            .containsExactlyInAnyOrder(BEN, RITA);
        assertThat(map.median(ben.heard().last(HEARD_LAST)).heard())
            .containsExactlyInAnyOrder(ADA, RITA);
        List<String> ours =
            KEY.matcher(ada.log()).results().map((MatchResult m) -> m.group(1)).toList();
        assertThat(ours).as("keys before and after").hasSizeGreaterThanOrEqualTo(3);
      }
    }
  }

  @Test
  @Tag("long")
  void whereKeysAreRequiredAPlainPhoneIsToldSo() {
    NodeConfig config = NodeConfig.onFreePorts().shortLived().with("confocal.mcu.srtp", "required");
    try (ConfocalProcess node = ConfocalProcess.start(directory.resolve("data"), config);
        Baresip ada = phone("ada", ADA, "srtp-mand");
        SipPeer bob =
            SipPeer.udp(
                "bob", new InetSocketAddress(InetAddress.getLoopbackAddress(), config.sipPort()))) {
      node.cliDone("meeting", "create", "--number", "9000", "--open");
      ada.call(node.uri("9000"));

      SipMessage refusal =
          bob.call(node.uri("9000")).invite(Sdp.audio(40_000).text()).send().expect(488);

      assertThat(refusal.reason()).contains("Audio has to be encrypted", SUITE);
      ada.hangUp();
    }
  }
}
