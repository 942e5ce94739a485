/**
 * A running conference as a value: its state, the events that it consists of, and the rules that
 * decide about them. No actor, no clock, no table.
 *
 * <pre>
 *   ConferenceEvent --applyTo--&gt; Conference        Gate: may this caller enter?
 *                                                 PolicyGate: does the organizer's policy allow it?
 *                                                 Lifetime: when does it end by itself?
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
