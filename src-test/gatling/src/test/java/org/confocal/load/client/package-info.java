/** Tests of the package of the same name. */
@NullMarked
package org.confocal.load.client;

import org.jspecify.annotations.NullMarked;
