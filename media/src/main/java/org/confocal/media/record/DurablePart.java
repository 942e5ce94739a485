package org.confocal.media.record;

/**
 * What is known to be on disk of a recording: a part, and how long it is.
 *
 * @param name file name; empty when nothing is known
 * @param millis length of its sound
 */
public record DurablePart(String name, long millis) {
  /** Nothing is known. */
  public static final DurablePart NONE = new DurablePart("", 0);
}
