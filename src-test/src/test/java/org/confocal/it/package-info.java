/**
 * Black-box runs: the real server as a process, real SIP clients around it. A class named {@code
 * *IT} is run by Failsafe once everything is packaged; the tag {@code long} keeps soaks, kills and
 * load out of the usual build.
 *
 * <p><b>Threading</b>: one test at a time; the clients are processes or have threads of their own.
 *
 * <p><b>Starting points</b>: {@link org.confocal.it.InstrumentsIT}, {@link
 * org.confocal.it.kit.ConfocalProcess}.
 *
 * <p><b>Sources</b>: RFC 4579 (conferencing with plain SIP user agents), RFC 3261.
 */
@NullMarked
package org.confocal.it;

import org.jspecify.annotations.NullMarked;
