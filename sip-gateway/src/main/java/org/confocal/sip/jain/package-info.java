/**
 * SIP transports and transactions. The transports (UDP, TCP) are ours; JAIN-SIP keeps the state
 * machines of RFC 3261 section 17 and nothing else: it opens no socket, parses no message and holds
 * no dialog. No type of {@code javax.sip} or {@code gov.nist} leaves this package.
 *
 * <pre>
 *   UdpListener ─┐ bytes                              JainSipStack ── SipListener (ours, above)
 *   TcpLoop ─────┴──> Inbound ──> Lanes ──> parse ──> JAIN-SIP transactions ──┘        │
 *        ^               │ AdmissionGate      │            │                           │ send, respond, ack, repeat
 *        ├───────────────┴─ StatelessAnswers ─┘            │                           │
 *        └────────────── EngineChannel <───────────────────┴───────────────────────────┘
 * </pre>
 *
 * <p><b>Admission</b>: every request holds a permit of {@code AdmissionGate} from the reader to its
 * final answer. Where there is none for a new request, the reader answers 503 with Retry-After from
 * a look at the head of the message: no transaction, no parse, no memory. Requests within calls,
 * CANCEL and repetitions have a reserve above that bound; ACKs and responses need a place on their
 * lane only. What does not parse gets a 400 if its head has what an answer must repeat.
 *
 * <p><b>Threading</b>: {@link org.confocal.sip.jain.JainSipStack} may be called from any thread and
 * never blocks: TCP connections are opened by the loop, host names are resolved by a bounded pool.
 * {@link org.confocal.sip.jain.SipListener} is called on lanes (messages of one Call-ID in their
 * order), on the timer of JAIN-SIP and on the TCP loop; it must not block.
 *
 * <p><b>Starting points</b>: {@link org.confocal.sip.jain.JainSipStack}, {@link
 * org.confocal.sip.jain.SipListener}, {@link org.confocal.sip.jain.SipStackSettings}.
 *
 * <p><b>Sources</b>: RFC 3261 sections 8.2.7, 9, 17, 18 and 21.5.4; RFC 3581; RFC 5626 sections
 * 3.5.1 and 4.4.1.
 */
@NullMarked
package org.confocal.sip.jain;

import org.jspecify.annotations.NullMarked;
