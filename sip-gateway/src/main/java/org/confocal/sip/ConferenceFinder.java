package org.confocal.sip;

import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.sip.message.SipUri;

/**
 * Finds the conference that a Request-URI names: by its conference URI, by a Contact of ours, or by
 * the number that phones dial.
 */
final class ConferenceFinder {
  private ConferenceFinder() {}

  /** Exactly one of both is there. */
  record Found(Optional<ConferenceUri> conference, Optional<Rejection> rejection) {
    static Found not(Rejection.Reason reason, String text) {
      return new Found(Optional.empty(), Optional.of(Rejection.of(reason, text)));
    }
  }

  /**
   * Tells {@code context} what was found.
   *
   * @param message wraps it
   */
  static <C> void find(Edge edge, SipUri uri, ActorContext<C> context, Function<Found, C> message) {
    if (!edge.names().isOurs(uri.host())) {
      context
          .getSelf()
          .tell(
              message.apply(
                  Found.not(
                      Rejection.Reason.UNKNOWN_USER,
                      "The domain " + uri.host() + " is not served here")));
      return;
    }
    Optional<FocusKey> running = SipDialogs.conferenceOfContact(uri);
    if (running.isPresent()) {
      edge.doors()
          .engine()
          .tell(
              running.get(),
              new FocusProtocol.Show(
                  context.messageAdapter(
                      FocusProtocol.View.class,
                      view -> message.apply(found(view.conference(), uri)))));
      return;
    }
    Optional<ConferenceUri> direct = edge.names().conference(uri);
    Optional<MeetingNumber> number = uri.plainUser().flatMap(MeetingNumber::parse);
    if (direct.isPresent() || number.isEmpty()) {
      context.getSelf().tell(message.apply(found(direct, uri)));
      return;
    }
    context.pipeToSelf(
        edge.doors().numbers().find(number.get()),
        (known, error) -> message.apply(known == null ? unavailable(edge) : found(known, uri)));
  }

  private static Found found(Optional<ConferenceUri> conference, SipUri uri) {
    if (conference.isPresent()) {
      return new Found(conference, Optional.empty());
    }
    String user = uri.plainUser().orElse("");
    return Found.not(
        Rejection.Reason.UNKNOWN_NUMBER,
        user.isEmpty() ? "No number was dialled" : "No conference has the number " + user);
  }

  private static Found unavailable(Edge edge) {
    return new Found(
        Optional.empty(),
        Optional.of(
            Rejection.unavailable(
                "The directory of numbers does not answer",
                edge.settings().patience().retryAfter())));
  }
}
