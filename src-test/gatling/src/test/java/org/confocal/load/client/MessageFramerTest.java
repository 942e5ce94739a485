package org.confocal.load.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.confocal.load.message.MessageFormatException;
import org.confocal.load.message.SipMessage;
import org.junit.jupiter.api.Test;

class MessageFramerTest {
  private static final String MESSAGE =
      """
      MESSAGE sip:a@b SIP/2.0\r
      Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1\r
      From: <sip:c@d>;tag=1\r
      To: <sip:a@b>;tag=2\r
      Call-ID: 1\r
      CSeq: 1 MESSAGE\r
      Content-Length: 7\r
      \r
      line öä""";

  private final EmbeddedChannel channel = new EmbeddedChannel(new MessageFramer());

  private static byte[] bytes() {
    String text = MESSAGE.replace("Content-Length: 7", "Content-Length: 9");
    return ("\r\n\r\n" + text + text).getBytes(StandardCharsets.UTF_8);
  }

  private int read(byte[] stream, int piece) {
    for (int at = 0; at < stream.length; at += piece) {
      byte[] next = Arrays.copyOfRange(stream, at, Math.min(stream.length, at + piece));
      channel.writeInbound(Unpooled.wrappedBuffer(next));
    }
    int count = 0;
    for (SipMessage m = channel.readInbound(); m != null; m = channel.readInbound()) {
      assertThat(m.body()).isEqualTo("line öä");
      count++;
    }
    return count;
  }

  @Test
  void messagesAreCutOutOfPiecesOfAnySize() {
    for (int piece : new int[] {1, 2, 3, 7, 64, 10_000}) {
      assertThat(read(bytes(), piece)).as("pieces of %d", piece).isEqualTo(2);
    }
  }

  @Test
  void anEndlessHeadIsRefused() {
    byte[] stream = "x".repeat(SipMessage.MOST_HEAD + 10).getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> read(stream, stream.length))
        .isInstanceOf(DecoderException.class)
        .hasCauseInstanceOf(MessageFormatException.class);
  }

  @Test
  void whateverComesIsReadOrRefused() {
    Random random = new Random(42);
    for (int i = 0; i < 3000; i++) {
      byte[] stream = bytes();
      for (int change = random.nextInt(4); change >= 0; change--) {
        stream[random.nextInt(stream.length)] = (byte) random.nextInt(256);
      }
      EmbeddedChannel fresh = new EmbeddedChannel(new MessageFramer());
      try {
        fresh.writeInbound(Unpooled.wrappedBuffer(stream));
      } catch (DecoderException refused) {
        assertThat(refused).hasCauseInstanceOf(MessageFormatException.class);
      }
    }
  }
}
