/**
 * From files and options to settings: the layers of configuration, the check that every key is
 * known, and the settings of the node itself.
 *
 * <p><em>Threading:</em> immutable, any thread.
 *
 * <p><em>Starting points:</em> {@link org.confocal.server.settings.Layers}, {@link
 * org.confocal.server.settings.ServerSettings}.
 */
@NullMarked
package org.confocal.server.settings;

import org.jspecify.annotations.NullMarked;
