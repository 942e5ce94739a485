/**
 * The instruments of the black-box runs: processes (our server, baresip, linphonec, sipp, rtpload),
 * an RTP client of our own, ports, and the one helper that waits.
 *
 * <p><b>Threading</b>: an instrument belongs to the test that made it; what its own threads write
 * is safe to read from the test's thread at any time.
 *
 * <p><b>Starting points</b>: {@link org.confocal.it.kit.ConfocalProcess}, {@link
 * org.confocal.it.kit.Baresip}, {@link org.confocal.it.kit.RtpClient}, {@link
 * org.confocal.it.kit.SipPeer} for ladders.
 *
 * <p><b>Sources</b>: RFC 3261 (SIP), RFC 3550 and 3551 (RTP and its audio profile), ITU-T G.711.
 */
@NullMarked
package org.confocal.it.kit;

import org.jspecify.annotations.NullMarked;
