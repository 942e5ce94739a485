/**
 * The door of the media plane: what a conference's audio can be told and what it tells back.
 *
 * <p>{@link org.confocal.media.MediaPlane} is the port; {@code org.confocal.media.loop.MediaLoops}
 * stands behind it. The plane knows sessions and conferences by opaque keys, fences them by epochs
 * and outlives every actor system.
 *
 * <p><b>Threading.</b> {@code MediaPlane} may be called from any thread and never blocks. Callbacks
 * ({@code MediaListener} and the consumers of results) run on a loop thread and must not block
 * either. All other types are immutable.
 *
 * <p><b>Starting points.</b> {@link org.confocal.media.MediaPlane}, {@link
 * org.confocal.media.SessionParameters}, {@link org.confocal.media.MediaListener}, {@link
 * org.confocal.media.mix.Relations} (who hears whom), {@link org.confocal.media.sound.Playback}.
 *
 * <p><b>Sources.</b> RFC 3550 (RTP), RFC 3551 section 6 (G.711, G.722), RFC 7587 (Opus), RFC 3389
 * (comfort noise), RFC 4733 (telephone-event), RFC 5761 (rtcp-mux).
 */
@NullMarked
package org.confocal.media;

import org.jspecify.annotations.NullMarked;
