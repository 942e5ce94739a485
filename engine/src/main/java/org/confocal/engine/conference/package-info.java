/**
 * The running conference: its rules as values, and the focus, the actor that is its one writer.
 *
 * <pre>
 *   message --&gt; Joins, SessionChanges, Departures, ConferenceLife --&gt; Step: events, then a deed
 *               (Gate decides who may enter; events apply themselves to the Conference: both pure)
 *   Focus stores the events, then does the deed through FocusMouth, to edges and to its children:
 *      Participant      the clockwork of one participant
 *      mcu-TYPE-EPOCH   the MCU of one media type
 * </pre>
 *
 * <p><em>Threading:</em> records are immutable; {@link org.confocal.engine.conference.Focus} and
 * {@link org.confocal.engine.conference.Participant} are actors.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.conference.Conference}, {@link
 * org.confocal.engine.conference.FocusProtocol}, {@link org.confocal.engine.conference.Focus}.
 *
 * <p><em>Sources:</em> RFC 4353 (focus), RFC 4579 (call control for conferencing), RFC 4028
 * (session timers).
 */
@NullMarked
package org.confocal.engine.conference;

import org.jspecify.annotations.NullMarked;
