/**
 * Users as the signalling knows them: where each can be reached now.
 *
 * <p><em>Threading:</em> records are immutable; {@link org.confocal.engine.user.User} is an actor.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.user.UserProtocol}.
 *
 * <p><em>Sources:</em> RFC 3261 section 10 (registrations), RFC 5626 (instances).
 */
@NullMarked
package org.confocal.engine.user;

import org.jspecify.annotations.NullMarked;
