package org.confocal.engine.conference;

import java.time.Instant;
import java.util.Optional;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.dialog.SessionTimer;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;

/**
 * One leg of a participant, with all that is needed to go on with it on another machine.
 *
 * @param number unique in the conference, also over activations
 * @param participant the user, or an address that we made for a guest
 * @param joinKey the request that made the leg
 * @param changeKey the last request that changed its session; {@code joinKey} at first
 * @param remote what the peer described; empty while we wait for the answer to our first offer
 * @param local what we described last
 * @param version version in our o= line of {@code local}
 */
public record Leg(
    int number,
    UserUri participant,
    String displayName,
    Role role,
    Dialog dialog,
    RequestKey joinKey,
    RequestKey changeKey,
    MediaPlace place,
    Optional<SessionOffer> remote,
    SessionAnswer local,
    long version,
    Optional<SessionTimer> timer,
    Instant joinedAt) {
  /**
   * A request of ours that carries an offer: also an UPDATE, for a peer that knows none gets a
   * re-INVITE.
   */
  public boolean offersBy(EdgeProtocol.Method method) {
    return method == EdgeProtocol.Method.INVITE
        || (method == EdgeProtocol.Method.UPDATE && !dialog.peerUpdates());
  }

  Leg with(ConferenceEvent.SessionChanged c) {
    return new Leg(
        number,
        participant,
        displayName,
        role,
        c.dialog(),
        joinKey,
        c.key(),
        c.place(),
        c.remote(),
        c.local(),
        c.version(),
        c.timer(),
        joinedAt);
  }
}
