/**
 * What operators watch: the counts of engine, media, SIP and virtual machine in the text format of
 * Prometheus. {@code docs/operations.md} tells what each number means.
 *
 * <p><em>Threading:</em> {@link org.confocal.server.metrics.NodeMetrics} may be used from any
 * thread; nothing blocks.
 *
 * <p><em>Starting points:</em> {@link org.confocal.server.metrics.NodeMetrics}.
 *
 * <p><em>Sources:</em> Prometheus text-based exposition format 0.0.4.
 */
@NullMarked
package org.confocal.server.metrics;

import org.jspecify.annotations.NullMarked;
