/**
 * A house that breaks every rule, one class for each.
 *
 * <p><b>Threading</b>: never run.
 *
 * <p><b>Starting points</b>: {@link org.confocal.it.house.HouseRulesTest}.
 *
 * <p><b>Sources</b>: none.
 */
@NullMarked
package org.confocal.it.house.broken;

import org.jspecify.annotations.NullMarked;
