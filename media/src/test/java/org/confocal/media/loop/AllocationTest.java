package org.confocal.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.confocal.media.AudioCodec;
import org.confocal.media.Hold;
import org.confocal.media.MediaSettings;
import org.confocal.media.Reservation;
import org.confocal.media.ReserveResult;
import org.confocal.media.SessionId;
import org.confocal.media.SessionParameters;
import org.confocal.media.Volume;
import org.confocal.media.codec.AudioEncoder;
import org.confocal.media.codec.OpusCodecs;
import org.confocal.media.mix.Relations;
import org.confocal.media.net.NioNetwork;
import org.confocal.media.net.PortPool;
import org.confocal.media.record.DurablePart;
import org.confocal.media.record.RecordingFormat;
import org.confocal.media.record.RecordingParameters;
import org.confocal.media.record.RecordingRing;
import org.confocal.media.rtp.RtpHeader;
import org.confocal.media.sound.Playback;
import org.confocal.media.sound.Tone;
import org.confocal.media.srtp.SrtpKey;
import org.confocal.media.srtp.SrtpKeys;
import org.confocal.media.srtp.SrtpSender;
import org.confocal.media.srtp.SrtpSuite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Over real loopback sockets, enough for numbers that the JDK does not keep boxed, with a clock
 * that the test turns.
 */
class AllocationTest {

  private static final int LEGS = 64;
  private static final int STRETCHES = 4;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private final List<DatagramChannel> phones = new ArrayList<>();
  private final List<InetSocketAddress> servers = new ArrayList<>();
  private final ByteBuffer packet = ByteBuffer.allocateDirect(1500);
  private final List<AudioCodec> codecs = new ArrayList<>();
  private final List<AudioEncoder> encoders = new ArrayList<>();
  private final short[] pcm = new short[960];
  private final SrtpKey key = new SrtpKey(SrtpSuite.AES_CM_128_HMAC_SHA1_80, new byte[30]);
  private final List<SrtpSender> protects = new ArrayList<>();
  private final byte[] secured = new byte[2048];
  private boolean secure;
  private long nowNs = 1_000_000_000L;
  private final MediaSettings settings = everythingOn();
  private final MediaLoop loop;

  AllocationTest() {
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) (5000 * Math.sin(i * Math.PI / 48));
    }
    LoopContext context =
        new LoopContext(
            settings,
            new NioNetwork(65_536, 65_536),
            new LoopContext.Clocks(() -> nowNs, () -> nowNs / 1_000_000),
            new Random(3));
    loop = new MediaLoop(context, new PortPool(24_000, 24_999, 0, 0));
    loop.doWork(nowNs);
  }

  private static MediaSettings everythingOn() {
    MediaSettings plain = MediaSettings.defaults();
    MediaSettings.Levelling levelling = plain.mix().levelling();
    MediaSettings.Gate gate = plain.mix().gate();
    return plain.with(
        new MediaSettings.Mix(
            3,
            plain.mix().talkersReport(),
            new MediaSettings.Levelling(
                true,
                levelling.targetDb(),
                levelling.mostDb(),
                levelling.attack(),
                levelling.release()),
            new MediaSettings.Gate(true, gate.thresholdDb(), gate.hold(), gate.release())));
  }

  /** In each room of eight: a sidebar, a whisper, one deaf, one held, volumes, music, a tone. */
  private void useEveryVerb() {
    Tone music = new Tone(List.of(440, 660), -20, Duration.ofSeconds(1), Duration.ZERO, 1);
    Playback tone = new Playback("tone", music, -6, Playback.FOR_EVER);
    for (int room = 0; room < LEGS / 8; room++) {
      String key = "room-" + room;
      String[] legs = new String[8];
      for (int i = 0; i < 8; i++) {
        legs[i] = "leg-" + (8 * room + i);
      }
      Relations relations =
          Relations.NONE
              .sidebar(Set.of(legs[0], legs[1]))
              .whisper(legs[2], Set.of(legs[3]))
              .hears(legs[4], legs[5], -6);
      loop.onConference(key, 1, result -> {}, conference -> conference.relate(relations));
      loop.onConference(key, 1, result -> {}, conference -> conference.music(music));
      loop.onConference(key, 1, result -> {}, conference -> conference.players.play(tone));
      tell(key, legs[4], leg -> leg.volume(new Volume(3, -3)));
      tell(key, legs[5], leg -> leg.deafen(true));
      tell(key, legs[6], leg -> leg.hold(Hold.MUSIC));
      tell(key, legs[7], leg -> leg.hearing.play(tone));
      record(key);
    }
  }

  /** Into a ring that is full after a while. */
  private void record(String room) {
    RecordingRing ring =
        new RecordingRing(
            new RecordingParameters(
                "r",
                Path.of("nowhere"),
                RecordingFormat.WAV,
                16_000,
                24_000,
                Duration.ofSeconds(5),
                Duration.ofSeconds(25),
                DurablePart.NONE));
    loop.onConference(
        room,
        1,
        result -> {},
        conference -> {
          conference.recording.begin("r", 16_000, ring);
          conference.changed();
        });
  }

  private void tell(String room, String leg, Consumer<MediaSession> command) {
    loop.onSession(new SessionId(room, leg), 1, result -> {}, command);
  }

  private void call(AudioCodec... kinds) throws Exception {
    for (int i = 0; i < LEGS; i++) {
      SessionId id = new SessionId("room-" + i / 8, "leg-" + i);
      DatagramChannel phone = DatagramChannel.open();
      phone.bind(new InetSocketAddress(loopback, 0)).configureBlocking(false);
      phones.add(phone);
      InetSocketAddress remote = (InetSocketAddress) phone.getLocalAddress();
      loop.onReserve(
          id,
          1,
          Reservation.on(loopback),
          result -> servers.add(((ReserveResult.Reserved) result).local()));
      AudioCodec codec = kinds[i % kinds.length];
      codecs.add(codec);
      SessionParameters parameters = SessionParameters.plain(remote, codec);
      encoders.add(
          StreamFormat.of(parameters, settings.opus())
              .encoder(OpusCodecs.choose(settings.opus().library()), settings.opus()));
      protects.add(new SrtpSender(key));
      SrtpKeys keys = new SrtpKeys(key, key);
      loop.onConnect(id, 1, secure ? parameters.with(keys) : parameters, result -> {});
    }
  }

  private int protect(int leg, int length) {
    packet.get(0, secured, 0, length);
    int longer = protects.get(leg).protect(secured, 12, length);
    packet.put(0, secured, 0, longer);
    return longer;
  }

  /**
   * Plays frames; the result is what the loop allocated, without the phones that run on the same
   * thread.
   */
  private long frames(int from, int count) throws Exception {
    long thread = Thread.currentThread().getId();
    long allocated = 0;
    ByteBuffer sink = packet.duplicate();
    for (int frame = from; frame < from + count; frame++) {
      for (int leg = 0; leg < LEGS; leg++) {
        AudioCodec codec = codecs.get(leg);
        int clock = codec.clockHz() / 50;
        RtpHeader.write(packet, 0, codec.ownPayloadType(), frame, frame * clock, leg + 1);
        int bytes = encoders.get(leg).encode(pcm, encoders.get(leg).rateHz() / 50, packet, 12);
        packet.limit(secure ? protect(leg, 12 + bytes) : 12 + bytes);
        phones.get(leg).send(packet, servers.get(leg));
        packet.clear();
      }
      long before = threads.getThreadAllocatedBytes(thread);
      for (int poll = 0; poll < 4; poll++) {
        nowNs += 5_000_000;
        loop.doWork(nowNs);
      }
      allocated += threads.getThreadAllocatedBytes(thread) - before;
      for (DatagramChannel phone : phones) {
        phone.receive(sink.clear());
      }
    }
    return allocated;
  }

  @AfterEach
  void hangUp() throws Exception {
    loop.onShutdown(nowNs);
    for (DatagramChannel phone : phones) {
      phone.close();
    }
  }

  @Test
  void nothingIsAllocatedPerPacketAfterWarmUp() throws Exception {
    call(AudioCodec.PCMU, AudioCodec.PCMA);

    assertNothingIsAllocated(3_000, 2_000);
  }

  @Test
  void nothingIsAllocatedWhenAllCodecsMeet() throws Exception {
    assertThat(OpusCodecs.choose(OpusCodecs.Library.AUTO).choice().library())
        .as("Opus in pure Java allocates: the tests need libopus0")
        .isEqualTo(OpusCodecs.Library.SYSTEM);
    call(AudioCodec.PCMU, AudioCodec.G722, AudioCodec.OPUS);

    assertNothingIsAllocated(300, 200);
  }

  @Test
  void nothingIsAllocatedWhenEveryVerbIsInUse() throws Exception {
    call(AudioCodec.PCMU, AudioCodec.G722);
    useEveryVerb();

    assertNothingIsAllocated(1_000, 500);
  }

  @Test
  void nothingIsAllocatedWhenAllLegsHaveKeys() throws Exception {
    secure = true;
    call(AudioCodec.PCMU, AudioCodec.PCMA);

    assertNothingIsAllocated(1_000, 500);
    assertThat(loop.published(Counter.UNAUTHENTIC)).isZero();
  }

  /**
   * The quietest of several stretches counts: what the JVM does now and then on this thread (a
   * compiled method is thrown away, a class of the test is loaded) may happen in one of them. What
   * a packet, a frame or a timer allocates is in all of them.
   */
  private void assertNothingIsAllocated(int warmUp, int count) throws Exception {
    frames(0, warmUp);
    int stretch = count / STRETCHES;
    long least = Long.MAX_VALUE;
    long received = loop.published(Counter.PACKETS_RECEIVED);
    for (int i = 0; i < STRETCHES; i++) {
      least = Math.min(least, frames(warmUp + i * stretch, stretch));
    }

    assertThat(loop.published(Counter.PACKETS_RECEIVED) - received)
        .isEqualTo((long) STRETCHES * stretch * LEGS);
    assertThat(least).as("bytes for %d frames of %d legs", stretch, LEGS).isZero();
  }
}
