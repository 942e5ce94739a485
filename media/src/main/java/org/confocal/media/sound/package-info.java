/**
 * Sound that the server itself plays: recordings, tones, and what plays them.
 *
 * <p><b>Threading.</b> Sounds are immutable and may be shared by all conferences of all loops. They
 * are made outside of the loops: reading and resampling a recording takes its time. A player
 * belongs to one loop thread and does not allocate while it plays.
 *
 * <p><b>Starting points.</b> {@link org.confocal.media.sound.Recording}, {@link
 * org.confocal.media.sound.Tone}, {@link org.confocal.media.sound.Playback}.
 *
 * <p><b>Sources.</b> Multimedia Programming Interface and Data Specifications 1.0 (RIFF WAVE).
 */
@NullMarked
package org.confocal.media.sound;

import org.jspecify.annotations.NullMarked;
