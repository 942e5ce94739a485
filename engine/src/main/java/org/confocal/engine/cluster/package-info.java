/**
 * Where the engine's actors live in a cluster: shard regions for foci, focus factories and users,
 * and the waker as a singleton.
 *
 * <p><em>Threading:</em> {@link org.confocal.engine.cluster.Engine} may be used from any thread.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.cluster.Engine}.
 */
@NullMarked
package org.confocal.engine.cluster;

import org.jspecify.annotations.NullMarked;
