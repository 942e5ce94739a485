/**
 * The focus: the actor that is the one writer of a running conference, and its parts.
 *
 * <pre>
 *   message --&gt; Joins, DialogRequests, SessionChanges, Departures, ConferenceLife   calls and their sessions
 *               GateKeeper (WrongTries), Lobby                                      who gets in, who waits
 *               LifeWatch                                                           when it ends by itself
 *               Introductions, McuEvents                                            media types and MCUs
 *               Controls, Referrals, DialOuts                                       orders, calls that we make
 *               Chats, Subscriptions                                                lines, rosters
 *               Ways, Rerouting                                                     which edge reaches whom
 *           --&gt; Step: events, then a deed
 *   Focus stores the events, then does the deed through FocusMouth, to edges and to its children:
 *      Participant      the clockwork of one participant
 *      mcu-TYPE-EPOCH   the MCU of one media type
 *   what is stored --&gt; Roster (what has changed since when) --&gt; RosterDelivery --&gt; edges
 * </pre>
 *
 * <p><em>Threading:</em> {@link org.confocal.engine.focus.Focus}, {@link
 * org.confocal.engine.focus.Participant} and {@link org.confocal.engine.focus.Waker} are actors;
 * the parts of a focus are used by it alone.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.focus.FocusProtocol}, {@link
 * org.confocal.engine.focus.Focus}, {@link org.confocal.engine.focus.FocusParts}.
 *
 * <p><em>Sources:</em> RFC 4353 (focus), RFC 4579 (call control for conferencing), RFC 4028
 * (session timers), RFC 6665 and RFC 4575 (subscriptions to the roster).
 */
@NullMarked
package org.confocal.engine.focus;

import org.jspecify.annotations.NullMarked;
