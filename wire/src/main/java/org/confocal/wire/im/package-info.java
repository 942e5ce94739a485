/**
 * The small documents around instant messages: who is typing, and what became of a message.
 *
 * <p><b>Threading</b>: everything here is immutable.
 *
 * <p><b>Starting points</b>: {@link org.confocal.wire.im.IsComposing}, {@link
 * org.confocal.wire.im.DeliveryReport}.
 *
 * <p><b>Sources</b>: RFC 3994; MS-CONFIM (delivery notification).
 */
@NullMarked
package org.confocal.wire.im;

import org.jspecify.annotations.NullMarked;
