/**
 * What is said in a conference: lines with their one order. Journaled by the chat MCU, carried by
 * the focus.
 *
 * <p><em>Threading:</em> records are immutable, provided that nobody changes the bytes of a {@link
 * org.confocal.engine.chat.Content}.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.chat.ChatLine}, {@link
 * org.confocal.engine.chat.Content}.
 *
 * <p><em>Sources:</em> RFC 3428 (MESSAGE), RFC 3994 (typing), MS-CONFIM (multiparty messages).
 */
@NullMarked
package org.confocal.engine.chat;

import org.jspecify.annotations.NullMarked;
