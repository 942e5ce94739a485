package org.confocal.engine.focus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.confocal.engine.conference.Caller;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.conference.Role;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuProtocol;
import org.confocal.engine.meeting.Meeting;

/** Makes legs from requests, and views from legs. Pure. */
final class Legs {
  private Legs() {}

  /** The leg of a join whose media is prepared. */
  static Leg joined(PendingRequests.PendingJoin p, Instant now) {
    FocusProtocol.Joining j = p.join.joining();
    McuProtocol.Negotiated media = p.media.orElseThrow();
    Meeting meeting = p.join.meeting();
    return new Leg(
        p.tag.leg(),
        participant(j.caller(), meeting, p.tag.leg()),
        j.caller().displayName(),
        j.caller().user().filter(meeting.uri().organizer()::equals).isPresent()
            ? Role.ORGANIZER
            : Role.ATTENDEE,
        dialog(p),
        j.key(),
        j.key(),
        media.place(),
        j.offer(),
        media.local(),
        1,
        j.timer(),
        now);
  }

  /**
   * A user is himself; a guest gets an address that we made, for his From header proves nothing.
   */
  private static UserUri participant(Caller caller, Meeting meeting, int leg) {
    return caller
        .user()
        .orElseGet(() -> UserUri.of("guest-" + leg, meeting.uri().organizer().domain()));
  }

  private static Dialog dialog(PendingRequests.PendingJoin p) {
    FocusProtocol.Joining j = p.join.joining();
    FocusProtocol.DialogSeed seed = j.seed();
    return new Dialog(
        j.key().callId(),
        p.tag,
        j.key().fromTag(),
        seed.localUri(),
        seed.remoteUri(),
        seed.remoteTarget(),
        seed.contact(),
        seed.routeSet(),
        j.key().cseq(),
        seed.peer(),
        seed.peerUpdates());
  }

  /** What an operator sees of the conference. */
  static FocusProtocol.View view(Conference state) {
    List<FocusProtocol.LegView> legs = new ArrayList<>();
    for (Leg l : state.allLegs()) {
      PeerAddress peer = l.dialog().peer();
      legs.add(
          new FocusProtocol.LegView(
              l.number(),
              l.participant().value(),
              l.displayName(),
              l.role(),
              l.dialog().callId(),
              peer.toString(),
              l.place().host() + ":" + l.place().port(),
              l.joinedAt()));
    }
    Optional<Meeting> meeting = state.meeting();
    return new FocusProtocol.View(
        state.key(),
        meeting.map(Meeting::uri),
        meeting,
        state.activation(),
        state.incarnation(),
        state.revision(),
        legs);
  }
}
