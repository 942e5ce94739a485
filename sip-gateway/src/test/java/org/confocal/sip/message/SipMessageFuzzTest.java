package org.confocal.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;

class SipMessageFuzzTest {
  private static final long SEED = Long.getLong("confocal.fuzz.seed", 3261);
  private static final int ROUNDS = 10_000;
  private static final byte[] ODD =
      "\r\n:;,<>\"\\@/ \t\0%[]=*?".getBytes(StandardCharsets.US_ASCII);

  @Test
  void damagedBytesParseOrAreRefusedWithTheTypedError() {
    Random random = new Random(SEED);
    byte[] whole = SipMessageTest.INVITE.getBytes(StandardCharsets.UTF_8);
    int parsed = 0;

    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = damage(whole, random);
      try {
        RawMessage raw = RawMessage.read(bytes);
        raw.refusal(400, "Bad Request", "192.0.2.1", 5060, "t");
        SipMessage message = raw.toMessage();
        use(message);
        assertThat(SipMessage.parse(message.toBytes()))
            .as("seed %s round %s", SEED, i)
            .isEqualTo(message);
        parsed++;
      } catch (WireFormatException expected) {
        assertThat(expected.specSection()).isNotEmpty();
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed " + SEED + " round " + i + ": " + new String(bytes, StandardCharsets.UTF_8), e);
      }
    }

    System.out.println(
        "seed " + SEED + ": " + parsed + " of " + ROUNDS + " damaged messages still parse");
    assertThat(parsed).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
  }

  private static void use(SipMessage message) {
    message.topVia().ifPresent(v -> v.receivedFrom("192.0.2.1", 5060));
    if (message instanceof SipRequest request) {
      SipRequest received = request.receivedFrom("192.0.2.1", 5060);
      received.response(200, "OK").withToTag("t").toBytes();
      received.cancel();
      received.uri().sameAs(received.from().uri());
      received.uri().addressOfRecord();
    }
    try {
      message.addresses("Contact");
    } catch (WireFormatException fine) {
      assertThat(fine.got()).isNotNull();
    }
  }

  private static byte[] damage(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(bytes.length);
      bytes[at] =
          random.nextInt(3) == 0 ? (byte) random.nextInt(256) : ODD[random.nextInt(ODD.length)];
    }
    int cut = random.nextInt(20) == 0 ? random.nextInt(bytes.length) : bytes.length;
    return java.util.Arrays.copyOf(bytes, cut);
  }
}
