/** A room of the broken house. */
@NullMarked
package org.confocal.it.house.broken.sip.jain;

import org.jspecify.annotations.NullMarked;
