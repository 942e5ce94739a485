package org.confocal.engine.focus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.Entry;
import org.confocal.engine.conference.Gate;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.conference.Role;
import org.confocal.engine.conference.Standing;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Meeting;

/** Makes legs from requests, and views from legs. Pure. */
final class Legs {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final int LONGEST_NAME = 128;

  private Legs() {}

  /** The leg of a join whose media is prepared. */
  static Leg joined(
      Conference state, PendingRequests.PendingJoin p, Instant now, LifeSettings life) {
    FocusProtocol.Joining j = p.join.joining();
    Meeting meeting = p.join.meeting();
    Optional<UserUri> known = Gate.participant(state, GateKeeper.approach(j, p.proof));
    UserUri user = known.orElseGet(() -> guest(meeting, p.guest));
    boolean proved = j.caller().user().isPresent();
    Role role = life.autopromote().role(state, meeting, user, proved, p.proof);
    Standing.Stay stay = p.waits ? Standing.Stay.WAITS : Standing.Stay.STRAIGHT;
    return new Leg(
        p.tag.leg(),
        user,
        shown(j.caller().displayName()),
        role,
        dialog(p),
        j.key(),
        j.key(),
        p.negotiation.place(),
        j.offer(),
        j.offer().map(p.negotiation::answer).orElseGet(() -> p.negotiation.offer(List.of())),
        1,
        j.timer(),
        now,
        distinct(state, user, j.entry(), p.tag),
        state.isMuted(user, role, now, life.returnGrace()),
        false,
        new Standing(proved, p.proof, stay, j.caller().source()));
  }

  /** An endpoint id that another leg of the user goes by cannot name this one: it gets its own. */
  private static Entry distinct(Conference state, UserUri user, Entry entry, LegTag tag) {
    return entry.endpoint().filter(id -> state.hasEndpoint(user, id)).isPresent()
        ? new Entry(entry.kind(), entry.mcu(), Optional.of(Leg.endpointOf(tag)))
        : entry;
  }

  /** A name as it may be shown and logged: no control characters, not longer than a line. */
  static String shown(String name) {
    String plain = CONTROL.matcher(name).replaceAll(" ").strip();
    return plain.length() > LONGEST_NAME ? plain.substring(0, LONGEST_NAME) : plain;
  }

  /** A guest gets an address that we made, for his From header proves nothing. */
  private static UserUri guest(Meeting meeting, String random) {
    return UserUri.of("guest-" + random, meeting.uri().organizer().domain());
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
              l.joinedAt(),
              l.waits()));
    }
    Optional<Meeting> meeting = state.meeting().map(Meeting::withoutSecrets);
    return new FocusProtocol.View(
        state.key(),
        meeting.map(Meeting::uri),
        meeting,
        state.activation(),
        state.incarnation(),
        state.revision(),
        legs,
        state.recordings().all());
  }
}
