/**
 * The life of a node: data directory and database, actor system and cluster, what the rest of the
 * house plugs in, the operators' HTTP door, and the end of it all in the opposite order. Also the
 * actors that work on data at rest.
 *
 * <p><em>Threading:</em> {@link org.confocal.server.node.Node} is started by the main thread and
 * may be stopped by any; the shutdown hook of the process does it at a signal.
 *
 * <p><em>Starting points:</em> {@link org.confocal.server.node.Node}, {@link
 * org.confocal.server.node.Wiring}, {@link org.confocal.server.node.DataAtRest}.
 */
@NullMarked
package org.confocal.server.node;

import org.jspecify.annotations.NullMarked;
