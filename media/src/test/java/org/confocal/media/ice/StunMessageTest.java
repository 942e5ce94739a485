package org.confocal.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StunMessageTest {

  private final StunMessage message = new StunMessage();
  private final StunChecksums checksums = new StunChecksums();
  private final StunWriter writer = new StunWriter(checksums);
  private final IntegrityKey key = new IntegrityKey("secret".getBytes(StandardCharsets.US_ASCII));

  private boolean wrap(byte[] bytes) {
    return message.wrap(StunScript.datagram(bytes, 0), 0, bytes.length, StunDialect.STANDARD);
  }

  private static byte[] check() {
    return StunScript.request()
        .username("ours:theirs")
        .priority()
        .useCandidate()
        .controlling()
        .integrity("secret")
        .fingerprint()
        .bytes();
  }

  @Test
  void aMessageThatIsCutOffIsRefused() {
    byte[] check = check();

    for (int length = 0; length < check.length; length++) {
      assertThat(wrap(Arrays.copyOf(check, length))).as("length %d", length).isFalse();
    }
    assertThat(wrap(check)).isTrue();
  }

  @Test
  void withoutCookieItIsNoStandardMessage() {
    byte[] check = check();
    check[4] ^= 1;

    assertThat(wrap(check)).isFalse();
  }

  @Test
  void anAttributeThatGoesBeyondTheEndIsRefused() {
    byte[] bytes = StunScript.request().username("ours:theirs").bytes();
    bytes[23] = 13;

    assertThat(wrap(bytes)).isFalse();
  }

  @Test
  void aKnownAttributeOfAWrongSizeIsRefused() {
    assertThat(wrap(StunScript.request().attribute(0x0024, new byte[8]).bytes())).isFalse();
    assertThat(wrap(StunScript.request().attribute(0x0025, new byte[4]).bytes())).isFalse();
    assertThat(wrap(StunScript.request().attribute(0x802A, new byte[4]).bytes())).isFalse();
    assertThat(wrap(StunScript.request().attribute(0x0008, new byte[16]).bytes())).isFalse();
    assertThat(wrap(StunScript.request().attribute(0x0020, new byte[8]).bytes())).isFalse();
  }

  @Test
  void nothingMayFollowTheFingerprint() {
    byte[] bytes = StunScript.request().fingerprint().attribute(0x8022, new byte[4]).bytes();

    assertThat(wrap(bytes)).isFalse();
  }

  @Test
  void whatFollowsTheIntegrityIsNotLookedAt() {
    byte[] bytes =
        StunScript.request()
            .username("ours:theirs")
            .integrity("secret")
            .useCandidate()
            .attribute(0x0077, new byte[4])
            .fingerprint()
            .bytes();

    assertThat(wrap(bytes)).isTrue();

    assertThat(message.useCandidate()).isFalse();
    assertThat(message.unknownAttributes()).isZero();
    assertThat(checksums.integrityHolds(message, key)).isTrue();
  }

  @Test
  void ofTwoUsernamesTheFirstCounts() {
    assertThat(wrap(StunScript.request().username("first").username("second:").bytes())).isTrue();

    assertThat(message.usernameLength()).isEqualTo(5);
    assertThat((char) message.usernameByte(0)).isEqualTo('f');
  }

  @Test
  void onlyUnknownAttributesBelow8000AreToldAndNoMoreThanEight() {
    StunScript script = StunScript.request().attribute(0x8077, new byte[1]);
    for (int i = 0; i < 10; i++) {
      script.attribute(0x0100 + i, new byte[i]);
    }

    assertThat(wrap(script.bytes())).isTrue();

    assertThat(message.unknownAttributes()).isEqualTo(8);
    assertThat(message.unknownAttribute(0)).isEqualTo(0x0100);
    assertThat(message.unknownAttribute(7)).isEqualTo(0x0107);
  }

  @Test
  void moreThan32AttributesAreRefused() {
    StunScript script = StunScript.request();
    for (int i = 0; i < 32; i++) {
      script.attribute(0x8077, new byte[0]);
    }
    assertThat(wrap(script.bytes())).isTrue();

    assertThat(wrap(script.attribute(0x8077, new byte[0]).bytes())).isFalse();
  }

  @Test
  void whatIsWrittenIsRead() {
    ByteBuffer out = ByteBuffer.allocateDirect(StunWriter.MAX_ANSWER);
    int size =
        writer
            .begin(out, StunMessage.BINDING_REQUEST, StunDialect.STANDARD, 0x2112A44201020304L, 5)
            .username("ours:theirs".getBytes(StandardCharsets.US_ASCII))
            .priority(17)
            .useCandidate()
            .iceControlling(-3)
            .integrity(key)
            .fingerprint()
            .end();

    assertThat(message.wrap(out, 0, size, StunDialect.STANDARD)).isTrue();

    assertThat(out.limit()).isEqualTo(size);
    assertThat(message.usernameLength()).isEqualTo(11);
    assertThat(message.priority()).isEqualTo(17);
    assertThat(message.useCandidate()).isTrue();
    assertThat(message.iceControlling()).isTrue();
    assertThat(message.tieBreaker()).isEqualTo(-3);
    assertThat(checksums.integrityHolds(message, key)).isTrue();
    assertThat(checksums.fingerprintHolds(message)).isTrue();
  }

  @Test
  void addressesOfBothFamiliesAreWrittenPlainAndVeiled() {
    ByteBuffer out = ByteBuffer.allocate(StunWriter.MAX_ANSWER);
    assertThat(wrap(check())).isTrue();
    StunMessage read = new StunMessage();

    for (String host : new String[] {"198.51.100.7", "2001:db8::7"}) {
      InetSocketAddress address = new InetSocketAddress(host, 65_535);
      int veiled = writer.begin(out, 0x0101, message).xorMappedAddress(address).end();
      assertThat(read.wrap(out, 0, veiled, StunDialect.STANDARD)).isTrue();
      assertThat(read.mappedAddress()).isEqualTo(address);

      int plain = writer.begin(out, 0x0101, message).mappedAddress(address).end();
      assertThat(read.wrap(out, 0, plain, StunDialect.STANDARD)).isTrue();
      assertThat(read.mappedAddress()).isEqualTo(address);
    }
  }

  @Test
  void theHmacIsThatOfTheJdkForKeysAndTextsOfAllLengths() {
    Random random = new Random(8489);
    for (int i = 0; i < 300; i++) {
      byte[] secret = new byte[random.nextInt(100)];
      random.nextBytes(secret);
      byte[] value = new byte[random.nextInt(200)];
      random.nextBytes(value);
      StunDialect dialect = i % 2 == 0 ? StunDialect.STANDARD : StunDialect.OCS_2007;
      StunScript script =
          dialect == StunDialect.STANDARD
              ? StunScript.request()
              : StunScript.oldRequest(StunScript.OLD_ID);
      // The JDK knows no empty key; an empty one is the same as one zero.
      byte[] jdkSecret = secret.length == 0 ? new byte[1] : secret;
      byte[] bytes = script.attribute(0x8077, value).integrity(jdkSecret).bytes();

      assertThat(message.wrap(StunScript.datagram(bytes, i), i, bytes.length, dialect)).isTrue();

      assertThat(checksums.integrityHolds(message, new IntegrityKey(secret))).isTrue();
    }
  }

  @Test
  void anyBytesAreReadOrRefused() {
    Random random = new Random(5389);
    byte[] check = check();
    int right = 0;
    for (int i = 0; i < 40_000; i++) {
      byte[] bytes = i % 4 == 0 ? new byte[random.nextInt(80)] : check.clone();
      if (i % 4 == 0) {
        random.nextBytes(bytes);
      } else {
        for (int flips = random.nextInt(4); flips >= 0; flips--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
      StunDialect dialect = i % 3 == 0 ? StunDialect.OCS_2007 : StunDialect.STANDARD;
      if (message.wrap(ByteBuffer.wrap(bytes), 0, bytes.length, dialect)) {
        right += readAll();
      }
    }
    assertThat(right).isGreaterThan(1_000);
  }

  private int readAll() {
    int sum = message.type() + message.priority() + message.errorCode();
    for (int i = 0; i < message.usernameLength(); i++) {
      sum += message.usernameByte(i);
    }
    for (int i = 0; i < message.unknownAttributes(); i++) {
      sum += message.unknownAttribute(i);
    }
    sum += message.transactionWord(3) + (int) message.tieBreaker();
    sum += message.mappedAddress() == null ? 0 : 1;
    sum += checksums.integrityHolds(message, key) ? 1 : 0;
    sum += checksums.fingerprintHolds(message) ? 1 : 0;
    return sum == Integer.MIN_VALUE ? 0 : 1;
  }
}
