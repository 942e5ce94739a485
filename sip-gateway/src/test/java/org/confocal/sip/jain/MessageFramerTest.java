package org.confocal.sip.jain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;

class MessageFramerTest {
  private static final String A = "INFO sip:a SIP/2.0\r\nContent-Length: 5\r\n\r\nhello";
  private static final String B = "BYE sip:b SIP/2.0\r\nl: 0\r\n\r\n";

  private final List<String> messages = new ArrayList<>();
  private int pings;

  @Test
  void messagesAreCutWhereverTheNetworkCuts() throws WireFormatException {
    long seed = 7;
    Random random = new Random(seed);
    String stream = (A + B + "\r\n\r\n" + B + A + "\r\n" + A).repeat(20);
    MessageFramer framer = new MessageFramer(4096);

    for (int at = 0; at < stream.length(); ) {
      int end = Math.min(stream.length(), at + 1 + random.nextInt(70));
      feed(framer, stream.substring(at, end));
      at = end;
    }

    assertThat(messages).as("seed %s", seed).hasSize(100).containsOnly(A, B);
    assertThat(messages.subList(0, 5)).containsExactly(A, B, B, A, A);
    assertThat(pings).isEqualTo(20);
    assertThat(framer.isInMessage()).isFalse();
  }

  @Test
  void aStreamThatCannotBeCutIsAnError() {
    assertThatThrownBy(() -> feed(new MessageFramer(4096), A.replace("5", "x")))
        .isInstanceOf(WireFormatException.class);
    assertThatThrownBy(() -> feed(new MessageFramer(4096), A.replace("5", "99999")))
        .isInstanceOf(WireFormatException.class);
    assertThatThrownBy(() -> feed(new MessageFramer(4096), "x".repeat(5000)))
        .isInstanceOf(WireFormatException.class);
  }

  @Test
  void aMessageOfTheLargestSizeFits() throws WireFormatException {
    String head = "INFO sip:a SIP/2.0\r\nContent-Length: 50000\r\n\r\n";
    MessageFramer framer = new MessageFramer(head.length() + 50_000);

    feed(framer, head + "x".repeat(50_000) + B);

    assertThat(messages).hasSize(2);
  }

  @Test
  void randomBytesNeverBreakTheFramer() {
    long seed = 11;
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      MessageFramer framer = new MessageFramer(4096);
      byte[] bytes = new byte[random.nextInt(300)];
      for (int b = 0; b < bytes.length; b++) {
        bytes[b] = (byte) "\r\nl: 09ax".charAt(random.nextInt(9));
      }
      try {
        framer.feed(ByteBuffer.wrap(bytes), m -> {}, () -> {});
      } catch (WireFormatException expected) {
        assertThat(expected.specSection()).as("seed %s", seed).isNotEmpty();
      }
    }
  }

  private void feed(MessageFramer framer, String text) throws WireFormatException {
    ByteBuffer in = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    framer.feed(in, m -> messages.add(new String(m, StandardCharsets.US_ASCII)), () -> pings++);
  }
}
