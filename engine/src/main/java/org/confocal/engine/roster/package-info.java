/**
 * The state of a conference as it is told to subscribers, in the words of the domain. The focus
 * makes the documents, edges write them as XML.
 *
 * <p><em>Threading:</em> records are immutable.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.roster.RosterDocument}, {@link
 * org.confocal.engine.roster.RosterUser}, {@link org.confocal.engine.roster.SubscriptionStyle}.
 *
 * <p><em>Sources:</em> RFC 4575 (conference event package), MS-CONFBAS 2.2.2 (its extensions).
 */
@NullMarked
package org.confocal.engine.roster;

import org.jspecify.annotations.NullMarked;
