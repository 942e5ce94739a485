/**
 * Mixing as functions of frames: what is done to a talker (gate, levelling, volume), who is loud
 * enough to be mixed, sums, who hears whom at what gain, what keeps a loud sum in 16 bits (a
 * limiter and, for what it is too late for, a soft ceiling), and the tone for the lonely.
 *
 * <p><b>Threading.</b> Functions are pure; objects are owned by one loop thread; nothing allocates
 * after construction.
 *
 * <p><b>Starting points.</b> {@link org.confocal.media.mix.AudioMixer}, {@link
 * org.confocal.media.mix.TalkerSelection}, {@link org.confocal.media.mix.Relations}, {@link
 * org.confocal.media.mix.Ramp}.
 *
 * <p><b>Sources.</b> RFC 3550 section 7.1; RFC 7667 section 3.6.1 (media-mixing mixer).
 */
@NullMarked
package org.confocal.media.mix;

import org.jspecify.annotations.NullMarked;
