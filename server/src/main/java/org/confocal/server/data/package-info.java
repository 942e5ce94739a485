/**
 * The data directory: one node at a time, only its owner may look into it, and in it the way by
 * which the command line finds a node that runs.
 *
 * <p><em>Threading:</em> opened and closed by one thread; the lock is of the process.
 *
 * <p><em>Starting points:</em> {@link org.confocal.server.data.DataDirectory}, {@link
 * org.confocal.server.data.ControlFile}.
 */
@NullMarked
package org.confocal.server.data;

import org.jspecify.annotations.NullMarked;
