/**
 * The jitter buffer of one leg: packets in at any time and in any order, one frame of 20 ms out per
 * tick.
 *
 * <pre>
 *  put   JitterBuffer: PlayoutLine (timestamps to ticks), DelayEstimator (how long to wait), PacketStore
 *  read  JitterBuffer: Pace (longer, shorter?) -&gt; Playout: PacketStore -&gt; decoder -&gt; Reservoir -&gt; frame
 *                                                       gaps: the codec, or Concealment by PitchSearch
 * </pre>
 *
 * <p><b>Threading.</b> Owned by one loop thread; time is an argument; nothing allocates after the
 * first packets of a stream.
 *
 * <p><b>Starting points.</b> {@link org.confocal.media.jitter.JitterBuffer}, {@code Playout}.
 *
 * <p><b>Sources.</b> RFC 3550 sections 5.1 and A.1; RFC 3551 section 4.1 (marker and silence
 * suppression); the ideas of ITU-T G.711 Appendix I (concealment) and of overlap-add by waveform
 * similarity (change of pace).
 */
@NullMarked
package org.confocal.media.jitter;

import org.jspecify.annotations.NullMarked;
