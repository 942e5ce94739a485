package org.confocal.engine.focus;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.confocal.engine.SectionSettings;
import org.confocal.engine.conference.Lifetime;
import org.confocal.engine.conference.Promotion;
import org.confocal.engine.meeting.ConferencePolicy;
import org.confocal.engine.meeting.PolicySettings;

/**
 * How long conferences run, and what participants keep.
 *
 * @param lifetime when a conference ends by itself
 * @param returnGrace how long after his leaving a user has his mute again when he comes back
 * @param autopromote who becomes presenter by coming in
 * @param successor when the last presenter leaves, whoever is there longest becomes presenter
 * @param site policy of conferences of which the journal tells none
 */
public record LifeSettings(
    Lifetime lifetime,
    Duration returnGrace,
    Promotion autopromote,
    boolean successor,
    ConferencePolicy site) {
  private static final Duration NEVER = Duration.ZERO;

  public static LifeSettings from(Config root) {
    SectionSettings s = SectionSettings.of(root, "confocal.engine.focus");
    SectionSettings control = s.below("control");
    return new LifeSettings(
        new Lifetime(
            s.duration("max-meeting-length", NEVER, Duration.ofHours(8760)),
            s.duration("unauthenticated-grace", NEVER, Duration.ofMinutes(60))),
        s.duration("return-grace", NEVER, Duration.ofHours(24)),
        promotion(control),
        control.flag("successor"),
        PolicySettings.from(root).site());
  }

  private static Promotion promotion(SectionSettings s) {
    String word = s.text("autopromote");
    return Arrays.stream(Promotion.values())
        .filter(p -> p.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(() -> s.wrong("autopromote", word, "nobody, invited or company"));
  }
}
