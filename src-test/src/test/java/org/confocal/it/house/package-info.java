/**
 * The house rules that a machine enforces: who may see whom, and where time, threads, settings and
 * null may come from. They read the compiled classes of all rooms. Below {@code broken} lies a
 * small house that breaks every one of them, so that no rule can rot into one that never fails.
 *
 * <p><b>Threading</b>: tests only.
 *
 * <p><b>Starting points</b>: {@link org.confocal.it.house.HouseRules}, {@link
 * org.confocal.it.house.HouseRulesTest}.
 *
 * <p><b>Sources</b>: the table of rooms in README.md.
 */
@NullMarked
package org.confocal.it.house;

import org.jspecify.annotations.NullMarked;
