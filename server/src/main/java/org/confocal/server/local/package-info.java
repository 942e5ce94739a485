/**
 * Several nodes on this machine, each a process of its own, and the PostgreSQL that they share: to
 * try out a cluster before there are machines for one.
 *
 * <pre>
 *   confocal cluster ── LocalCluster ──┬── LocalPostgres (pg_ctl; ends last)
 *                                      ├── LocalNode 1: confocal serve --data .../node-1
 *                                      └── LocalNode 2, 3 ...
 * </pre>
 *
 * <p><em>Threading:</em> one thread starts, the shutdown hook ends; one thread for each node reads
 * what it says.
 *
 * <p><em>Starting points:</em> {@link org.confocal.server.local.LocalCluster}, {@link
 * org.confocal.server.local.LocalPostgres}.
 */
@NullMarked
package org.confocal.server.local;

import org.jspecify.annotations.NullMarked;
