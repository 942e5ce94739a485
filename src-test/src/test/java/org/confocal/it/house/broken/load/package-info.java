/** A room of the broken house. */
@NullMarked
package org.confocal.it.house.broken.load;

import org.jspecify.annotations.NullMarked;
