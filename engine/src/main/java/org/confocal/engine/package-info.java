/**
 * The domain: what a meeting is, what a conference may do, and the actors that are the one writer
 * of each. Knows nothing of SIP messages, XML or packets: those come and go through ports that
 * other rooms implement.
 *
 * <p><em>Threading:</em> records are immutable; actors own their state.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.Stored} and the packages {@code
 * conference}, {@code meeting} and {@code mcu}.
 *
 * <p><em>Sources:</em> RFC 4353 (framework for conferencing with SIP), the OCS 2007 conferencing
 * architecture.
 */
@NullMarked
package org.confocal.engine;

import org.jspecify.annotations.NullMarked;
