package org.confocal.server.settings;

import com.typesafe.config.Config;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.confocal.engine.SectionSettings;
import org.confocal.media.MediaSettings;
import org.confocal.media.codec.OpusCodecs;

/**
 * Reads the settings of the media plane, whose room knows no configuration files.
 *
 * @param media what the plane is started with
 */
public record MediaPlaneSettings(MediaSettings media) {
  private static final Duration NONE = Duration.ZERO;
  private static final Duration HOUR = Duration.ofHours(1);

  /**
   * Reads {@code confocal.media}.
   *
   * @throws IllegalArgumentException {@code key: value (expected: ...)} for the first wrong value
   */
  public static MediaPlaneSettings from(Config root) {
    SectionSettings s = SectionSettings.of(root, "confocal.media");
    try {
      return new MediaPlaneSettings(
          new MediaSettings(
              loops(s),
              ports(s.below("ports")),
              jitter(s.below("jitter")),
              mix(s.below("mix")),
              opus(s.below("opus")),
              alone(s.below("alone")),
              times(s)));
    } catch (IllegalArgumentException wrong) {
      String message = String.valueOf(wrong.getMessage());
      throw new IllegalArgumentException(
          message.startsWith("media.") ? "confocal." + message : message, wrong);
    }
  }

  private static MediaSettings.Loops loops(SectionSettings s) {
    int wanted = s.whole("loops", 0, 256);
    return new MediaSettings.Loops(
        wanted == 0 ? Runtime.getRuntime().availableProcessors() : wanted,
        s.whole("polls-per-frame", 1, 20),
        s.whole("command-queue", 16, 1 << 20),
        s.duration("late-after", Duration.ofMillis(1), HOUR),
        s.whole("conference-legs", 0, 1 << 20));
  }

  private static MediaSettings.Ports ports(SectionSettings s) {
    String bind = s.text("bind-address");
    try {
      if (!bind.matches("[0-9a-fA-F:.]+")) {
        throw s.wrong("bind-address", bind, "an IP address");
      }
      return new MediaSettings.Ports(
          s.whole("first", 1024, 65535),
          s.whole("last", 1024, 65535),
          InetAddress.getByName(bind),
          s.duration("quarantine", NONE, HOUR),
          s.whole("receive-buffer", 8192, 16 << 20),
          s.whole("send-buffer", 8192, 16 << 20));
    } catch (UnknownHostException notAnAddress) {
      throw s.wrong("bind-address", bind, "an IP address");
    }
  }

  private static MediaSettings.Jitter jitter(SectionSettings s) {
    return new MediaSettings.Jitter(
        s.duration("min", NONE, HOUR),
        s.duration("max", NONE, HOUR),
        s.whole("in-time-percent", 50, 99));
  }

  private static MediaSettings.Mix mix(SectionSettings s) {
    return new MediaSettings.Mix(
        s.whole("max-talkers", 1, 16),
        s.duration("talkers-report", Duration.ofMillis(1), HOUR),
        levelling(s.below("levelling")),
        gate(s.below("gate")));
  }

  private static MediaSettings.Levelling levelling(SectionSettings s) {
    return new MediaSettings.Levelling(
        s.flag("enabled"),
        s.whole("target", -40, -10),
        s.whole("most", 1, 30),
        s.duration("attack", NONE, HOUR),
        s.duration("release", NONE, HOUR));
  }

  private static MediaSettings.Gate gate(SectionSettings s) {
    return new MediaSettings.Gate(
        s.flag("enabled"),
        s.whole("threshold", -70, -20),
        s.duration("hold", NONE, HOUR),
        s.duration("release", NONE, HOUR));
  }

  private static MediaSettings.Opus opus(SectionSettings s) {
    String library = s.text("library");
    OpusCodecs.Library wanted =
        switch (library) {
          case "auto" -> OpusCodecs.Library.AUTO;
          case "system" -> OpusCodecs.Library.SYSTEM;
          case "java" -> OpusCodecs.Library.JAVA;
          default -> throw s.wrong("library", library, "auto, system or java");
        };
    return new MediaSettings.Opus(
        wanted,
        s.whole("rate", 8000, 48_000),
        s.whole("bitrate", 6000, 510_000),
        s.whole("complexity", 0, 10),
        s.flag("fec"),
        s.whole("expected-loss", 0, 100),
        s.flag("dtx"));
  }

  private static MediaSettings.Alone alone(SectionSettings s) {
    return new MediaSettings.Alone(
        s.duration("first", NONE, HOUR),
        s.duration("every", NONE, HOUR),
        s.flag("enabled"),
        s.flag("in-lobby"));
  }

  private static MediaSettings.Times times(SectionSettings s) {
    return new MediaSettings.Times(
        s.duration("relatch-after", Duration.ofMillis(1), HOUR),
        s.duration("silence-report", Duration.ofMillis(1), HOUR),
        s.duration("rtcp-interval", Duration.ofMillis(1), HOUR),
        s.duration("orphan-grace", Duration.ofMillis(1), Duration.ofDays(1)));
  }
}
