package org.confocal.sip;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.factory.FocusFactoryProtocol;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.MeetingTerms;

/**
 * Makes the meeting for whoever calls the conference factory URI: he is its organizer. RFC 4579
 * section 5.4.
 */
final class AdHocMeetings {
  private static final int ID_DIGITS = 16;

  private AdHocMeetings() {}

  /**
   * Tells {@code context} which conference was made, or why none.
   *
   * @param caller empty = he has not proved who he is
   * @param message wraps it
   */
  static <C> void schedule(
      Edge edge,
      Optional<UserUri> caller,
      ActorContext<C> context,
      Function<ConferenceFinder.Found, C> message) {
    if (caller.isEmpty()) {
      Rejection who =
          Rejection.of(
              Rejection.Reason.AUTHENTICATION_REQUIRED, "New conferences are for known users");
      context.getSelf().tell(message.apply(ConferenceFinder.Found.not(who)));
      return;
    }
    ActorRef<FocusFactoryProtocol.Reply> replies =
        context.messageAdapter(
            FocusFactoryProtocol.Reply.class, reply -> message.apply(found(reply)));
    SipSettings.ConferenceFactory settings = edge.settings().conferenceFactory();
    edge.doors()
        .engine()
        .tell(
            caller.get(),
            new FocusFactoryProtocol.Schedule(
                Optional.of(new ConferenceId(edge.doors().ids().hex(ID_DIGITS))),
                Optional.empty(),
                "",
                Admission.AUTHENTICATED,
                new MeetingTerms(
                    Optional.of(edge.doors().clock().instant().plus(settings.lasts())),
                    List.of(),
                    Set.of(),
                    false,
                    Optional.empty()),
                replies));
  }

  private static ConferenceFinder.Found found(FocusFactoryProtocol.Reply reply) {
    if (reply instanceof FocusFactoryProtocol.Done done) {
      return new ConferenceFinder.Found(
          Optional.of(done.meeting().uri()), Optional.empty(), Optional.empty());
    } else if (reply instanceof FocusFactoryProtocol.NotDone not) {
      return ConferenceFinder.Found.not(not.rejection());
    }
    throw new AssertionError(reply);
  }
}
