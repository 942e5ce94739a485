package org.confocal.mcu;

import java.util.Locale;
import org.confocal.media.OpusTerms;

/**
 * The format parameters of Opus in a description. RFC 7587 section 6.1. What is unknown or nonsense
 * counts as not said.
 */
final class OpusFormat {
  private static final int LEAST_RATE_HZ = 8000;
  private static final int MOST_RATE_HZ = 48000;
  private static final int MOST_BITRATE = 510_000;
  private static final int LONGEST = 1000;
  private static final int DIGITS = 7;

  private OpusFormat() {}

  /** What the writer of {@code a=fmtp} wants to receive. */
  static OpusTerms terms(String fmtp) {
    int rateHz = number(fmtp, "maxplaybackrate", MOST_RATE_HZ);
    int bitrate = number(fmtp, "maxaveragebitrate", 0);
    return new OpusTerms(
        Math.max(LEAST_RATE_HZ, Math.min(MOST_RATE_HZ, rateHz)),
        Math.min(MOST_BITRATE, bitrate),
        number(fmtp, "useinbandfec", 0) == 1,
        number(fmtp, "usedtx", 0) == 1);
  }

  private static int number(String fmtp, String name, int unsaid) {
    String text = fmtp.length() > LONGEST ? fmtp.substring(0, LONGEST) : fmtp;
    for (String part : text.split(";", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0 && part.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals(name)) {
        String value = part.substring(equals + 1).strip();
        boolean fits = value.length() <= DIGITS && value.matches("[0-9]+");
        return fits ? Integer.parseInt(value) : unsaid;
      }
    }
    return unsaid;
  }
}
