/**
 * Secure RTP: packets are encrypted and signed in place, and opened again. Keys come from the
 * signalling (SDES); they are never shown.
 *
 * <p><b>Threading.</b> A sender or receiver belongs to one loop.
 *
 * <p><b>Starting points.</b> {@link org.confocal.media.srtp.SrtpSender}, {@link
 * org.confocal.media.srtp.SrtpReceiver}, {@link org.confocal.media.srtp.SrtpKey}.
 *
 * <p><b>Sources.</b> RFC 3711 (SRTP, SRTCP, key derivation); RFC 7714 (AES-GCM); RFC 4568 section
 * 6.2 (names of the suites).
 */
@NullMarked
package org.confocal.media.srtp;

import org.jspecify.annotations.NullMarked;
