/**
 * Bytes and text of the wire, turned into immutable records and back. This package holds what all
 * formats share: the one error that their parsers throw.
 *
 * <p><b>Threading</b>: everything here is immutable.
 *
 * <p><b>Starting points</b>: {@link org.confocal.wire.WireFormatException}.
 *
 * <p><b>Sources</b>: named by each format's package.
 */
@NullMarked
package org.confocal.wire;

import org.jspecify.annotations.NullMarked;
