package org.confocal.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.confocal.media.codec.OpusCodecs;

/**
 * Everything that a site may change about the media plane. Each part checks itself and says {@code
 * key: value (expected: ...)}.
 */
public record MediaSettings(
    Loops loops, Ports ports, Jitter jitter, Mix mix, Opus opus, Alone alone, Times times) {

  /**
   * The threads.
   *
   * @param count loop threads, 1 to 256; most conferences live on one of them
   * @param pollsPerFrame how often sockets are read per 20 ms: more tells arrivals better apart,
   *     less saves wake-ups (1 to 20)
   * @param commandQueue commands that may wait per loop, a power of two from 16
   * @param lateAfter a frame sent later than this is counted as late, above 0
   * @param conferenceLegs how many legs of one conference a loop is given before another loop mixes
   *     some of them, from 2; 0: all
   */
  public record Loops(
      int count, int pollsPerFrame, int commandQueue, Duration lateAfter, int conferenceLegs) {

    /** With the usual size of a conference on one loop. */
    public Loops(int count, int pollsPerFrame, int commandQueue, Duration lateAfter) {
      this(count, pollsPerFrame, commandQueue, lateAfter, 250);
    }

    public Loops {
      require(
          conferenceLegs == 0 || conferenceLegs >= 2,
          "media.conference-legs",
          conferenceLegs,
          "0, or 2 and more");
      require(count >= 1 && count <= 256, "media.loops", count, "1 to 256");
      require(
          pollsPerFrame >= 1 && pollsPerFrame <= 20,
          "media.polls-per-frame",
          pollsPerFrame,
          "1 to 20");
      require(
          commandQueue >= 16 && Integer.bitCount(commandQueue) == 1,
          "media.command-queue",
          commandQueue,
          "a power of two, at least 16");
      requirePositive("media.late-after", lateAfter);
    }
  }

  /**
   * The sockets.
   *
   * @param first first port of the range, even; RTP takes even ports and RTCP the odd one above
   * @param last last port of the range, odd, below 32768 (the system's ephemeral ports begin there)
   * @param bindAddress bind here whatever a reservation of the same family says; the unspecified
   *     address means "as the reservation says"
   * @param quarantine how long a closed port stays unused, so that late packets reach nobody
   * @param receiveBufferBytes socket receive buffer, 8 KiB to 16 MiB; a large one keeps stale sound
   *     after a stall
   * @param sendBufferBytes socket send buffer, 8 KiB to 16 MiB
   */
  public record Ports(
      int first,
      int last,
      InetAddress bindAddress,
      Duration quarantine,
      int receiveBufferBytes,
      int sendBufferBytes) {
    public Ports {
      require(
          first >= 1024 && (first & 1) == 0, "media.ports.first", first, "an even port from 1024");
      require(
          last > first && last < 32768 && (last & 1) == 1,
          "media.ports.last",
          last,
          "an odd port above media.ports.first and below 32768");
      requireNotNegative("media.ports.quarantine", quarantine);
      requireBuffer("media.ports.receive-buffer", receiveBufferBytes);
      requireBuffer("media.ports.send-buffer", sendBufferBytes);
    }

    private static void requireBuffer(String key, int bytes) {
      require(bytes >= 8192 && bytes <= 16 << 20, key, bytes, "8 KiB to 16 MiB");
    }
  }

  /**
   * The bounds of the jitter buffers.
   *
   * @param min what a stream waits at least, 0 to 100 ms: the jitter that is always tolerated
   * @param max what it waits at most, from {@code min + 40 ms} to 500 ms
   * @param inTimePercent the share of packets that shall come in time, 50 to 99: between the bounds
   *     the wait follows it
   */
  public record Jitter(Duration min, Duration max, int inTimePercent) {
    public Jitter {
      requireNotNegative("media.jitter.min", min);
      require(
          min.compareTo(Duration.ofMillis(100)) <= 0, "media.jitter.min", min, "at most 100 ms");
      require(
          max.compareTo(min.plusMillis(40)) >= 0 && max.compareTo(Duration.ofMillis(500)) <= 0,
          "media.jitter.max",
          max,
          "media.jitter.min + 40 ms to 500 ms");
      require(
          inTimePercent >= 50 && inTimePercent <= 99,
          "media.jitter.in-time-percent",
          inTimePercent,
          "50 to 99");
    }
  }

  /**
   * Who is mixed.
   *
   * @param maxTalkers how many of the loudest are mixed, 1 to 16
   * @param talkersReport the shortest time between two reports of who is talking
   * @param levelling whether talkers are brought to the same loudness
   * @param gate whether the noise of those who are silent is kept out
   */
  public record Mix(int maxTalkers, Duration talkersReport, Levelling levelling, Gate gate) {
    public Mix {
      require(maxTalkers >= 1 && maxTalkers <= 16, "media.mix.max-talkers", maxTalkers, "1 to 16");
      requirePositive("media.mix.talkers-report", talkersReport);
    }
  }

  /**
   * Brings talkers to the same loudness.
   *
   * @param enabled or not at all: phones and clients mostly do it themselves, and twice is worse
   *     than once
   * @param targetDb of speech, -40 to -10 dB of full scale
   * @param mostDb how much a talker is changed at most, up and down: 1 to 30 dB
   * @param attack time constant of turning down, up to 1 minute
   * @param release time constant of turning up, up to 1 minute
   */
  public record Levelling(
      boolean enabled, int targetDb, int mostDb, Duration attack, Duration release) {
    public Levelling {
      require(
          targetDb >= -40 && targetDb <= -10,
          "media.mix.levelling.target",
          targetDb,
          "-40 to -10 dB");
      require(mostDb >= 1 && mostDb <= 30, "media.mix.levelling.most", mostDb, "1 to 30 dB");
      requireFrames("media.mix.levelling.attack", attack);
      requireFrames("media.mix.levelling.release", release);
    }
  }

  /**
   * Keeps the noise of those who are silent out of the conference.
   *
   * @param enabled or not at all
   * @param thresholdDb mean magnitude below which nobody speaks: -70 to -20 dB of full scale
   * @param hold how long after that it still passes everything
   * @param release how long it fades then
   */
  public record Gate(boolean enabled, int thresholdDb, Duration hold, Duration release) {
    public Gate {
      require(
          thresholdDb >= -70 && thresholdDb <= -20,
          "media.mix.gate.threshold",
          thresholdDb,
          "-70 to -20 dB");
      requireFrames("media.mix.gate.hold", hold);
      requireFrames("media.mix.gate.release", release);
    }
  }

  private static void requireFrames(String key, Duration value) {
    require(
        value.compareTo(Duration.ofMillis(20)) >= 0 && value.compareTo(Duration.ofMinutes(1)) <= 0,
        key,
        value,
        "20 ms to 1 minute");
  }

  /**
   * The codec Opus.
   *
   * @param library which implementation
   * @param rateHz the highest sample rate of an Opus leg, both ways, and so of the mix: 8000, 16000
   *     or 48000
   * @param bitrate bits per second of what we send, 6000 to 510000; at 8000 Hz at most 16000 and at
   *     16000 Hz at most 24000 of them are used, and no more than the peer wants
   * @param complexity of encoding, 0 (cheap) to 10 (good)
   * @param fec packets carry a coarse copy of the one before, for peers that say that they use it
   * @param expectedLossPercent what the encoder is told of the network, 0 to 100; with 0 there is
   *     no copy
   * @param dtx nothing is sent in silence to peers that like it so
   */
  public record Opus(
      OpusCodecs.Library library,
      int rateHz,
      int bitrate,
      int complexity,
      boolean fec,
      int expectedLossPercent,
      boolean dtx) {
    public Opus {
      require(
          rateHz == 8000 || rateHz == 16000 || rateHz == 48000,
          "media.opus.rate",
          rateHz,
          "8000, 16000 or 48000");
      require(
          bitrate >= 6000 && bitrate <= 510_000, "media.opus.bitrate", bitrate, "6000 to 510000");
      require(complexity >= 0 && complexity <= 10, "media.opus.complexity", complexity, "0 to 10");
      require(
          expectedLossPercent >= 0 && expectedLossPercent <= 100,
          "media.opus.expected-loss",
          expectedLossPercent,
          "0 to 100");
    }
  }

  /**
   * The tone for whoever is alone in a conference.
   *
   * @param first after how long it is heard for the first time
   * @param every and then each
   * @param enabled or never
   * @param inLobby whoever waits in the lobby hears it too, instead of dead silence
   */
  public record Alone(Duration first, Duration every, boolean enabled, boolean inLobby) {
    public Alone {
      requireNotNegative("media.alone.first", first);
      require(
          every.compareTo(Duration.ofSeconds(1)) >= 0, "media.alone.every", every, "at least 1 s");
    }
  }

  /**
   * The times of a session.
   *
   * @param relatchAfter a source that was silent for so long may be replaced by another one
   * @param silenceReport a stream without sign of life for so long is told as lost
   * @param rtcpInterval mean time between RTCP reports of a session, from 500 ms (RFC 3550 section
   *     6.2 says 5 s)
   * @param orphanGrace how long a conference plays on without a focus
   */
  public record Times(
      Duration relatchAfter, Duration silenceReport, Duration rtcpInterval, Duration orphanGrace) {
    public Times {
      requirePositive("media.relatch-after", relatchAfter);
      requirePositive("media.silence-report", silenceReport);
      require(
          rtcpInterval.compareTo(Duration.ofMillis(500)) >= 0,
          "media.rtcp-interval",
          rtcpInterval,
          "at least 500 ms");
      requirePositive("media.orphan-grace", orphanGrace);
    }
  }

  /**
   * What ships: ports 20000 to 23999, one loop per core, three talkers, 20 to 200 ms of jitter
   * buffer.
   */
  public static MediaSettings defaults() {
    return new MediaSettings(
        new Loops(Runtime.getRuntime().availableProcessors(), 4, 4096, Duration.ofMillis(5)),
        new Ports(
            20000,
            23999,
            new InetSocketAddress(0).getAddress(),
            Duration.ofSeconds(5),
            64 << 10,
            256 << 10),
        new Jitter(Duration.ofMillis(20), Duration.ofMillis(200), 97),
        new Mix(
            3,
            Duration.ofMillis(500),
            new Levelling(false, -26, 12, Duration.ofMillis(300), Duration.ofSeconds(2)),
            new Gate(false, -50, Duration.ofMillis(400), Duration.ofMillis(200))),
        new Opus(OpusCodecs.Library.AUTO, 48000, 32_000, 5, true, 10, true),
        new Alone(Duration.ofSeconds(3), Duration.ofSeconds(15), true, true),
        new Times(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofMinutes(10)));
  }

  public MediaSettings with(Loops changed) {
    return new MediaSettings(changed, ports, jitter, mix, opus, alone, times);
  }

  public MediaSettings with(Ports changed) {
    return new MediaSettings(loops, changed, jitter, mix, opus, alone, times);
  }

  public MediaSettings with(Mix changed) {
    return new MediaSettings(loops, ports, jitter, changed, opus, alone, times);
  }

  public MediaSettings with(Opus changed) {
    return new MediaSettings(loops, ports, jitter, mix, changed, alone, times);
  }

  public MediaSettings with(Alone changed) {
    return new MediaSettings(loops, ports, jitter, mix, opus, changed, times);
  }

  public MediaSettings with(Times changed) {
    return new MediaSettings(loops, ports, jitter, mix, opus, alone, changed);
  }

  private static void requirePositive(String key, Duration value) {
    require(!value.isNegative() && !value.isZero(), key, value, "above 0");
  }

  private static void requireNotNegative(String key, Duration value) {
    require(!value.isNegative(), key, value, "0 or more");
  }

  private static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(key + ": " + value + " (expected: " + expected + ")");
    }
  }
}
