package org.confocal.load.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SipProtocolBuilderTest {
  @Test
  void targetsAreHostsWithOrWithoutPort() {
    assertThat(SipProtocolBuilder.address("127.0.0.1").getPort()).isEqualTo(5060);
    assertThat(SipProtocolBuilder.address("127.0.0.1:6").getPort()).isEqualTo(6);
    assertThat(SipProtocolBuilder.address("[::1]").getPort()).isEqualTo(5060);
    assertThat(SipProtocolBuilder.address("[::1]:70").getAddress().getHostAddress())
        .contains(":0:1");
  }

  @Test
  void whatIsNoTargetIsNamed() {
    for (String wrong : new String[] {"", ":5060", "127.0.0.1:", "127.0.0.1:0", "a:99999", "a:b"}) {
      assertThatThrownBy(() -> SipProtocolBuilder.address(wrong))
          .as(wrong)
          .hasMessageContaining("expected: HOST or HOST:PORT");
    }
  }
}
