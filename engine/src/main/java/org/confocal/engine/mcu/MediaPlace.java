package org.confocal.engine.mcu;

/**
 * Where a leg's media is: what must be bound again after a restart so that audio goes on.
 *
 * @param host our address in the session description
 * @param port our RTP port
 * @param ssrc our RTP source identifier, 32 bits
 */
public record MediaPlace(String host, int port, long ssrc) {
  /** A leg without media of ours. */
  public static final MediaPlace NONE = new MediaPlace("", 0, 0);
}
