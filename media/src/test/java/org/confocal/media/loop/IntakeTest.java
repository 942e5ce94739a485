package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import org.confocal.media.AudioCodec;
import org.confocal.media.MediaSettings;
import org.confocal.media.SessionParameters;
import org.confocal.media.net.DatagramPort;
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
          for (int i = 0; i < 50; i++) {
            eve.send(eve.nextPacket());
          }
        });
    studio.forgetAll();

    studio.run(1000);

    assertThat(bob.hears(ada.hz)).isGreaterThan(3000);
    assertThat(bob.hears(eve.hz)).isLessThan(50);
  }

  /** A socket at which somebody sends without end. */
  private static class Flood implements DatagramPort {
    int read;

    @Override
    public InetSocketAddress local() {
      return new InetSocketAddress(0);
    }

    @Override
    public InetSocketAddress receive(ByteBuffer into) {
      read++;
      into.put(new byte[20]);
      return new InetSocketAddress(Studio.address("198.51.100.1"), 9);
    }

    @Override
    public boolean send(ByteBuffer datagram, InetSocketAddress to) {
      return true;
    }

    @Override
    public void close() {}
  }

  private static LoopContext context() {
    return new LoopContext(
        MediaSettings.defaults(),
        new MemoryNetwork(),
        new LoopContext.Clocks(() -> 0, () -> 0),
        new Random(1));
  }

  private Intake intake(LoopContext context) {
    SessionParameters parameters = Studio.parameters(ada);
    SecureTransport security = new SecureTransport(context);
    OutboundAudio outbound = new OutboundAudio(context, security, 1);
    InboundAudio inbound = new InboundAudio(context);
    SessionView view = new SessionView(Studio.id("eve"), ada.address, 1);
    SignsOfLife life = new SignsOfLife(Studio.id("eve"), context, view);
    IceTransport ice = new IceTransport(context, life);
    Intake intake =
        new Intake(Studio.id("eve"), context, new Intake.Stages(ice, security, life), inbound);
    intake.connect(
        new Connection(
            parameters,
            StreamFormat.of(parameters, context.settings.opus()),
            new SourceLatch(parameters.remoteRtp(), 1),
            new RtcpReporter(context, security, outbound, inbound, parameters.remoteRtcp())),
        1);
    return intake;
  }

  @Test
  void ofEachSocketSoManyDatagramsOfNoUseAreReadInATurn() {
    Intake intake = intake(context());
    Flood rtp = new Flood();
    Flood rtcp = new Flood();

    intake.onRtpReadable(rtp);
    intake.onRtcpReadable(rtcp);

    assertThat(rtp.read).isEqualTo(64);
    assertThat(rtcp.read).isEqualTo(64);
  }

  @Test
  void allLegsTogetherShareWhatMayBeReadInVain() {
    LoopContext context = context();
    Intake intake = intake(context);
    Flood flood = new Flood();

    for (int i = 0; i < 100; i++) {
      intake.onRtpReadable(flood);
    }

    assertThat(flood.read).as("one of each socket beyond that").isEqualTo(1000 + 100 - 16);
  }

  @Test
  void aFaultWithADatagramIsCountedAndEndsThere() {
    LoopContext context = context();
    Intake intake = intake(context);
    Flood faulty =
        new Flood() {
          @Override
          public InetSocketAddress receive(ByteBuffer into) {
            throw new IllegalStateException("faulty");
          }
        };

    intake.onRtpReadable(faulty);
    intake.onRtcpReadable(faulty);
    context.counters.publish();

    assertThat(context.counters.published(Counter.FAILURES)).isEqualTo(2);
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
