/**
 * Focus factories: the one writer of an organizer's meetings, and the way by which every join finds
 * its focus.
 *
 * <p><em>Threading:</em> records are immutable; {@link org.confocal.engine.factory.FocusFactory} is
 * an actor.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.factory.FocusFactoryProtocol}, {@link
 * org.confocal.engine.factory.FocusFactory}, {@link org.confocal.engine.factory.Meetings}.
 *
 * <p><em>Sources:</em> MS-CONFPRO (focus factory).
 */
@NullMarked
package org.confocal.engine.factory;

import org.jspecify.annotations.NullMarked;
