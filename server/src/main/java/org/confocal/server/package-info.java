/**
 * The program: {@link org.confocal.server.Main} and, below it, the command line, the life of a
 * node, the operators' door, settings and the data directory.
 *
 * <pre>
 *   Main ── cli ── node ── control ── settings
 *                    └──── data
 * </pre>
 *
 * <p><em>Threading:</em> Main runs on the main thread and waits there for the end of the node.
 *
 * <p><em>Starting points:</em> {@link org.confocal.server.cli.ConfocalCommand}, {@link
 * org.confocal.server.node.Node}, {@link org.confocal.server.node.Wiring}.
 */
@NullMarked
package org.confocal.server;

import org.jspecify.annotations.NullMarked;
