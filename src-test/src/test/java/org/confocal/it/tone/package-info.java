/**
 * The tone map: every client of a test sends its own sine; from the recordings a bank of Goertzel
 * filters tells which tones each of them hears, and at what level.
 *
 * <p><b>Threading</b>: everything here is immutable.
 *
 * <p><b>Starting points</b>: {@link org.confocal.it.tone.ToneMap}, {@link
 * org.confocal.it.tone.Pcm}, {@link org.confocal.it.tone.WavFile}.
 *
 * <p><b>Sources</b>: Goertzel, <i>An Algorithm for the Evaluation of Finite Trigonometric
 * Series</i>, 1958; the RIFF WAVE layout.
 */
@NullMarked
package org.confocal.it.tone;

import org.jspecify.annotations.NullMarked;
