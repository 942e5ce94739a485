/**
 * The jitter buffer of one leg: packets in at any time and in any order, one frame of 20 ms out per
 * tick.
 *
 * <p><b>Threading.</b> Owned by one loop thread; time is an argument; nothing allocates after
 * construction.
 *
 * <p><b>Starting points.</b> {@link org.confocal.media.jitter.JitterBuffer}.
 *
 * <p><b>Sources.</b> RFC 3550 sections 5.1 and A.1; RFC 3551 section 4.1 (marker and silence
 * suppression).
 */
@NullMarked
package org.confocal.media.jitter;

import org.jspecify.annotations.NullMarked;
