package org.confocal.mcu;

import com.typesafe.config.Config;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.confocal.engine.SectionSettings;
import org.confocal.media.AudioCodec;

/**
 * Settings of the MCUs.
 *
 * @param advertisedMediaAddresses our addresses in session descriptions, at most one of each
 *     family; without one the local address towards the peer is given
 * @param codecs the audio codecs that are allowed, in the order of our own offers
 * @param retryAfterSeconds what a caller is told to wait when no port is free
 * @param chat of the chat MCU
 * @param srtp whether audio is encrypted
 * @param ice how legs are answered that offer ICE
 * @param sounds what the audio MCU plays
 * @param recording of conferences
 */
public record McuSettings(
    List<InetAddress> advertisedMediaAddresses,
    List<AudioCodec> codecs,
    int retryAfterSeconds,
    ChatSettings chat,
    SrtpPolicy srtp,
    Ice ice,
    SoundSettings sounds,
    RecordingSettings recording) {
  /** What is answered to an offer of ICE. */
  public enum Ice {
    /** Whoever offers it is answered, in his dialect: he checks, we answer. */
    LITE,
    /** Nobody: sound goes to where it comes from. */
    OFF
  }

  private static final String KEY = "advertised-media-addresses";
  private static final String CODECS = "codecs";
  private static final String SRTP = "srtp";
  private static final String ICE = "ice";

  /** Settings that play nothing by themselves and record nothing. */
  public McuSettings(
      List<InetAddress> advertisedMediaAddresses,
      List<AudioCodec> codecs,
      int retryAfterSeconds,
      ChatSettings chat,
      SrtpPolicy srtp) {
    this(
        advertisedMediaAddresses,
        codecs,
        retryAfterSeconds,
        chat,
        srtp,
        Ice.LITE,
        SoundSettings.NONE,
        RecordingSettings.OFF);
  }

  public McuSettings {
    advertisedMediaAddresses = List.copyOf(advertisedMediaAddresses);
    codecs = List.copyOf(codecs);
  }

  public static McuSettings from(Config root) {
    SectionSettings s = SectionSettings.of(root, "confocal.mcu");
    List<InetAddress> addresses =
        s.texts(KEY).stream()
            .map(
                text ->
                    IpLiteral.parse(text)
                        .filter(a -> !a.isAnyLocalAddress())
                        .orElseThrow(
                            () -> s.wrong(KEY, text, "IP addresses that callers can reach")))
            .toList();
    if (addresses.stream().map(InetAddress::getClass).distinct().count() < addresses.size()) {
      throw s.wrong(KEY, s.texts(KEY), "at most one address of each family");
    }
    return new McuSettings(
        addresses,
        codecs(s),
        s.whole("retry-after-seconds", 1, 3600),
        ChatSettings.from(root),
        srtp(s),
        ice(s),
        SoundSettings.from(root),
        RecordingSettings.from(root));
  }

  private static SrtpPolicy srtp(SectionSettings s) {
    String name = s.text(SRTP);
    return Stream.of(SrtpPolicy.values())
        .filter(p -> p.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> s.wrong(SRTP, name, "off, optional or required"));
  }

  private static Ice ice(SectionSettings s) {
    String text = s.text(ICE);
    return Stream.of(Ice.values())
        .filter(mode -> mode.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> s.wrong(ICE, text, "lite or off"));
  }

  private static List<AudioCodec> codecs(SectionSettings s) {
    List<String> names = s.texts(CODECS);
    List<AudioCodec> codecs =
        names.stream()
            .flatMap(
                name ->
                    Stream.of(AudioCodec.values())
                        .filter(c -> c.encodingName().equalsIgnoreCase(name)))
            .distinct()
            .toList();
    if (codecs.isEmpty() || codecs.size() < names.size()) {
      throw s.wrong(CODECS, names, "one or more of opus, G722, PCMU, PCMA, each once");
    }
    return codecs;
  }

  /** The address to give to a peer of the same family as {@code towards}. */
  Optional<InetAddress> advertised(InetAddress towards) {
    return advertisedMediaAddresses.stream()
        .filter(a -> a.getClass().equals(towards.getClass()))
        .findFirst();
  }
}
