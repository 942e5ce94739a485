/**
 * Recordings of conferences as files: sound is appended and made durable in chunks, and a file that
 * a crash has cut short is mended and goes on. A WAV file holds linear samples, an Ogg file packets
 * of Opus.
 *
 * <pre>
 *  loop thread   RecordingTap --frames--&gt; RecordingRing --&gt; RecordingWriter (one thread)
 *                                                           OpenRecording: chunks, told by RecordingListener
 *                                                             RecordingParts: which file, and from where
 *                                                               LinearPart, OpusPart: WavFile, OggOpusFile
 * </pre>
 *
 * <p><b>Threading.</b> A file belongs to one thread, and not to that of a media loop: it waits for
 * the disk. The ring is between one loop and the writer. {@code RecordingWriter.open}, {@code
 * close} and its counters are for any thread.
 *
 * <p><b>Starting points.</b> {@link org.confocal.media.record.RecordingWriter}, {@link
 * org.confocal.media.record.RecordingParameters}, {@link org.confocal.media.record.WavFile}, {@link
 * org.confocal.media.record.OggOpusFile}.
 *
 * <p><b>Sources.</b> RFC 3533 (Ogg), RFC 7845 (Opus in Ogg); Multimedia Programming Interface and
 * Data Specifications 1.0 (RIFF WAVE).
 */
@NullMarked
package org.confocal.media.record;

import org.jspecify.annotations.NullMarked;
