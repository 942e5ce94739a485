package org.confocal.wire.confinfo;

/**
 * A roster that is rendered but for its version. One is made for all subscribers of a dialect; each
 * of them counts his own versions.
 *
 * @param prefix all before the digits of the version
 * @param suffix all after them
 */
public record ConferenceInfoText(String prefix, String suffix) {
  private static final long MAX_VERSION = 0xffff_ffffL;

  /** The whole document. */
  public String withVersion(long version) {
    requireVersion(version);
    return prefix + version + suffix;
  }

  static void requireVersion(long version) {
    if (version < 0 || version > MAX_VERSION) {
      throw new IllegalArgumentException(
          "version: " + version + " (expected: 0 to " + MAX_VERSION + ")");
    }
  }
}
