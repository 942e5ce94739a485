/**
 * The command line: {@code serve}, {@code cluster}, {@code user}, {@code meeting}, {@code version}.
 * Results go to standard output, complaints to standard error as one line; exit codes are 0 done, 1
 * refused or failed, 2 not understood.
 *
 * <p><em>Threading:</em> the main thread only.
 *
 * <p><em>Starting points:</em> {@link org.confocal.server.cli.ConfocalCommand}, {@link
 * org.confocal.server.cli.DoorOpener}.
 */
@NullMarked
package org.confocal.server.cli;

import org.jspecify.annotations.NullMarked;
