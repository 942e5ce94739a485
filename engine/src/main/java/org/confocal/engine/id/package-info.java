/**
 * The names of things: users, conferences, meeting numbers. Each is a record that cannot hold a
 * wrong value and writes itself to JSON as plain text.
 *
 * <p><em>Threading:</em> immutable, any thread.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.id.ConferenceUri}, {@link
 * org.confocal.engine.id.FocusKey}.
 *
 * <p><em>Sources:</em> MS-CONFPRO 2.2.1.2 (conference id), MS-CONFBAS 2.2.3 (conference URI), RFC
 * 3261 section 19.1.
 */
@NullMarked
package org.confocal.engine.id;

import org.jspecify.annotations.NullMarked;
