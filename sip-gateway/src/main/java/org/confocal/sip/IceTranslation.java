package org.confocal.sip;

import java.util.List;
import java.util.Optional;
import org.confocal.engine.mcu.IceDescription;
import org.confocal.engine.mcu.IceDescription.Kind;
import org.confocal.wire.sdp.Attribute;
import org.confocal.wire.sdp.Media;
import org.confocal.wire.sdp.SessionDescription;

/**
 * The attributes of ICE in SDP, in both dialects. What is too long or too much is left out: the
 * worst that comes of it is a call without ICE. Pure. RFC 8839 section 5, draft-ietf-mmusic-ice-06.
 */
final class IceTranslation {
  private static final String UFRAG = "ice-ufrag";
  private static final String PASSWORD = "ice-pwd";
  private static final String CANDIDATE = "candidate";
  private static final String LITE = "ice-lite";
  private static final String MISMATCH = "ice-mismatch";

  private static final int MOST_CANDIDATES = 64;
  private static final int LONGEST_CANDIDATE = 1024;
  private static final int LONGEST_NAME = 256;

  /** The word after the sixth of a candidate: "typ" in the dialect of the RFCs, a port before. */
  private static final int SEVENTH = 6;

  private IceTranslation() {}

  /**
   * What a media section says, or the session for it. A peer that is lite itself sends no checks.
   */
  static IceDescription read(SessionDescription sdp, Media media) {
    if (!media.isRtp() || sdp.attribute(LITE).isPresent()) {
      return IceDescription.NONE;
    }
    List<String> candidates =
        media.attributes().stream()
            .filter(a -> a.is(CANDIDATE) && a.value() != null)
            .map(a -> a.value().strip())
            .filter(c -> c.length() <= LONGEST_CANDIDATE)
            .limit(MOST_CANDIDATES)
            .toList();
    Optional<String> ufrag = name(sdp, media, UFRAG);
    Optional<String> password = name(sdp, media, PASSWORD);
    if (ufrag.isPresent() && password.isPresent()) {
      return new IceDescription(Kind.STANDARD, ufrag.get(), password.get(), candidates);
    }
    boolean older = !candidates.isEmpty() && candidates.stream().allMatch(IceTranslation::isOlder);
    return older ? new IceDescription(Kind.OCS_2007, "", "", candidates) : IceDescription.NONE;
  }

  private static Optional<String> name(SessionDescription sdp, Media media, String attribute) {
    return media
        .attribute(attribute)
        .or(() -> sdp.attribute(attribute))
        .map(String::strip)
        .filter(text -> !text.isEmpty() && text.length() <= LONGEST_NAME);
  }

  private static boolean isOlder(String candidate) {
    String[] words = candidate.split(" +", SEVENTH + 2);
    return words.length > SEVENTH && !words[SEVENTH].equalsIgnoreCase("typ");
  }

  /** A media section with what is said of ICE. */
  static Media write(Media media, IceDescription ice) {
    return switch (ice.kind()) {
      case NONE -> media;
      case MISMATCH -> media.with(Attribute.flag(MISMATCH));
      case STANDARD ->
          candidates(
              media
                  .with(new Attribute(UFRAG, ice.ufrag()))
                  .with(new Attribute(PASSWORD, ice.password())),
              ice);
      case OCS_2007 -> candidates(media, ice);
    };
  }

  private static Media candidates(Media media, IceDescription ice) {
    Media with = media;
    for (String candidate : ice.candidates()) {
      with = with.with(new Attribute(CANDIDATE, candidate));
    }
    return with;
  }

  /** A description of ours: that we only answer checks is said once for all streams. */
  static SessionDescription write(SessionDescription sdp, List<IceDescription> streams) {
    boolean lite = streams.stream().anyMatch(ice -> ice.kind() == Kind.STANDARD);
    return lite ? sdp.with(Attribute.flag(LITE)) : sdp;
  }
}
