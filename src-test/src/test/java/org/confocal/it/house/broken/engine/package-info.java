/** A room of the broken house. */
@NullMarked
package org.confocal.it.house.broken.engine;

import org.jspecify.annotations.NullMarked;
