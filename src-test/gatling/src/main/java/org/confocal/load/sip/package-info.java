/**
 * SIP as a protocol of Gatling: what simulations are written with.
 *
 * <p><em>Threading:</em> builders are immutable. Actions run on the loop of the virtual user's
 * session; the client below has a loop of its own, and every result comes back to the session's.
 *
 * <p><em>Starting points:</em> {@link org.confocal.load.sip.SipDsl}, {@link
 * org.confocal.load.sip.SipProtocolBuilder}, {@link org.confocal.load.sip.SipCheck}.
 *
 * <p><em>Sources:</em> RFC 3261, RFC 6665, RFC 3428; Gatling 3.15, whose core (an action, a
 * protocol, the engine of figures) is used directly.
 */
@NullMarked
package org.confocal.load.sip;

import org.jspecify.annotations.NullMarked;
