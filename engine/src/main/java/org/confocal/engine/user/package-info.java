/**
 * Users as the signalling knows them: where each can be reached now, who is on his contact list,
 * and how he is.
 *
 * <p><em>Threading:</em> records are immutable; {@link org.confocal.engine.user.User} and {@link
 * org.confocal.engine.user.PresenceAgent} are actors.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.user.UserProtocol}, {@link
 * org.confocal.engine.user.PresenceProtocol}, {@link org.confocal.engine.user.ContactBook}.
 *
 * <p><em>Sources:</em> RFC 3261 section 10 (registrations), RFC 5626 (instances), RFC 3856
 * (presence), MS-SIP and MS-PRES.
 */
@NullMarked
package org.confocal.engine.user;

import org.jspecify.annotations.NullMarked;
