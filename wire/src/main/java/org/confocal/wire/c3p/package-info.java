/**
 * C3P, the conference control protocol: requests, responses and the scheduling document that they
 * carry, as immutable records.
 *
 * <pre>
 *   client               factory, focus
 *     | --- C3pRequest(C3pCommand) ---> |
 *     | <-- C3pResponse(C3pAnswer) ---- |   code, and one element named like the command
 * </pre>
 *
 * <p><b>Threading</b>: everything here is immutable or without state.
 *
 * <p><b>Starting points</b>: {@link org.confocal.wire.c3p.C3pRequest}, {@link
 * org.confocal.wire.c3p.C3pCommand}, {@link org.confocal.wire.c3p.C3pResponse}.
 *
 * <p><b>Sources</b>: MS-CONFPRO 2.2 (focus factory); MS-CONFBAS 2.2.3 (focus); MS-CONFAV 3.2.5.4
 * (mute). Where they show no layout the one here is ours, and the Javadoc says so.
 */
@NullMarked
package org.confocal.wire.c3p;

import org.jspecify.annotations.NullMarked;
