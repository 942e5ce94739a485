package org.confocal.engine.focus;

import java.util.List;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Departure;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.edge.EdgeProtocol;

/** Whoever wants to be told of changes of the conference (RFC 6665, RFC 4575). */
@SuppressWarnings("UnusedVariable")
final class Subscriptions {
  /** What has gathered since the last window shall be told. */
  record WindowOver() implements FocusProtocol.FocusInternal {}

  private final ActorContext<FocusProtocol.Command> context;
  private final Focus.Environment env;
  private final FocusMouth mouth;

  Subscriptions(
      ActorContext<FocusProtocol.Command> context, Focus.Environment env, FocusMouth mouth) {
    this.context = context;
    this.env = env;
    this.mouth = mouth;
  }

  /** Somebody subscribes, refreshes or unsubscribes. */
  Step requested(Conference state, FocusProtocol.Subscribe s) {
    s.refuse(Rejection.of(Rejection.Reason.NOT_SUPPORTED, "No subscriptions yet"));
    return Step.NONE;
  }

  /** A subscriber does not exist any more. */
  Step unsubscribed(Conference state, FocusProtocol.Unsubscribe u) {
    return Step.NONE;
  }

  /** Events were stored, and this is the state after them: whoever watches will be told. */
  void stored(Conference state, List<ConferenceEvent> events) {}

  /** The window is over. */
  Step windowOver(Conference state) {
    return Step.NONE;
  }

  /** A NOTIFY has ended. */
  Step notified(Conference state, EdgeProtocol.Result result) {
    return Step.NONE;
  }

  /** These legs are about to go: the subscriptions of users who have no other leg end. */
  Step leaving(Conference state, List<Leg> legs, Departure why) {
    return Step.NONE;
  }

  void calling(org.confocal.engine.id.UserUri user, org.confocal.engine.roster.RosterUser whole) {}

  void callEnded(org.confocal.engine.id.UserUri user) {}

  /** A new life of the focus: everybody gets a full document under a higher version. */
  void recovered(Conference state) {}
}
