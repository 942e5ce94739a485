package org.confocal.wire.confinfo;

/** Who is to read a roster. */
public enum Dialect {
  /** Clients of Office Communications Server: with Microsoft's extensions. */
  MICROSOFT,
  /**
   * Everybody else: no extension, an SDP media name ({@code message}, not {@code chat}) as media
   * type, the conference URI among the conference URIs for {@code participation}.
   */
  RFC4575
}
