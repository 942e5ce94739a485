/** A room of the broken house. */
@NullMarked
package org.confocal.it.house.broken.sip;

import org.jspecify.annotations.NullMarked;
