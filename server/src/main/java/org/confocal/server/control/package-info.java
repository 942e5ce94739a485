/**
 * The operators' door: users, meetings, conferences and records by commands, the same whether they
 * come over HTTP to a running node or from the command line to data at rest; and the metrics.
 *
 * <pre>
 *   command line ── RemoteDoor ── HTTP ── ControlRoutes ──┐
 *   command line (no node) ───────────────────────────────┴── ActorDoor ── focus factories, directory
 * </pre>
 *
 * <p><em>Threading:</em> any thread; nothing blocks, answers come as stages.
 *
 * <p><em>Starting points:</em> {@link org.confocal.server.control.OperatorDoor}, {@link
 * org.confocal.server.control.ActorDoor}, {@link org.confocal.server.control.ControlRoutes}.
 *
 * <p><em>Sources:</em> RFC 6750 section 2.1 (bearer token), RFC 7616 section 3.4.2 (password
 * hashes).
 */
@NullMarked
package org.confocal.server.control;

import org.jspecify.annotations.NullMarked;
