/**
 * Instruments for tests: a scripted SIP peer over real sockets and a listener that notes what the
 * stack says. No sleeps: everything waits for a message, with a deadline.
 */
@NullMarked
package org.confocal.sip.kit;

import org.jspecify.annotations.NullMarked;
