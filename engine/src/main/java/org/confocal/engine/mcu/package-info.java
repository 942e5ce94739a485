/**
 * The protocol between a focus and its MCUs, and the session descriptions that it carries. The
 * focus owns the protocol; the room {@code mcu-actors} brings the behaviours through {@link
 * org.confocal.engine.mcu.McuProvider}.
 *
 * <p><em>Threading:</em> records are immutable.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.mcu.McuProtocol}, {@link
 * org.confocal.engine.mcu.SessionOffer}, {@link org.confocal.engine.mcu.StreamDescriptor}.
 *
 * <p><em>Sources:</em> RFC 3264 (offer/answer), RFC 4568 (keys in descriptions), RFC 4353 section 5
 * (focus and mixer).
 */
@NullMarked
package org.confocal.engine.mcu;

import org.jspecify.annotations.NullMarked;
