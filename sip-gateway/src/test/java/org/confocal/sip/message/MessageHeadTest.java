package org.confocal.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageHeadTest {
  private static final String INVITE = SipMessageTest.INVITE;

  @Test
  void theFieldsAreSeenInCompactAndFoldedForm() {
    MessageHead head = head(INVITE.replace("i: abc@192.0.2.7", "I :\r\n abc@192.0.2.7"));

    assertThat(head.callId()).contains("abc@192.0.2.7");
    assertThat(head.from()).contains("<sip:ada@example.com>;tag=a1;epid=00ff");
    assertThat(head.topVia().orElseThrow().sentBy()).isEqualTo(HostPort.of("192.0.2.7", 1234));
    assertThat(head.toTag()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<sip:b@c>;tag=x",
        "<sip:b@c>;epid=01; TAG = x",
        "sip:b@c;tag=x",
        "\"a;tag=no <\\\">\" <sip:b@c;tag=no>;tag=\"x\""
      })
  void theTagOfToIsTheHeadersOwn(String to) {
    assertThat(head(INVITE.replaceFirst("\nt: .*\r", "\nt: " + quote(to) + "\r")).toTag())
        .contains("x");
  }

  @Test
  void repetitionsAndTheAckOfARefusalHaveTheSameIdentity() {
    String ack = INVITE.replace("INVITE", "ACK").replace("AB12>", "AB12>;tag=x");

    assertThat(head(ack).identity()).isEqualTo(head(INVITE).identity());
    assertThat(head(INVITE).identity()).isEqualTo(head(INVITE).identity());
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7:1235", "abc2@", "CSeq: 2", "UPDATE"})
  void anotherRequestHasAnotherIdentity(String other) {
    String text =
        switch (other) {
          case "192.0.2.7:1235" -> INVITE.replace("192.0.2.7:1234", other);
          case "abc2@" -> INVITE.replace("abc@", other);
          case "CSeq: 2" -> INVITE.replace("CSeq: 1", other);
          default -> INVITE.replace("INVITE", other);
        };

    assertThat(head(text).identity()).isNotEqualTo(head(INVITE).identity());
  }

  @Test
  void anUnreadableUriIsToldFromOtherFaults() {
    assertThat(head(INVITE.replaceFirst("sip:\\S+", "(null)")).hasUnreadableUri()).isTrue();
    assertThat(head(INVITE.replaceFirst("sip:\\S+", "sip:a b@c")).hasUnreadableUri()).isTrue();
    assertThat(head(INVITE).hasUnreadableUri()).isFalse();
    assertThat(head(INVITE.replaceFirst("SIP/2.0\r", "SIP/3.0\r")).hasUnreadableUri()).isFalse();
  }

  @Test
  void whatCannotBeUnderstoodCanBeAnswered() throws WireFormatException {
    MessageHead head = head(INVITE.replaceFirst("sip:\\S+", "(null)").replace("l: 4", "l: four"));

    byte[] bytes =
        head.answer(
                400,
                "Bad Request",
                head.topVia().orElseThrow().receivedFrom("192.0.2.8", 1234),
                "x",
                List.of(new Header("ms-diagnostics", "3012")))
            .orElseThrow();

    SipResponse answer = (SipResponse) SipMessage.parse(bytes);
    assertThat(answer.cseq().write()).isEqualTo("1 INVITE");
    assertThat(answer.to().tag()).contains("x");
    assertThat(answer.headers().values("Via"))
        .containsExactly(
            "SIP/2.0/tcp 192.0.2.7:1234;received=192.0.2.8",
            "SIP/2.0/UDP [2001:db8::9];branch=z9hG4bK2");
    assertThat(answer.header("ms-diagnostics")).contains("3012");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v:", "f:", "t:", "i:", "CSeq:"})
  void withoutAFieldThatItMustRepeatThereIsNoAnswer(String field) {
    MessageHead head = head(INVITE.replace("\n" + field, "\nx-" + field));

    assertThat(head.answer(400, "Bad Request", anyVia(), "x", List.of())).isEmpty();
  }

  @Test
  void acksAndResponsesAreNeverAnswered() {
    MessageHead ack = head(INVITE.replace("INVITE", "ACK"));
    MessageHead response = head(INVITE.replaceFirst("INVITE .*\r", "SIP/2.0 200 OK\r"));

    assertThat(ack.answer(400, "Bad Request", anyVia(), "x", List.of())).isEmpty();
    assertThat(response.answer(400, "Bad Request", anyVia(), "x", List.of())).isEmpty();
  }

  private static Via anyVia() {
    return new Via("UDP", HostPort.of("192.0.2.7", 5060), Params.NONE);
  }

  private static String quote(String replacement) {
    return java.util.regex.Matcher.quoteReplacement(replacement);
  }

  private static MessageHead head(String text) {
    return MessageHead.scan(text.getBytes(StandardCharsets.UTF_8));
  }
}
