/**
 * SIP messages as text and as values, and digest proofs.
 *
 * <p><em>Threading:</em> everything here is immutable or a pure function.
 *
 * <p><em>Starting points:</em> {@link org.confocal.load.message.SipMessage}, {@link
 * org.confocal.load.message.Challenge}.
 *
 * <p><em>Sources:</em> RFC 3261 sections 7 and 25, RFC 7616, RFC 8760.
 */
@NullMarked
package org.confocal.load.message;

import org.jspecify.annotations.NullMarked;
