package org.confocal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every message arrives on another node as the value that was sent. */
class MessagesTravelTest {
  private static Wire wire;

  @BeforeAll
  static void startSystem() {
    wire = new Wire("messages-test");
  }

  @AfterAll
  static void stopSystem() {
    wire.close();
  }

  private static List<Message> samples() {
    return Samples.messages(wire.kit.createTestProbe().getRef());
  }

  @Test
  void everyMessageHasASample() {
    List<Class<?>> sampled = samples().stream().<Class<?>>map(Object::getClass).distinct().toList();

    assertThat(sampled)
        .containsExactlyInAnyOrderElementsOf(EngineClasses.implementing(Message.class));
  }

  @Test
  void everyMessageArrivesAsItWasSent() {
    for (Message sent : samples()) {
      Message received = wire.read(wire.write(sent), sent);

      assertThat(received).isEqualTo(sent);
    }
  }
}
