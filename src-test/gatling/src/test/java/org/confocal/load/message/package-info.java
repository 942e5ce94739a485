/** Tests of the package of the same name. */
@NullMarked
package org.confocal.load.message;

import org.jspecify.annotations.NullMarked;
