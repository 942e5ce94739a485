package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.confocal.media.AudioCodec;
import org.junit.jupiter.api.Test;

class IntakeTest {

  private static final int LEVEL_ID = 5;

  private final Studio studio = new Studio();
  private final Phone ada = studio.join("ada", 523);
  private final Phone bob = studio.join("bob", 701);

  /** The packet with the level of RFC 6464 in a header extension. */
  private static byte[] telling(int level, byte[] packet) {
    ByteBuffer told = ByteBuffer.allocate(packet.length + 8);
    told.put(packet, 0, 12).putShort((short) 0xBEDE).putShort((short) 1);
    told.put((byte) (LEVEL_ID << 4)).put((byte) level).putShort((short) 0);
    told.put(packet, 12, packet.length - 12);
    told.put(0, (byte) (packet[0] | 0x10));
    return told.array();
  }

  private void speakTelling(int level, long millis) {
    for (long at = 0; at < millis; at += 20) {
      studio.network.deliver(telling(level, ada.nextPacket()), ada.address, ada.server);
      studio.run(20);
    }
  }

  @Test
  void aStrangerWhoSendsMuchMoreThanTheLegDoesNotDrownIt() {
    InetSocketAddress thief = new InetSocketAddress(Studio.address("198.51.100.1"), 9);
    Phone eve = new Phone(studio.network, "eve", 1907, AudioCodec.PCMU, thief, ada.server);
    studio.run(500);
    studio.afterEachStep(
        () -> {
          for (int i = 0; i < 10; i++) {
            eve.send(eve.nextPacket());
          }
        });
    studio.forgetAll();

    studio.run(1000);

    assertThat(bob.hears(ada.hz)).isGreaterThan(3000);
    assertThat(bob.hears(eve.hz)).isLessThan(50);
  }

  @Test
  void whoTellsThatHeIsSilentIsBelieved() {
    studio.connect("ada", 1, Studio.parameters(ada).levels(LEVEL_ID));
    ada.sending = false;
    speakTelling(127, 500);
    studio.forgetAll();

    speakTelling(127, 1000);

    assertThat(bob.hears(ada.hz)).isLessThan(50);
  }

  @Test
  void whoTellsALevelIsHeard() {
    studio.connect("ada", 1, Studio.parameters(ada).levels(LEVEL_ID));
    ada.sending = false;
    speakTelling(20, 500);
    studio.forgetAll();

    speakTelling(20, 1000);

    assertThat(bob.hears(ada.hz)).isGreaterThan(3000);
  }
}
