package org.confocal.media.srtp;

/**
 * The keys of a leg, as offer and answer agreed on them. RFC 4568 section 5.1.
 *
 * @param ours protects what we send
 * @param theirs protects what the peer sends; of the same suite
 */
public record SrtpKeys(SrtpKey ours, SrtpKey theirs) {
  public SrtpKeys {
    if (ours.suite() != theirs.suite()) {
      throw new IllegalArgumentException(
          "suites: " + ours.suite() + " and " + theirs.suite() + " (expected: one for both ways)");
    }
  }
}
