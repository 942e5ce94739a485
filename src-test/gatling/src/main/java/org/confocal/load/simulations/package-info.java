/**
 * The simulations that come with Confocal, and their parameters.
 *
 * <p><em>Threading:</em> Gatling makes one object of a simulation and runs its scenarios on its own
 * loops; what scenarios share is safe for many threads.
 *
 * <p><em>Starting points:</em> {@link org.confocal.load.simulations.Workloads}, {@link
 * org.confocal.load.simulations.Joins}.
 *
 * <p><em>Sources:</em> RFC 4579 (plain joins), RFC 4575 (rosters), RFC 3428 (lines of chat), the
 * conference control protocol of Office Communications Server.
 */
@NullMarked
package org.confocal.load.simulations;

import org.jspecify.annotations.NullMarked;
