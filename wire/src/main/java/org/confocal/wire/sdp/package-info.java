/**
 * Session descriptions and the attributes of offer and answer, as immutable records. What a client
 * wrote and we do not understand is kept and written again; negotiation is not here.
 *
 * <p><b>Threading</b>: everything here is immutable.
 *
 * <p><b>Starting points</b>: {@link org.confocal.wire.sdp.SessionDescription}, {@link
 * org.confocal.wire.sdp.Media}.
 *
 * <p><b>Sources</b>: RFC 8866 (and its elder RFC 4566) sections 5, 6 and 9; RFC 3264 sections 5, 6
 * and 8.4; RFC 3605 (rtcp); RFC 5761 (rtcp-mux); RFC 3551 section 6 (static payload types).
 */
@NullMarked
package org.confocal.wire.sdp;

import org.jspecify.annotations.NullMarked;
