package org.confocal.media.rtp;

/**
 * Wall clock time in the 64 bit format of NTP: seconds since 1900 and a binary fraction. RFC 3550
 * section 4.
 */
public final class NtpTime {

  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

  private NtpTime() {}

  /** Milliseconds since 1970 as 32.32 bits. */
  public static long fromMillis(long wallClockMillis) {
    long seconds = Math.floorDiv(wallClockMillis, 1000L) + SECONDS_1900_TO_1970;
    long fraction = (Math.floorMod(wallClockMillis, 1000L) << 32) / 1000L;
    return seconds << 32 | fraction;
  }

  /** The middle 32 bits, as LSR of a report block has them: units of 1/65536 s. */
  public static int middle(long ntp) {
    return (int) (ntp >>> 16);
  }
}
