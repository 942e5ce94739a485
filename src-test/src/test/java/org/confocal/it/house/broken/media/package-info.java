/** A room of the broken house. */
@NullMarked
package org.confocal.it.house.broken.media;

import org.jspecify.annotations.NullMarked;
