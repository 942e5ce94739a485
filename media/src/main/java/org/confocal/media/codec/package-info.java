/**
 * Audio codecs between payloads and linear samples: {@code AudioDecoder} and {@code AudioEncoder}
 * for one stream each, of G.711, G.722 and Opus; the noise of a pause; nothing of RTP.
 *
 * <p><b>Threading.</b> Tables and {@code OpusCodecs} are immutable, for any thread. An encoder,
 * decoder or noise keeps the state of its stream and is owned by one thread. Nothing allocates
 * after construction, but for Opus in pure Java.
 *
 * <p><b>Starting points.</b> {@link org.confocal.media.codec.AudioEncoder}, {@link
 * org.confocal.media.codec.AudioDecoder}, {@link org.confocal.media.codec.OpusCodecs}.
 *
 * <p><b>Sources.</b> ITU-T G.711 (11/88) tables 1a to 2b; ITU-T G.722 (09/2012) sections 3 to 6;
 * RFC 3551 sections 4.5.2 and 4.5.14; RFC 6716 and RFC 7587 (Opus); RFC 3389 (comfort noise).
 */
@NullMarked
package org.confocal.media.codec;

import org.jspecify.annotations.NullMarked;
