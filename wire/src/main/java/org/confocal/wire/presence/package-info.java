/**
 * The documents of contact lists and presence: what clients of the OCS generation send and read
 * after sign-on, and PIDF for everybody else.
 *
 * <p><b>Threading</b>: everything here is immutable.
 *
 * <p><b>Starting points</b>: {@link org.confocal.wire.presence.ContactRequest}, {@link
 * org.confocal.wire.presence.ContactDocuments}, {@link org.confocal.wire.presence.CategoryPublish},
 * {@link org.confocal.wire.presence.PresenceDocuments}.
 *
 * <p><b>Sources</b>: MS-SIP (contacts, SOAP), MS-PRES (categories, batched subscriptions),
 * MS-SIPREGE (provisioning), RFC 3863 (PIDF).
 */
@NullMarked
package org.confocal.wire.presence;

import org.jspecify.annotations.NullMarked;
