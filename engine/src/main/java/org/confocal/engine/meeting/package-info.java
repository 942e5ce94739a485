/**
 * A meeting: the scheduled, durable record of a conference, and what lets people into it.
 *
 * <pre>
 *   Meeting --+-- Admission                       who may come at all
 *             +-- MeetingTerms --+-- Invitee      who is listed
 *                                +-- Lobby        who waits in front of the door
 *                                +-- Secrets      key and passcodes (Passcode)
 *   a caller gives Keys; held against the Secrets they are a Proof
 *   ConferencePolicy stands above the meetings of an organizer
 * </pre>
 *
 * <p><em>Threading:</em> immutable, any thread.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.meeting.Meeting}, {@link
 * org.confocal.engine.meeting.Admission}, {@link org.confocal.engine.meeting.ConferencePolicy}.
 *
 * <p><em>Sources:</em> MS-CONFPRO 2.2.1 (conference record), RFC 4353 section 4.
 */
@NullMarked
package org.confocal.engine.meeting;

import org.jspecify.annotations.NullMarked;
