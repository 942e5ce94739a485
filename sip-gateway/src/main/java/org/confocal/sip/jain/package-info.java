/**
 * SIP transports and transactions. The transports (UDP, TCP) are ours; JAIN-SIP keeps the state
 * machines of RFC 3261 section 17 and nothing else: it opens no socket, parses no message and holds
 * no dialog. No type of {@code javax.sip} or {@code gov.nist} leaves this package.
 *
 * <pre>
 *   UdpListener ─┐ bytes          Inbound: parse, refuse,       JainSipStack ── SipListener (ours, above)
 *   TcpLoop ─────┴──> Lanes ───>  count, admit  ───> JAIN-SIP transactions ──┘        │
 *        ^                                               │                            │ send, respond, ack, repeat
 *        └────────────── EngineChannel <─────────────────┴────────────────────────────┘
 * </pre>
 *
 * <p><b>Threading</b>: {@link org.confocal.sip.jain.JainSipStack} may be called from any thread and
 * never blocks: TCP connections are opened by the loop, host names are resolved by a bounded pool.
 * {@link org.confocal.sip.jain.SipListener} is called on lanes (messages of one Call-ID in their
 * order), on the timer of JAIN-SIP and on the TCP loop; it must not block.
 *
 * <p><b>Starting points</b>: {@link org.confocal.sip.jain.JainSipStack}, {@link
 * org.confocal.sip.jain.SipListener}, {@link org.confocal.sip.jain.SipStackSettings}.
 *
 * <p><b>Sources</b>: RFC 3261 sections 9, 17 and 18; RFC 3581; RFC 5626 sections 3.5.1 and 4.4.1.
 */
@NullMarked
package org.confocal.sip.jain;

import org.jspecify.annotations.NullMarked;
