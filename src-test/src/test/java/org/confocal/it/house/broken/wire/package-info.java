/** A room of the broken house. */
@NullMarked
package org.confocal.it.house.broken.wire;

import org.jspecify.annotations.NullMarked;
