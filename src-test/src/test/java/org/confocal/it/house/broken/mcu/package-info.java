/** A room of the broken house. */
@NullMarked
package org.confocal.it.house.broken.mcu;

import org.jspecify.annotations.NullMarked;
