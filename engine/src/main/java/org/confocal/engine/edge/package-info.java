/**
 * What the focus asks of edges, which own transports and transactions and never conference truth;
 * and what edges ask of each other.
 *
 * <p><em>Threading:</em> records are immutable.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.edge.EdgeProtocol}, {@link
 * org.confocal.engine.edge.PassingProtocol}.
 */
@NullMarked
package org.confocal.engine.edge;

import org.jspecify.annotations.NullMarked;
