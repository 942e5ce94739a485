/**
 * A small SIP client for very many users: transactions, dialogs and connections without any
 * Gatling.
 *
 * <pre>
 *   SipUser ── Exchange ── ClientTransaction ── Wire ── NettyWires
 *      └── SipDialog ────── SipClient (routes by branch and Call-ID)
 * </pre>
 *
 * <p><em>Threading:</em> one event loop owns everything. {@link
 * org.confocal.load.client.SipClient#run} is the door from other threads; outcomes are told on that
 * loop.
 *
 * <p><em>Starting points:</em> {@link org.confocal.load.client.SipClient}, {@link
 * org.confocal.load.client.SipUser}, {@link org.confocal.load.client.SipDialog}.
 *
 * <p><em>Sources:</em> RFC 3261 sections 12, 13, 17 and 18, RFC 6026, RFC 6665.
 */
@NullMarked
package org.confocal.load.client;

import org.jspecify.annotations.NullMarked;
