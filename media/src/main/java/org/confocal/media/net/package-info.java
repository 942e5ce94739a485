/**
 * Datagram sockets behind a port of our own, and the pool of port numbers.
 *
 * <p><b>Threading.</b> A {@code MediaNetwork} and its sockets belong to one loop thread; {@code
 * PortPool} is shared by all loops without a lock.
 *
 * <p><b>Starting points.</b> {@link org.confocal.media.net.MediaNetwork}, {@link
 * org.confocal.media.net.PortPool}.
 *
 * <p><b>Sources.</b> RFC 3550 section 11 (even and odd ports).
 */
@NullMarked
package org.confocal.media.net;

import org.jspecify.annotations.NullMarked;
