/**
 * What the focus remembers of a SIP dialog. Dialogs belong to the conference and not to the machine
 * that took the call: whatever an edge needs to send the next request of a dialog is here, and is
 * journaled with the leg.
 *
 * <p><em>Threading:</em> immutable, any thread.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.dialog.Dialog}, {@link
 * org.confocal.engine.dialog.LegTag}.
 *
 * <p><em>Sources:</em> RFC 3261 section 12 (dialogs), RFC 4028 (session timers).
 */
@NullMarked
package org.confocal.engine.dialog;

import org.jspecify.annotations.NullMarked;
