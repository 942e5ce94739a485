package org.confocal.sip.jain;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.confocal.sip.kit.WireTexts;
import org.confocal.sip.message.MessageHead;
import org.confocal.sip.message.SipMessage;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.wire.WireFormatException;
import org.junit.jupiter.api.Test;

/** Whatever our parser takes, JAIN-SIP must be able to be shown. */
class WireRequestFuzzTest {
  private static final long SEED = Long.getLong("confocal.fuzz.seed", 3261);
  private static final int ROUNDS = 10_000;

  @Test
  void whatParsesCanBeShownToTheTransactionsUnderTheKeyThatItsHeadHas() {
    Random random = new Random(SEED);
    List<byte[]> whole = WireTexts.messages();
    Sender from = new NoSender();
    int shown = 0;

    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = WireTexts.damage(whole.get(i % whole.size()), random);
      try {
        SipMessage message = SipMessage.parse(bytes);
        if (message instanceof SipRequest request) {
          String key = WireRequest.key(request);
          WireRequest.incoming(request.receivedFrom("192.0.2.1", 5061), from, key, null);
          assertThat(WireRequest.key(MessageHead.scan(bytes))).contains(key);
        } else {
          WireResponse.incoming((SipResponse) message, from);
        }
        shown++;
      } catch (WireFormatException notAMessage) {
        assertThat(notAMessage.expected()).isNotEmpty();
      } catch (RuntimeException | AssertionError e) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        throw new AssertionError("seed " + SEED + " round " + i + ": " + text, e);
      }
    }

    System.out.println("seed " + SEED + ": " + shown + " of " + ROUNDS + " shown to JAIN-SIP");
    assertThat(shown).isGreaterThan(ROUNDS / 20);
  }

  /** A peer that nothing is sent to. */
  private record NoSender() implements Sender, Listener {
    @Override
    public void send(byte[] bytes) {}

    @Override
    public Flow flow() {
      return new Flow("udp", "127.0.0.1", 5061, 1);
    }

    @Override
    public InetAddress peer() {
      return InetAddress.getLoopbackAddress();
    }

    @Override
    public Listener listener() {
      return this;
    }

    @Override
    public String transport() {
      return "udp";
    }

    @Override
    public InetSocketAddress local() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060);
    }

    @Override
    public Sender senderTo(InetAddress peer, int port) {
      return this;
    }

    @Override
    public void start() {}

    @Override
    public void close() {}
  }
}
