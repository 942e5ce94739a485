/**
 * RTP and RTCP as bytes: flyweights over buffers, the statistics of a receiver and the state of
 * telephone events.
 *
 * <p><b>Threading.</b> Everything here is owned by one thread; nothing allocates after
 * construction.
 *
 * <p><b>Starting points.</b> {@link org.confocal.media.rtp.RtpHeader}, {@link
 * org.confocal.media.rtp.RtcpReader}, {@link org.confocal.media.rtp.ReceptionStatistics}.
 *
 * <p><b>Sources.</b> RFC 3550 sections 5.1, 6.4 to 6.6, appendix A; RFC 4733 section 2.3; RFC 5761
 * section 4.
 */
@NullMarked
package org.confocal.media.rtp;

import org.jspecify.annotations.NullMarked;
