package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.confocal.media.AudioCodec;
import org.confocal.media.CommandResult;
import org.confocal.media.MediaListener;
import org.confocal.media.MediaPlane;
import org.confocal.media.MediaSettings;
import org.confocal.media.Reservation;
import org.confocal.media.ReserveResult;
import org.confocal.media.SessionId;
import org.confocal.media.SessionParameters;
import org.confocal.media.codec.G711;
import org.confocal.media.rtp.RtpHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole plane on real sockets and threads. */
class LoopbackTest {

  private static final SessionId ADA = new SessionId("room", "ada");
  private static final SessionId BOB = new SessionId("room", "bob");

  private static MediaSettings settings() {
    MediaSettings defaults = MediaSettings.defaults();
    MediaSettings.Ports ports = defaults.ports();
    return defaults.with(
        new MediaSettings.Ports(
            25_000,
            25_999,
            ports.bindAddress(),
            Duration.ofSeconds(5),
            ports.receiveBufferBytes(),
            ports.sendBufferBytes()));
  }

  private static InetSocketAddress join(
      MediaPlane plane, SessionId id, DatagramSocket phone, AudioCodec codec) throws Exception {
    CompletableFuture<ReserveResult> reserved = new CompletableFuture<>();
    CompletableFuture<CommandResult> connected = new CompletableFuture<>();
    plane.reserve(id, 1, Reservation.on(phone.getLocalAddress()), reserved::complete);
    ReserveResult.Reserved result = (ReserveResult.Reserved) reserved.get(5, TimeUnit.SECONDS);
    InetSocketAddress remote = new InetSocketAddress(phone.getLocalAddress(), phone.getLocalPort());
    plane.connect(id, 1, SessionParameters.plain(remote, codec), connected::complete);
    assertThat(connected.get(5, TimeUnit.SECONDS)).isEqualTo(new CommandResult.Done());
    return result.local();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void onePhoneHearsTheOtherOverRealSockets(String address) throws Exception {
    InetAddress local = Studio.address(address);
    CountDownLatch firstPacket = new CountDownLatch(1);
    try (MediaLoops plane =
            MediaLoops.start(settings(), System::nanoTime, System::currentTimeMillis);
        DatagramSocket ada = new DatagramSocket(0, local);
        DatagramSocket bob = new DatagramSocket(0, local)) {
      plane.listener(
          new MediaListener() {
            @Override
            public void firstPacket(SessionId id) {
              firstPacket.countDown();
            }
          });
      InetSocketAddress server = join(plane, ADA, ada, AudioCodec.PCMU);
      join(plane, BOB, bob, AudioCodec.PCMA);
      bob.setSoTimeout(5_000);

      int loudPackets = 0;
      DatagramPacket heard = new DatagramPacket(new byte[500], 500);
      for (int i = 0; i < 50; i++) {
        byte[] packet = tone(i);
        ada.send(new DatagramPacket(packet, packet.length, server));
        bob.receive(heard); // also the clock of this test
        loudPackets += loud(heard) ? 1 : 0;
      }

      assertThat(firstPacket.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(loudPackets).isGreaterThan(30);
      assertThat(plane.inventory()).hasSize(2);
      assertThat(plane.counters().sessions()).isEqualTo(2);
      assertThat(plane.counters().packets().sendFailed()).isZero();
    }
  }

  private static byte[] tone(int number) {
    byte[] packet = new byte[172];
    RtpHeader.write(ByteBuffer.wrap(packet), 0, 0, number, number * 160, 77);
    for (int i = 0; i < 160; i++) {
      packet[12 + i] = G711.MU_LAW.encode((short) (8000 * Math.sin(i * Math.PI / 8)));
    }
    return packet;
  }

  private static boolean loud(DatagramPacket packet) {
    int loudest = 0;
    for (int i = 12; i < packet.getLength(); i++) {
      loudest = Math.max(loudest, G711.A_LAW.decode(packet.getData()[i]));
    }
    return loudest > 5000;
  }

  @Test
  void aClosedPlaneRefusesCommandsAndHasClosedItsPorts() throws Exception {
    MediaLoops plane = MediaLoops.start(settings(), System::nanoTime, System::currentTimeMillis);
    InetSocketAddress server;
    try (DatagramSocket ada = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      server = join(plane, ADA, ada, AudioCodec.PCMU);
    }

    plane.close();

    CompletableFuture<CommandResult> late = new CompletableFuture<>();
    plane.close(ADA, 1, late::complete);
    assertThat(late.getNow(null)).isEqualTo(new CommandResult.Busy());
    try (DatagramSocket again = new DatagramSocket(server.getPort(), server.getAddress())) {
      assertThat(again.isBound()).isTrue();
    }
  }

  @Test
  void aPortInUseByOthersIsSteppedOver() throws Exception {
    InetAddress local = InetAddress.getLoopbackAddress();
    MediaSettings.Ports p = settings().ports();
    MediaSettings twoPairs =
        settings()
            .with(
                new MediaSettings.Ports(
                    25_000,
                    25_003,
                    p.bindAddress(),
                    p.quarantine(),
                    p.receiveBufferBytes(),
                    p.sendBufferBytes()));
    try (DatagramSocket squatter = new DatagramSocket(25_001, local);
        MediaLoops plane = MediaLoops.start(twoPairs, System::nanoTime, System::currentTimeMillis);
        DatagramSocket ada = new DatagramSocket(0, local)) {
      assertThat(squatter.isBound()).isTrue();

      assertThat(join(plane, ADA, ada, AudioCodec.PCMU).getPort()).isEqualTo(25_002);
    }
  }

  @Test
  void settingsThatCannotBeAreRefusedWithKeyAndExpectation() {
    MediaSettings.Ports ports = MediaSettings.defaults().ports();

    assertThatThrownBy(
            () ->
                new MediaSettings.Ports(
                    20_000,
                    40_001,
                    ports.bindAddress(),
                    ports.quarantine(),
                    ports.receiveBufferBytes(),
                    ports.sendBufferBytes()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "media.ports.last: 40001 (expected: an odd port above media.ports.first and below"
                + " 32768)");
  }
}
