package org.confocal.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;

class SipMessageTest {
  static final String INVITE =
      """
      INVITE sip:bob@example.com;gruu;opaque=app:conf:focus:id:AB12 SIP/2.0
      v: SIP/2.0/tcp 192.0.2.7:1234, SIP/2.0/UDP [2001:db8::9];branch=z9hG4bK2
      Max-Forwards: 70
      f: <sip:ada@example.com>;tag=a1;epid=00ff
      t: "Bob, the \\"Focus\\"" <sip:bob@example.com;gruu;opaque=app:conf:focus:id:AB12>
      i: abc@192.0.2.7
      CSeq: 1 INVITE
      m: <sip:ada@192.0.2.7;transport=tcp>;+sip.instance="<urn:uuid:1,2>", <sip:ada2@192.0.2.7>
      Supported: ms-early-media
      Supported: 100rel, timer
      Subject: a
       folded one
      c: application/sdp
      l: 4

      v=0
      """
          .replace("\n", "\r\n");

  @Test
  void compactFormsListsAndFoldsAreUnderstood() throws WireFormatException {
    SipRequest invite = (SipRequest) parse(INVITE);

    assertThat(invite.headers().values("Via")).hasSize(2);
    assertThat(invite.topVia().orElseThrow().branch()).isEmpty();
    assertThat(invite.from().param("epid")).contains("00ff");
    assertThat(invite.callId()).isEqualTo("abc@192.0.2.7");
    assertThat(invite.headers().values("k")).containsExactly("ms-early-media", "100rel", "timer");
    assertThat(invite.headers().hasToken("Supported", "TIMER")).isTrue();
    assertThat(invite.header("subject")).contains("a folded one");
    assertThat(invite.addresses("Contact")).hasSize(2);
    assertThat(invite.addresses("Contact").get(0).param("+sip.instance"))
        .contains("<urn:uuid:1,2>");
    assertThat(invite.body()).isEqualTo(Body.of("application/sdp", "v=0\r"));
  }

  @Test
  void aMessageWrittenAndReadIsTheSame() throws WireFormatException {
    SipMessage first = parse(INVITE);

    assertThat(SipMessage.parse(first.toBytes())).isEqualTo(first);
  }

  @Test
  void anAnswerRepeatsWhatItMust() throws WireFormatException {
    SipRequest invite =
        ((SipRequest) parse(INVITE))
            .plus("Record-Route", "<sip:p1;lr>")
            .receivedFrom("192.0.2.200", 4444);

    SipResponse ok = invite.response(200, "OK").withToTag("x");

    assertThat(ok.headers().values("Via")).hasSize(2);
    assertThat(ok.topVia().orElseThrow().received()).contains("192.0.2.200");
    assertThat(ok.topVia().orElseThrow().rport()).isEmpty();
    assertThat(ok.header("From")).isEqualTo(invite.header("From"));
    assertThat(ok.header("To")).contains(invite.header("To").orElseThrow() + ";tag=x");
    assertThat(ok.header("Record-Route")).contains("<sip:p1;lr>");
    assertThat(invite.response(404, "Not Found").header("Record-Route")).isEmpty();
    assertThat(ok.withToTag("other").to().tag()).contains("x");
  }

  @Test
  void theToTagFindsItsPlaceInEveryForm() throws WireFormatException {
    assertThat(toWithTag("sip:bob@example.com")).isEqualTo("sip:bob@example.com;tag=x");
    assertThat(toWithTag("<sip:bob@example.com>")).isEqualTo("<sip:bob@example.com>;tag=x");
    assertThat(toWithTag("<sip:bob@example.com;a=b>;epid=1"))
        .isEqualTo("<sip:bob@example.com;a=b>;epid=1;tag=x");
  }

  @Test
  void rportIsFilledInWhereItIsWanted() throws WireFormatException {
    Via via = Via.parse("SIP/2.0/UDP 10.0.0.1:5060;rport;branch=z9hG4bKx");

    assertThat(via.receivedFrom("192.0.2.1", 6000).write())
        .isEqualTo("SIP/2.0/UDP 10.0.0.1:5060;rport=6000;branch=z9hG4bKx;received=192.0.2.1");
  }

  @Test
  void aDatagramMayBeLongerThanItsBody() throws WireFormatException {
    SipMessage message = parse(INVITE + "trailing noise");

    assertThat(message.body().length()).isEqualTo(4);
  }

  @Test
  void aTruncatedBodyIsRefused() {
    assertThatThrownBy(() -> parse(INVITE.replace("l: 4", "l: 400")))
        .isInstanceOf(WireFormatException.class);
  }

  @Test
  void aMessageWithoutWhatItNeedsIsRefused() {
    for (String name : new String[] {"f: ", "t: ", "i: ", "CSeq: ", "v: "}) {
      assertThatThrownBy(() -> parse(INVITE.replace("\n" + name, "\nX-Other: ")))
          .as(name)
          .isInstanceOf(WireFormatException.class);
    }
  }

  @Test
  void theMethodOfCseqMustAgree() {
    assertThatThrownBy(() -> parse(INVITE.replace("1 INVITE", "1 BYE")))
        .isInstanceOf(WireFormatException.class);
  }

  @Test
  void headersCannotSmuggleLines() {
    assertThatThrownBy(() -> new Header("Subject", "a\r\nX: y"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Header("Sub ject", "a"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theLogSaysNothingOfBodies() throws WireFormatException {
    assertThat(parse(INVITE).toString()).doesNotContain("v=0");
  }

  private static String toWithTag(String to) throws WireFormatException {
    String text = INVITE.replaceFirst("\nt: .*\r", "\nt: " + to + "\r");
    return ((SipRequest) parse(text)).response(200, "OK").withToTag("x").header("To").orElseThrow();
  }

  static SipMessage parse(String text) throws WireFormatException {
    return SipMessage.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
