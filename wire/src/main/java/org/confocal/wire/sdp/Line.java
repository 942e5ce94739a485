package org.confocal.wire.sdp;

/**
 * A line that is kept as it is: information, URI, e-mail, phone, bandwidth, repeat, zone or key.
 *
 * @param type one of {@code i u e p b r z k}
 */
public record Line(char type, String value) {
  public Line {
    if ("iuepbrzk".indexOf(type) < 0 || !SdpText.isLine(value)) {
      throw new IllegalArgumentException(
          "line: " + type + " (expected: one of i u e p b r z k, and one line)");
    }
  }
}
