/**
 * Mixing as functions of frames: sums, a soft ceiling, who is loud enough to be mixed, and the tone
 * for the lonely.
 *
 * <p><b>Threading.</b> Functions are pure; objects are owned by one loop thread; nothing allocates
 * after construction.
 *
 * <p><b>Starting points.</b> {@link org.confocal.media.mix.AudioMixer}, {@link
 * org.confocal.media.mix.TalkerSelection}.
 *
 * <p><b>Sources.</b> RFC 3550 section 7.1; RFC 7667 section 3.6.1 (media-mixing mixer).
 */
@NullMarked
package org.confocal.media.mix;

import org.jspecify.annotations.NullMarked;
