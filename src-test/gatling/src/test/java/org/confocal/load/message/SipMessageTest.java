package org.confocal.load.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SipMessageTest {
  private static final String INVITE =
      """
      INVITE sip:1000@192.0.2.1 SIP/2.0\r
      Via: SIP/2.0/UDP 192.0.2.2:5070;rport;branch=z9hG4bKabc\r
      f: <sip:ada@example.test>;tag=a1\r
      To: "Meeting" <sip:1000@192.0.2.1;x=1>\r
      Call-ID: 77@load\r
      CSeq: 4711 INVITE\r
      m: <sip:ada@192.0.2.2:5070>\r
      Subject: one\r
       two""";

  private static SipMessage read(String text) {
    int end = text.indexOf("\r\n\r\n");
    return SipMessage.parse(
        end < 0 ? text : text.substring(0, end), end < 0 ? "" : text.substring(end + 4));
  }

  @Test
  void aRequestIsReadWithShortNamesAndFoldedLines() {
    SipMessage invite = read(INVITE);

    assertThat(invite.method()).isEqualTo("INVITE");
    assertThat(invite.fromTag()).isEqualTo("a1");
    assertThat(invite.toTag()).isEmpty();
    assertThat(invite.branch()).isEqualTo("z9hG4bKabc");
    assertThat(invite.sequence()).isEqualTo(4711);
    assertThat(invite.uriIn("Contact")).hasValue("sip:ada@192.0.2.2:5070");
    assertThat(invite.header("subject")).hasValue("one two");
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    SipMessage invite = read(INVITE);

    assertThat(read(invite.text())).isEqualTo(invite);
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> read(INVITE.replace("Call-ID: 77@load\r\n", "")))
        .isInstanceOf(MessageFormatException.class)
        .hasMessageContaining("Call-ID");
  }

  @Test
  void aHeaderOfTwoLinesCannotBeMade() {
    assertThatThrownBy(() -> new Header("Subject", "a\r\nContact: <sip:x@y>"))
        .isInstanceOf(MessageFormatException.class);
  }

  @Test
  void whateverComesIsReadOrRefused() {
    Random random = new Random(20261122);
    String seed = INVITE + "\r\n\r\nv=0";
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(seed);
      for (int change = random.nextInt(6); change >= 0; change--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, (char) random.nextInt(256));
          case 1 -> text.deleteCharAt(at);
          default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 30)));
        }
      }
      try {
        SipMessage message = read(text.toString());
        assertThat(message.callId() + message.toTag() + message.branch()).isNotNull();
        read++;
      } catch (MessageFormatException refused) {
        assertThat(refused).hasMessageContaining("expected");
      }
    }
    assertThat(read).isBetween(1000, 19_900);
  }

  @Test
  void aHeadWithoutEndIsRefused() {
    String head = INVITE + "\r\nX: " + "x".repeat(SipMessage.MOST_HEAD);

    assertThatThrownBy(() -> read(head)).isInstanceOf(MessageFormatException.class);
  }
}
