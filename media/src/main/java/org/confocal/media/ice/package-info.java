/**
 * Interactive Connectivity Establishment for a server with known addresses, as pure pieces: STUN
 * messages over buffers, an agent that answers connectivity checks, and candidates as data. Nothing
 * here opens a socket, reads a clock or parses SDP.
 *
 * <pre>
 *   datagram -> PacketKind -> STUN -> IceAgent (IceLiteAgent | OcsIceAgent) -> answer, nominated address
 *                          -> RTP, RTCP -> as before
 *   a=candidate: value <-> IceCandidate | OcsCandidate
 * </pre>
 *
 * <p>{@link org.confocal.media.ice.IceLiteAgent} is for clients that offer ICE as the RFCs have it;
 * {@link org.confocal.media.ice.OcsIceAgent} is for clients of Office Communications Server 2007,
 * whose ICE is that of draft-ietf-mmusic-ice-06.
 *
 * <p><b>Threading.</b> Agents, {@link org.confocal.media.ice.StunMessage}, {@link
 * org.confocal.media.ice.StunWriter} and {@link org.confocal.media.ice.StunChecksums} are owned by
 * one thread; one {@code StunChecksums} may serve all agents of a loop. Answering a check from the
 * address that the one before came from allocates nothing. Candidates and credentials are
 * immutable; they are made and parsed on the signalling side.
 *
 * <p><b>Starting points.</b> {@link org.confocal.media.ice.IceLiteAgent}, {@link
 * org.confocal.media.ice.PacketKind}, {@link org.confocal.media.ice.IceCandidate}.
 *
 * <p><b>Sources.</b> RFC 8489 (STUN), RFC 8445 (ICE), RFC 8839 section 5 (ICE in SDP), RFC 7983
 * (demultiplexing), RFC 7675 (consent). For the older dialect: RFC 3489 section 11 (STUN as it
 * was), draft-ietf-mmusic-ice-06, [MS-ICE]; what of it is proven and what is not is told at {@link
 * org.confocal.media.ice.OcsIceAgent}.
 */
@NullMarked
package org.confocal.media.ice;

import org.jspecify.annotations.NullMarked;
