/**
 * A meeting: the scheduled, durable record of a conference.
 *
 * <p><em>Threading:</em> immutable, any thread.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.meeting.Meeting}, {@link
 * org.confocal.engine.meeting.Admission}.
 *
 * <p><em>Sources:</em> MS-CONFPRO 2.2.1 (conference record), RFC 4353 section 4.
 */
@NullMarked
package org.confocal.engine.meeting;

import org.jspecify.annotations.NullMarked;
