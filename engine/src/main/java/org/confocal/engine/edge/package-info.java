/**
 * What the focus asks of edges, which own transports and transactions and never conference truth.
 *
 * <p><em>Threading:</em> records are immutable.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.edge.EdgeProtocol}.
 */
@NullMarked
package org.confocal.engine.edge;

import org.jspecify.annotations.NullMarked;
