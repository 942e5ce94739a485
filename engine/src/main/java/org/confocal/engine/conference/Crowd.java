package org.confocal.engine.conference;

/**
 * How many there are. Counted are legs, not users: a user with a phone and a control dialog takes
 * two places. Whoever waits in the lobby takes a place there and none inside.
 *
 * @param inside legs that are in or on their way in, calls of ours that ring included
 * @param mostInside legs that the conference may have
 * @param waiting legs in the lobby or on their way there
 * @param mostWaiting legs that the lobby may have
 */
public record Crowd(int inside, int mostInside, int waiting, int mostWaiting) {}
