package org.confocal.media;

/**
 * The direction of a stream as <em>our</em> side of the session description says it (RFC 3264
 * section 5.1): {@code SENDONLY} means that we send and ignore what comes, which is what a peer's
 * {@code recvonly} asks for.
 */
public enum MediaDirection {
  SENDRECV(true, true),
  SENDONLY(true, false),
  RECVONLY(false, true),
  INACTIVE(false, false);

  private final boolean sends;
  private final boolean receives;

  MediaDirection(boolean sends, boolean receives) {
    this.sends = sends;
    this.receives = receives;
  }

  public boolean sends() {
    return sends;
  }

  public boolean receives() {
    return receives;
  }
}
