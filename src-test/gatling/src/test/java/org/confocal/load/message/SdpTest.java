package org.confocal.load.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SdpTest {
  private static final String OFFER =
      """
      v=0\r
      o=- 1 1 IN IP4 192.0.2.1\r
      s=-\r
      c=IN IP4 192.0.2.1\r
      t=0 0\r
      m=audio 20000 RTP/AVP 101 8 0\r
      m=message 5060 sip null\r
      """;

  @Test
  void whatIsWantedIsTakenAndTheRestRefusedInItsOrder() {
    String answer = Sdp.answer(OFFER, Set.of("audio"), "192.0.2.2", 4000, 2);

    assertThat(answer.lines().filter(l -> l.startsWith("m=")))
        .containsExactly("m=audio 4000 RTP/AVP 8", "m=message 0 sip null");
    assertThat(answer).contains("o=load 1 2 IN IP4 192.0.2.2");
  }

  @Test
  void messagesAreTakenByWhoHasOfferedThem() {
    String answer = Sdp.answer(OFFER, Sdp.types(Sdp.messages("h")), "192.0.2.2", 4000, 2);

    assertThat(answer.lines().filter(l -> l.startsWith("m=")))
        .containsExactly("m=audio 0 RTP/AVP 101 8 0", "m=message 5060 sip null");
  }

  @Test
  void ourAddressIsFilledIn() {
    String filled = Sdp.filled(Sdp.audio(Sdp.HOST, Sdp.PORT), "2001:db8::1", 4000);

    assertThat(filled).contains("c=IN IP6 2001:db8::1", "m=audio 4000 ").doesNotContain("{");
  }
}
