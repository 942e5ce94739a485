/**
 * Conference control in the words of the domain: what participants order and what becomes of it.
 *
 * <p><em>Threading:</em> records are immutable.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.control.ControlOrder}, {@link
 * org.confocal.engine.control.ControlResult}.
 *
 * <p><em>Sources:</em> MS-CONFBAS 2.2.3 (C3P commands of the focus), RFC 4353 section 3.5.
 */
@NullMarked
package org.confocal.engine.control;

import org.jspecify.annotations.NullMarked;
