package org.confocal.sip;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.factory.FocusFactoryProtocol;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.MeetingTerms;
import org.confocal.sip.message.SipRequest;

/**
 * Makes the meeting for whoever calls the conference factory URI: he is its organizer. RFC 4579
 * section 5.4. Its id follows from the call, so that an INVITE that comes again finds the same
 * meeting, at any edge.
 */
final class AdHocMeetings {
  private static final int ID_DIGITS = 32;

  private AdHocMeetings() {}

  /** What became of it. */
  record Scheduled(ConferenceFinder.Found found, boolean made) {}

  /** The meeting of this call. */
  static ConferenceUri meeting(UserUri caller, SipRequest invite) {
    String call =
        String.join("\n", caller.value(), invite.callId(), invite.from().tag().orElse(""));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(call.getBytes(StandardCharsets.UTF_8));
      String id = HexFormat.of().formatHex(hash).substring(0, ID_DIGITS);
      return new ConferenceUri(caller, new ConferenceId(id));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }

  /** Deletes a meeting whose call has come to nothing. */
  static void delete(
      Edge edge, ConferenceUri meeting, ActorRef<FocusFactoryProtocol.Reply> nobody) {
    edge.doors()
        .engine()
        .tell(meeting.organizer(), new FocusFactoryProtocol.Delete(meeting.id(), nobody));
  }

  /**
   * Tells {@code context} which conference was made, or why none.
   *
   * @param caller empty = he has not proved who he is
   * @param message wraps it
   */
  static <C> void schedule(
      Edge edge,
      SipRequest invite,
      Optional<UserUri> caller,
      ActorContext<C> context,
      Function<Scheduled, C> message) {
    if (caller.isEmpty()) {
      Rejection who =
          Rejection.of(
              Rejection.Reason.AUTHENTICATION_REQUIRED, "New conferences are for known users");
      context.getSelf().tell(message.apply(new Scheduled(ConferenceFinder.Found.not(who), false)));
      return;
    }
    ConferenceUri meeting = meeting(caller.get(), invite);
    ActorRef<FocusFactoryProtocol.Reply> replies =
        context.messageAdapter(
            FocusFactoryProtocol.Reply.class, reply -> message.apply(scheduled(meeting, reply)));
    SipSettings.ConferenceFactory settings = edge.settings().conferenceFactory();
    edge.doors()
        .engine()
        .tell(
            caller.get(),
            new FocusFactoryProtocol.Schedule(
                Optional.of(meeting.id()),
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

  private static Scheduled scheduled(ConferenceUri meeting, FocusFactoryProtocol.Reply reply) {
    Optional<Rejection> why =
        reply instanceof FocusFactoryProtocol.NotDone not
            ? Optional.of(not.rejection())
            : Optional.empty();
    boolean known = why.filter(r -> r.reason() == Rejection.Reason.ALREADY_EXISTS).isPresent();
    return why.isEmpty() || known
        ? new Scheduled(
            new ConferenceFinder.Found(Optional.of(meeting), Optional.empty(), Optional.empty()),
            !known)
        : new Scheduled(ConferenceFinder.Found.not(why.get()), false);
  }
}
