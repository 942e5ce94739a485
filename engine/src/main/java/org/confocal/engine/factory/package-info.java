/**
 * Focus factories: the one writer of an organizer's meetings, and the way by which every join finds
 * its focus.
 *
 * <pre>
 *   message --&gt; FocusFactory --+-- Scheduling, Expiry     what may be laid down, and until when it holds
 *                              +-- PolicyBook (Organizer) who the organizer is, and his policy
 *                              +-- Lookups                answers, and the way to the focus
 *                              +-- Purges                 what has expired, when a Sweeper comes by
 *   MeetingEvent --applyTo--&gt; Meetings
 * </pre>
 *
 * <p><em>Threading:</em> records are immutable; {@link org.confocal.engine.factory.FocusFactory}
 * and {@link org.confocal.engine.factory.Sweeper} are actors; the parts of a factory are used by it
 * alone.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.factory.FocusFactoryProtocol}, {@link
 * org.confocal.engine.factory.FocusFactory}, {@link org.confocal.engine.factory.Meetings}.
 *
 * <p><em>Sources:</em> MS-CONFPRO (focus factory).
 */
@NullMarked
package org.confocal.engine.factory;

import org.jspecify.annotations.NullMarked;
