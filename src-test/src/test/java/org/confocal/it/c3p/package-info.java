/**
 * Clients of conference control: C3P as OCS-generation clients write it, rosters as subscribers
 * keep them. Written from the protocol alone; nothing of the server's code is used.
 *
 * <p><em>Threading:</em> a client belongs to its test.
 *
 * <p><em>Starting points:</em> {@link org.confocal.it.c3p.C3pUser}, {@link
 * org.confocal.it.c3p.Roster}, {@link org.confocal.it.c3p.Xml}.
 *
 * <p><em>Sources:</em> MS-CONFPRO, MS-CONFBAS, RFC 4575 section 4.
 */
@NullMarked
package org.confocal.it.c3p;

import org.jspecify.annotations.NullMarked;
