/**
 * The roster of a conference as a document: what a subscriber of the event package {@code
 * conference} is told. One record model, two dialects: pure RFC 4575, and what conferencing clients
 * of Office Communications Server expect.
 *
 * <p><b>Threading</b>: everything here is immutable or without state.
 *
 * <p><b>Starting points</b>: {@link org.confocal.wire.confinfo.ConferenceInfo}, {@link
 * org.confocal.wire.confinfo.ConferenceInfoWriter}, {@link
 * org.confocal.wire.confinfo.ConferenceInfoText}.
 *
 * <p><b>Sources</b>: RFC 4575 sections 4 to 6 and 8; MS-CONFBAS 2.2.2 and 3.
 */
@NullMarked
package org.confocal.wire.confinfo;

import org.jspecify.annotations.NullMarked;
