package org.confocal.media.record;

/**
 * A piece of a recording that is on disk for good.
 *
 * @param recording the id of the recording
 * @param part file name of the part that it is in
 * @param number of the chunk since the recording was begun or gone on with, from 1
 * @param fromMs where it begins in the part
 * @param toMs where it ends: all before that is durable
 * @param bytes of the part
 * @param last nothing follows: the recording was stopped, or its conference has no legs any more
 */
public record RecordedChunk(
    String recording, String part, int number, long fromMs, long toMs, long bytes, boolean last) {}
