package org.confocal.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.confocal.sip.kit.WireTexts;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;

class SipMessageFuzzTest {
  private static final long SEED = Long.getLong("confocal.fuzz.seed", 3261);
  private static final int ROUNDS = 10_000;
  private static final Via VIA = new Via("UDP", HostPort.of("192.0.2.1", 5060), Params.NONE);

  @Test
  void damagedBytesParseOrAreRefusedWithTheTypedError() {
    Random random = new Random(SEED);
    List<byte[]> whole = wholeMessages();
    int parsed = 0;

    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = WireTexts.damage(whole.get(i % whole.size()), random);
      try {
        SipMessage message = SipMessage.parse(bytes);
        use(message);
        assertThat(SipMessage.parse(message.toBytes()))
            .as("seed %s round %s", SEED, i)
            .isEqualTo(message);
        parsed++;
      } catch (WireFormatException expected) {
        assertThat(expected.specSection()).isNotEmpty();
      } catch (RuntimeException e) {
        throw new AssertionError(where(i, bytes), e);
      }
    }

    System.out.println(
        "seed " + SEED + ": " + parsed + " of " + ROUNDS + " damaged messages still parse");
    assertThat(parsed).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
  }

  @Test
  void aLookAtTheHeadNeverFailsAndAgreesWithTheParser() {
    Random random = new Random(SEED);
    List<byte[]> whole = wholeMessages();
    int answered = 0;

    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = WireTexts.damage(whole.get(i % whole.size()), random);
      try {
        MessageHead head = MessageHead.scan(bytes);
        answered += lookAt(head).isPresent() ? 1 : 0;
        if (SipMessage.parse(bytes) instanceof SipRequest request) {
          agree(head, request);
        }
      } catch (WireFormatException notAMessage) {
        assertThat(notAMessage.expected()).isNotEmpty();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(where(i, bytes), e);
      }
    }

    System.out.println("seed " + SEED + ": " + answered + " of " + ROUNDS + " can be answered");
    assertThat(answered).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
  }

  @Test
  void theMessagesThatAreDamagedAreWholeBefore() {
    for (byte[] whole : wholeMessages()) {
      MessageHead head = MessageHead.scan(whole);

      assertThat(head.isResponse() || lookAt(head).isPresent())
          .as(new String(whole, StandardCharsets.UTF_8))
          .isTrue();
    }
  }

  private static List<byte[]> wholeMessages() {
    List<byte[]> all = new ArrayList<>(WireTexts.messages());
    all.add(SipMessageTest.INVITE.getBytes(StandardCharsets.UTF_8));
    return all;
  }

  private static Optional<byte[]> lookAt(MessageHead head) {
    head.identity();
    head.callIdHash();
    head.toTag();
    head.hasUnreadableUri();
    Via via = head.topVia().map(v -> v.receivedFrom("192.0.2.1", 5060)).orElse(VIA);
    Optional<byte[]> answer =
        head.answer(400, "Bad Request", via, "t", List.of(new Header("Retry-After", "5")));
    answer.ifPresent(
        bytes -> {
          String text = new String(bytes, StandardCharsets.UTF_8);
          assertThat(text).startsWith("SIP/2.0 400 Bad Request\r\nVia: ").endsWith("\r\n\r\n");
          assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n", "\0");
        });
    return answer;
  }

  private static void agree(MessageHead head, SipRequest request) throws WireFormatException {
    assertThat(head.isResponse()).isFalse();
    assertThat(head.method()).isEqualTo(request.method());
    assertThat(head.toTag()).isEqualTo(request.to().tag());
    assertThat(head.callId()).contains(request.callId());
    assertThat(head.topVia()).isEqualTo(request.topVia());
    assertThat(head.hasUnreadableUri()).isFalse();
    if (!request.method().equals("ACK")) {
      byte[] answer =
          head.answer(503, "Busy", request.topVia().orElseThrow(), "t", List.of()).orElseThrow();
      SipResponse sent = (SipResponse) SipMessage.parse(answer);
      assertThat(sent.cseq()).isEqualTo(request.cseq());
      assertThat(sent.from()).isEqualTo(request.from());
      if (!request.to().params().has("tag") || request.to().tag().isPresent()) {
        assertThat(sent.to().tag()).isEqualTo(request.to().tag().or(() -> Optional.of("t")));
      }
      assertThat(sent.to().uri()).isEqualTo(request.to().uri());
      assertThat(sent.headers().values("Via")).hasSameSizeAs(request.headers().values("Via"));
    }
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

  private static String where(int round, byte[] bytes) {
    return "seed " + SEED + " round " + round + ": " + new String(bytes, StandardCharsets.UTF_8);
  }
}
