package org.confocal.engine.chat;

import java.time.Instant;
import java.util.Optional;
import org.confocal.engine.id.UserUri;

/**
 * One line of the one conversation of a conference.
 *
 * @param number counts from 1 without gaps in each conference; 0 = transient (somebody is typing)
 * @param at when the chat MCU took it
 * @param to whom it was said in private; empty = everybody
 */
public record ChatLine(
    long number, Instant at, UserUri sender, Optional<UserUri> to, Content content) {}
