/**
 * People who order things while a node is killed, who remember what they were answered, and look
 * afterwards whether it is so.
 *
 * <p><b>Threading.</b> One thread at a time uses a witness; each has its own.
 *
 * <p><b>Starting points.</b> {@link org.confocal.it.kill.Witness}, {@link
 * org.confocal.it.kill.Chair}, {@link org.confocal.it.kill.Phones}.
 *
 * <p><b>Sources.</b> RFC 3261 sections 12 and 17; docs/operations.md, what happens when what dies.
 */
@NullMarked
package org.confocal.it.kill;

import org.jspecify.annotations.NullMarked;
