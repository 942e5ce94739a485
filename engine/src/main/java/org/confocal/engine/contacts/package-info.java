/**
 * The contact list of a user: groups and contacts under one number that grows by one with each
 * change. Rows of tables, no events: {@link org.confocal.engine.directory.ContactLists} keeps them.
 *
 * <p><em>Threading:</em> everything here is immutable and pure.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.contacts.ContactList#apply}, {@link
 * org.confocal.engine.contacts.ContactChange}.
 *
 * <p><em>Sources:</em> MS-SIP section 3.3 (contact management).
 */
@NullMarked
package org.confocal.engine.contacts;

import org.jspecify.annotations.NullMarked;
