package org.confocal.sip.jain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogTextTest {
  @Test
  void aMessageIsShownWithoutItsKeys() {
    String message =
        """
        m=audio 4000 RTP/SAVP 0
        a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:QUJDRA==|2^20|1:4
        a=crypto:2 AEAD_AES_128_GCM INLINE:RUZHSA==;inline:SUpLTA==
        a=sendrecv
        """
            .replace("\n", "\r\n");

    String shown = LogText.of(message.getBytes(StandardCharsets.UTF_8));

    assertThat(shown)
        .contains("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:...|2^20|1:4\r\n")
        .contains("INLINE:...;inline:...\r\na=sendrecv")
        .doesNotContain("QUJD")
        .doesNotContain("RUZH")
        .doesNotContain("SUpL");
  }

  @Test
  void aMessageIsShownWithoutThePasswordsOfIce() {
    String message =
        """
        a=ice-ufrag:name
        A=ICE-PWD: c2VjcmV0|c2VjcmV0
        a=candidate:1 1 UDP 2130706431 192.0.2.1 4000 typ host
        a=candidate:bmFtZQ== 1 c2VjcmV0 UDP 0.830 192.0.2.1 4000
        a=candidate:bmFtZQ== 2  c2VjcmV0  TCP 0.1 192.0.2.1 4001
        a=sendrecv
        """
            .replace("\n", "\r\n");

    String shown = LogText.of(message);

    assertThat(shown)
        .isEqualTo(message.replace("c2VjcmV0|c2VjcmV0", "...").replace("c2VjcmV0", "..."));
  }
}
