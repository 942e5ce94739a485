/**
 * The SIP edge: it owns transports and transactions, and never conference truth. It reads requests,
 * says them to the engine as commands and writes the engine's answers.
 *
 * <pre>
 *   jain (threads of the stack) --StackEvents--&gt; SipEdge --+-- SessionServer   one INVITE or UPDATE that came
 *                                                          +-- RequestServer   one BYE, OPTIONS or INFO in a dialog
 *                                                          +-- RegisterServer  one REGISTER
 *   Focus --EdgeProtocol.Send--&gt; SipEdge ------------------+-- ClientRequest   one request of ours
 * </pre>
 *
 * <p><em>Threading:</em> actors; the other classes are pure or immutable.
 *
 * <p><em>Starting points:</em> {@link org.confocal.sip.SipEdge}, {@link
 * org.confocal.sip.SessionServer}, {@link org.confocal.sip.RejectionMapping}.
 *
 * <p><em>Sources:</em> RFC 3261, RFC 3264, RFC 3581 (rport), RFC 4028 (session timers), RFC 4579
 * (conferencing), RFC 7616 and RFC 8760 (digest).
 */
@NullMarked
package org.confocal.sip;

import org.jspecify.annotations.NullMarked;
