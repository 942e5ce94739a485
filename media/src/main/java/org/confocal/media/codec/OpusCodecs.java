package org.confocal.media.codec;

import org.jspecify.annotations.Nullable;

/**
 * The door to Opus (RFC 6716): the system's libopus where there is one, else Concentus in pure
 * Java, which needs several times the time and allocates. Both are mono; a stereo packet is decoded
 * to mono. Immutable; what it makes belongs to one thread each.
 */
public final class OpusCodecs {

  /** Of the RTP timestamp, whatever the rate. RFC 7587 section 4.1. */
  public static final int CLOCK_HZ = 48000;

  /** The largest payload that we make: it fits into any network's packet. */
  static final int MOST_BYTES = 1200;

  static final int LONGEST_MS = 120;
  static final int LONGEST_SENT_MS = 60;
  static final int UNITS_PER_SECOND = 400;

  /** An encoder with discontinuous transmission says by so few bytes that nothing need be sent. */
  static final int NOTHING_TO_SEND = 2;

  /** Which implementation a site wants. */
  public enum Library {
    /** libopus if this machine has it. */
    AUTO,
    /** libopus or no start. */
    SYSTEM,
    /** Concentus in any case. */
    JAVA
  }

  /**
   * What was chosen, for the log of a room that has one.
   *
   * @param library {@code SYSTEM} or {@code JAVA}
   * @param version as the library says it
   */
  public record Choice(Library library, String version) {}

  private final @Nullable LibOpus system;
  private final Choice choice;

  private OpusCodecs(@Nullable LibOpus system, Choice choice) {
    this.system = system;
    this.choice = choice;
  }

  /**
   * Looks for the implementation; the system's library is loaded once in the life of a JVM.
   *
   * @throws IllegalArgumentException if it must be the system's and there is none
   */
  public static OpusCodecs choose(Library wanted) {
    LibOpus found = wanted == Library.JAVA ? null : LibOpus.find();
    if (found != null) {
      return new OpusCodecs(found, new Choice(Library.SYSTEM, found.version()));
    }
    if (wanted == Library.SYSTEM) {
      throw new IllegalArgumentException(
          "media.opus.library: system (expected: auto or java, for this machine has no"
              + " libopus.so.0)");
    }
    return new OpusCodecs(null, new Choice(Library.JAVA, "Concentus 1.0.2"));
  }

  public Choice choice() {
    return choice;
  }

  /**
   * A decoder of one stream.
   *
   * @param rateHz 8000, 12000, 16000, 24000 or 48000, whatever the stream has
   */
  public AudioDecoder decoder(int rateHz) {
    return system == null ? new JavaOpusDecoder(rateHz) : new NativeOpusDecoder(rateHz);
  }

  /**
   * An encoder of one stream.
   *
   * @param rateHz 8000, 12000, 16000, 24000 or 48000; at a lower one the bits go to what is there
   */
  public AudioEncoder encoder(int rateHz, OpusTuning tuning) {
    return system == null
        ? new JavaOpusEncoder(rateHz, tuning)
        : new NativeOpusEncoder(system, rateHz, tuning);
  }

  /** 2.5, 5, 10, 20, 40 or 60 ms. */
  static boolean isFrame(int samples, int rateHz) {
    int units = samples * UNITS_PER_SECOND / rateHz;
    boolean size = units == 24 || (units <= 16 && Integer.bitCount(units) == 1);
    return size && units * rateHz == samples * UNITS_PER_SECOND;
  }

  /** The part of a gap that can be filled: whole units of 2.5 ms, at most 120 ms. */
  static int wholeUnits(int samples, int rateHz) {
    int units = Math.min(samples * UNITS_PER_SECOND / rateHz, LONGEST_MS * 2 / 5);
    return units * rateHz / UNITS_PER_SECOND;
  }
}
