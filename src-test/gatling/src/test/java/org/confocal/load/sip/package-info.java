/** Tests of the package of the same name. */
@NullMarked
package org.confocal.load.sip;

import org.jspecify.annotations.NullMarked;
