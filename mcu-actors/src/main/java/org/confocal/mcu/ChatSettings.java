package org.confocal.mcu;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.confocal.engine.SectionSettings;

/**
 * Settings of the chat MCU.
 *
 * @param mostParticipants most users in one chat
 * @param acceptTypes media types that may be said, in lower case
 * @param mostBytes longest line, with the value of its Content-Type
 * @param mostWaiting most lines that wait for one leg; what comes then does not reach it
 * @param deliveryTimeout after this a delivery without a result counts as failed
 * @param reportAfter how long failures are gathered before the sender is told
 * @param history how many lines whoever comes late gets
 * @param rememberedRequests how many requests are known when they come again
 * @param snapshotEvery events between two snapshots
 * @param restartAfter wait before an MCU whose journal failed starts again; grows tenfold
 */
public record ChatSettings(
    int mostParticipants,
    List<String> acceptTypes,
    int mostBytes,
    int mostWaiting,
    Duration deliveryTimeout,
    Duration reportAfter,
    int history,
    int rememberedRequests,
    int snapshotEvery,
    Duration restartAfter) {
  private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z0-9.+-]{1,64}/[a-z0-9.+-]{1,64}");
  private static final Duration SHORT = Duration.ofMillis(10);
  private static final Duration LONG = Duration.ofMinutes(10);

  public ChatSettings {
    acceptTypes = List.copyOf(acceptTypes);
  }

  public static ChatSettings from(Config root) {
    SectionSettings s = SectionSettings.of(root, "confocal.mcu.chat");
    return new ChatSettings(
        s.whole("most-participants", 1, 100_000),
        types(s),
        s.whole("most-bytes", 256, 1_048_576),
        s.whole("most-waiting", 1, 10_000),
        s.duration("delivery-timeout", SHORT, LONG),
        s.duration("report-after", SHORT, Duration.ofMinutes(1)),
        s.whole("history", 0, 1000),
        s.whole("remembered-requests", 1, 100_000),
        s.whole("snapshot-every", 10, 1_000_000),
        s.duration("restart-after", SHORT, LONG));
  }

  private static List<String> types(SectionSettings s) {
    List<String> types =
        s.texts("accept-types").stream().map(t -> t.strip().toLowerCase(Locale.ROOT)).toList();
    if (types.isEmpty() || !types.stream().allMatch(t -> MEDIA_TYPE.matcher(t).matches())) {
      throw s.wrong("accept-types", types, "one media type or more, such as text/plain");
    }
    return types;
  }

  /** How often the clockwork has to turn until a delivery is late. */
  int lateAfterTicks() {
    return (int) Math.max(1, deliveryTimeout.dividedBy(reportAfter)) + 1;
  }
}
