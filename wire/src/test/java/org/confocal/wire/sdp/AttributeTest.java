package org.confocal.wire.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeTest {
  @ParameterizedTest
  @ValueSource(strings = {"crypto", "ice-pwd", "ICE-PWD", "candidate"})
  void noTextShowsASecret(String name) {
    Attribute attribute = new Attribute(name, "name 1 c2VjcmV0 UDP 0.830 192.0.2.1 4000");

    assertThat(attribute.toString()).isEqualTo(name + ":...");
    assertThat(attribute.write()).contains("c2VjcmV0");
  }
}
