package org.confocal.media;

/**
 * What a peer wants of the Opus that it receives (the parameters of RFC 7587 section 6.1). Whether
 * it plays stereo does not matter: all sound is mono.
 *
 * @param maxPlaybackRateHz the highest sample rate that it can play, from 8000
 * @param maxAverageBitrate bits per second, or 0 if it does not say
 * @param inbandFec it makes use of the redundancy against loss
 * @param dtx it likes it when nothing is sent in silence
 */
public record OpusTerms(
    int maxPlaybackRateHz, int maxAverageBitrate, boolean inbandFec, boolean dtx) {

  /** A peer that says nothing. */
  public static final OpusTerms UNSAID = new OpusTerms(48000, 0, false, false);

  public OpusTerms {
    if (maxPlaybackRateHz < 8000) {
      throw new IllegalArgumentException(
          "maxplaybackrate: " + maxPlaybackRateHz + " (expected: 8000 or more)");
    }
    if (maxAverageBitrate < 0) {
      throw new IllegalArgumentException(
          "maxaveragebitrate: " + maxAverageBitrate + " (expected: 0 or more)");
    }
  }
}
