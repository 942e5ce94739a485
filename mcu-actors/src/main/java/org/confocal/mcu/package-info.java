/**
 * The behaviours of the MCUs. The audio-video MCU of a conference is a child of its focus; it makes
 * answers from offers and commands a media node, the actor that speaks for the media plane of a
 * machine. The chat MCU is a child of the focus as well, and keeps a journal of its own.
 *
 * <pre>
 *   Focus --McuProtocol--&gt; AudioVideoMcu --MediaNode.Command--&gt; MediaNode --&gt; MediaPlane (threads, sockets)
 *         &lt;---Event-------               &lt;---MediaNode.Event---          &lt;-- MediaListener
 *   Focus --McuProtocol--&gt; ChatMcu --&gt; Fanout (who gets which line when), journal "Chat|key"
 *         &lt;---Event-------
 * </pre>
 *
 * <p><em>Threading:</em> actors; {@link org.confocal.mcu.OfferAnswer} is pure; {@link
 * org.confocal.mcu.Fanout}, {@link org.confocal.mcu.ConferenceRecording}, {@link
 * org.confocal.mcu.McuSounds} and {@link org.confocal.mcu.Insistence} belong to their actors.
 *
 * <p><em>Starting points:</em> {@link org.confocal.mcu.AudioVideoMcu}, {@link
 * org.confocal.mcu.ChatMcu}, {@link org.confocal.mcu.MediaNode}, {@link
 * org.confocal.mcu.OfferAnswer}.
 *
 * <p><em>Sources:</em> RFC 3264 (offer/answer), RFC 3551 (G.711), RFC 4733 (telephone-event), RFC
 * 3428 (MESSAGE), RFC 3994 (typing), RFC 5438 and MS-CONFIM (delivery failures).
 */
@NullMarked
package org.confocal.mcu;

import org.jspecify.annotations.NullMarked;
