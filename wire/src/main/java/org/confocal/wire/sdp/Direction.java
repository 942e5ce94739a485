package org.confocal.wire.sdp;

import java.util.Locale;
import java.util.Optional;

/** Which way media flows, seen from the writer of a description. RFC 8866 section 6.7. */
public enum Direction {
  SENDRECV(true, true),
  SENDONLY(true, false),
  RECVONLY(false, true),
  INACTIVE(false, false);

  private final boolean sends;
  private final boolean receives;

  Direction(boolean sends, boolean receives) {
    this.sends = sends;
    this.receives = receives;
  }

  /** True if the writer sends. */
  public boolean sends() {
    return sends;
  }

  /** True if the writer receives. */
  public boolean receives() {
    return receives;
  }

  /** The same seen from the other side. */
  public Direction reversed() {
    return of(receives, sends);
  }

  /** What is left when both sides have a say. */
  public Direction and(Direction other) {
    return of(sends && other.sends, receives && other.receives);
  }

  public static Direction of(boolean sends, boolean receives) {
    if (sends) {
      return receives ? SENDRECV : SENDONLY;
    }
    return receives ? RECVONLY : INACTIVE;
  }

  /** The name of the attribute. */
  public String write() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Direction> named(String attribute) {
    for (Direction d : values()) {
      if (d.write().equalsIgnoreCase(attribute)) {
        return Optional.of(d);
      }
    }
    return Optional.empty();
  }
}
