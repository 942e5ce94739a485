/**
 * Audio codecs as pure functions between bytes and linear samples.
 *
 * <p><b>Threading.</b> Immutable after class initialization; any thread.
 *
 * <p><b>Starting points.</b> {@link org.confocal.media.codec.G711}.
 *
 * <p><b>Sources.</b> ITU-T G.711 (11/88) tables 1a to 2b; RFC 3551 section 4.5.14.
 */
@NullMarked
package org.confocal.media.codec;

import org.jspecify.annotations.NullMarked;
