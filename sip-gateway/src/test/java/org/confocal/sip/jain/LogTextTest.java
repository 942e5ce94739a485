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
}
