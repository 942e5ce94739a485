package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.confocal.media.AudioCodec;
import org.confocal.media.CommandResult;
import org.confocal.media.MediaListener;
import org.confocal.media.MediaSettings;
import org.confocal.media.Reservation;
import org.confocal.media.ReserveResult;
import org.confocal.media.SessionId;
import org.confocal.media.SessionParameters;
import org.confocal.media.codec.G711;
import org.confocal.media.rtp.RtpHeader;
import org.junit.jupiter.api.Test;

/** A conference on three real threads, among others that come and go all the time. */
class CascadeLoopbackTest {

  private static final int ROUNDS = 60;

  private final InetAddress local = InetAddress.getLoopbackAddress();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  private static MediaSettings settings() {
    MediaSettings usual = MediaSettings.defaults();
    MediaSettings.Loops loops = usual.loops();
    return usual
        .with(
            new MediaSettings.Loops(
                3, loops.pollsPerFrame(), loops.commandQueue(), loops.lateAfter(), 2))
        .with(
            new MediaSettings.Ports(
                26_000,
                26_999,
                usual.ports().bindAddress(),
                usual.ports().quarantine(),
                usual.ports().receiveBufferBytes(),
                usual.ports().sendBufferBytes()));
  }

  private InetSocketAddress join(MediaLoops plane, SessionId id, int port) throws Exception {
    CompletableFuture<ReserveResult> reserved = new CompletableFuture<>();
    plane.reserve(id, 1, Reservation.on(local), reserved::complete);
    ReserveResult.Reserved result = (ReserveResult.Reserved) reserved.get(5, TimeUnit.SECONDS);
    SessionParameters parameters =
        SessionParameters.plain(new InetSocketAddress(local, port), AudioCodec.PCMU);
    CompletableFuture<CommandResult> connected = new CompletableFuture<>();
    plane.connect(id, 1, parameters, connected::complete);
    assertThat(connected.get(5, TimeUnit.SECONDS)).isEqualTo(new CommandResult.Done());
    return result.local();
  }

  private static DatagramPacket tone(int number, InetSocketAddress server) {
    byte[] packet = new byte[172];
    RtpHeader.write(ByteBuffer.wrap(packet), 0, 0, number, number * 160, 77);
    for (int i = 0; i < 160; i++) {
      packet[12 + i] = G711.MU_LAW.encode((short) (8000 * Math.sin(i * Math.PI / 8)));
    }
    return new DatagramPacket(packet, packet.length, server);
  }

  private static boolean loud(DatagramPacket packet) {
    int loudest = 0;
    for (int i = 12; i < packet.getLength(); i++) {
      loudest = Math.max(loudest, G711.MU_LAW.decode(packet.getData()[i]));
    }
    return loudest > 4000;
  }

  /** One leg more or less, in the conference that is heard or in another one. */
  private static void shake(MediaLoops plane, Random random, InetAddress local) {
    SessionId id =
        new SessionId(
            random.nextBoolean() ? "room" : "room-" + random.nextInt(4),
            "passer-by-" + random.nextInt(8));
    switch (random.nextInt(5)) {
      case 0, 1 -> plane.close(id, 1, done -> {});
      case 2 -> {
        if (!id.conferenceKey().equals("room")) {
          plane.closeConference(id.conferenceKey(), 1, done -> {});
        }
      }
      default -> {
        SessionParameters parameters =
            SessionParameters.plain(new InetSocketAddress(local, 9), AudioCodec.PCMU);
        plane.reserve(id, 1, Reservation.on(local), done -> {});
        plane.connect(id, 1, parameters, done -> {});
      }
    }
  }

  @Test
  void aTalkerIsHeardOnOtherThreadsWhateverComesAndGoes() throws Exception {
    Random random = new Random(7);
    try (MediaLoops plane =
            MediaLoops.start(settings(), System::nanoTime, System::currentTimeMillis);
        DatagramSocket talker = new DatagramSocket(0, local);
        DatagramSocket listener = new DatagramSocket(0, local)) {
      plane.listener(
          new MediaListener() {
            @Override
            public void loopFailed(Throwable cause) {
              failures.add(cause);
            }
          });
      InetSocketAddress server =
          join(plane, new SessionId("room", "talker"), talker.getLocalPort());
      join(plane, new SessionId("room", "second"), 9);
      join(plane, new SessionId("room", "listener"), listener.getLocalPort());
      listener.setSoTimeout(5_000);

      int loud = 0;
      DatagramPacket heard = new DatagramPacket(new byte[500], 500);
      for (int i = 0; i < ROUNDS; i++) {
        talker.send(tone(i, server));
        for (int change = 0; change < 10; change++) {
          shake(plane, random, local);
        }
        listener.receive(heard); // also the clock of this test
        loud += loud(heard) ? 1 : 0;
      }

      assertThat(loud).isGreaterThan(ROUNDS / 2);
      for (int room = 0; room < 4; room++) {
        end(plane, "room-" + room);
      }
      end(plane, "room");
      assertThat(failures).isEmpty();
      assertThat(plane.inventory()).isEmpty();
      assertThat(plane.counters().failures()).isZero();
    }
  }

  private static void end(MediaLoops plane, String key) throws Exception {
    CompletableFuture<CommandResult> ended = new CompletableFuture<>();
    plane.closeConference(key, 1, ended::complete);
    assertThat(ended.get(5, TimeUnit.SECONDS)).isEqualTo(new CommandResult.Done());
  }
}
