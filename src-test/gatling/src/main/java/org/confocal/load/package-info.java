/**
 * The load tool: {@code ./confocal load NAME}.
 *
 * <pre>
 *   LoadCommand ── simulations ── sip (Gatling's side) ── client (Netty) ── message
 * </pre>
 *
 * <p><em>Threading:</em> one thread, before and after Gatling's.
 *
 * <p><em>Starting points:</em> {@link org.confocal.load.LoadCommand}, {@link
 * org.confocal.load.simulations.Joins}, {@link org.confocal.load.sip.SipDsl}.
 *
 * <p><em>Sources:</em> docs/load-testing.md.
 */
@NullMarked
package org.confocal.load;

import org.jspecify.annotations.NullMarked;
