/**
 * Changes the sample rate of a stream.
 *
 * <p><b>Threading.</b> A resampler keeps the end of its stream and is owned by one loop thread;
 * nothing allocates after construction.
 *
 * <p><b>Starting points.</b> {@link org.confocal.media.resample.Resampler}.
 *
 * <p><b>Sources.</b> R. E. Crochiere, L. R. Rabiner, Multirate Digital Signal Processing (1983),
 * chapter 3 (polyphase structures); J. F. Kaiser's window and its formulas for length and ripple.
 */
@NullMarked
package org.confocal.media.resample;

import org.jspecify.annotations.NullMarked;
