/**
 * What is known and told of presence: publications, the state that they add up to, subscriptions
 * and the news for them. Soft: nothing of it is stored.
 *
 * <p><em>Threading:</em> everything here is immutable.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.presence.PresenceState}, {@link
 * org.confocal.engine.presence.PresenceNotice}.
 *
 * <p><em>Sources:</em> RFC 2778 and RFC 3856 (presence), MS-PRES (categories).
 */
@NullMarked
package org.confocal.engine.presence;

import org.jspecify.annotations.NullMarked;
