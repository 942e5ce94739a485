/** A room of the broken house. */
@NullMarked
package org.confocal.it.house.broken.persistence;

import org.jspecify.annotations.NullMarked;
