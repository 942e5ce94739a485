/**
 * SIP messages as immutable values: URIs, addresses, headers, requests and responses, with a
 * bounded parser and a writer. They know nothing of transports, transactions or any SIP library.
 *
 * <p><b>Threading</b>: everything here is immutable.
 *
 * <p><b>Starting points</b>: {@link org.confocal.sip.message.SipMessage#parse}, {@link
 * org.confocal.sip.message.SipRequest}, {@link org.confocal.sip.message.SipUri}, {@link
 * org.confocal.sip.message.MessageHead} for what cannot or shall not be parsed.
 *
 * <p><b>Sources</b>: RFC 3261 sections 7, 8.2.6, 19.1, 20 and 25; RFC 3966 (tel); RFC 3581 (rport).
 */
@NullMarked
package org.confocal.sip.message;

import org.jspecify.annotations.NullMarked;
