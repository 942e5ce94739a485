/**
 * A running conference as a value: its state, the events that it consists of, and the rules that
 * decide about them. No actor, no clock, no table.
 *
 * <pre>
 *   ConferenceEvent --applyTo--&gt; Conference --+-- Entry, Leg        who is in, who waits, by what right
 *                                             +-- Attendance        when who came and went
 *                                             +-- Ban               who may not come again
 *
 *   Approach, Crowd --&gt; Gate --&gt; Verdict        may this caller enter, or does he wait?
 *                       PolicyGate               does the organizer's policy allow it?
 *                       Authority                may he order this?
 *                       Promotion, Succession    who presents?
 *                       Lifetime                 when does it end by itself?
 * </pre>
 *
 * <p><em>Threading:</em> records are immutable; rules are pure functions.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.conference.Conference}, {@link
 * org.confocal.engine.conference.ConferenceEvent}, {@link org.confocal.engine.conference.Gate}.
 *
 * <p><em>Sources:</em> RFC 4353 (focus), RFC 4575 (what can be told of a conference).
 */
@NullMarked
package org.confocal.engine.conference;

import org.jspecify.annotations.NullMarked;
