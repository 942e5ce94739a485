package org.confocal.sip;

import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.confocal.engine.Rejection;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.mcu.McuType;
import org.confocal.sip.message.SipUri;

/**
 * Finds the conference that a {@link CallTarget} names: asks the focus whose Contact it is, or the
 * directory whose number it is.
 */
final class ConferenceFinder {
  private ConferenceFinder() {}

  /**
   * Either a conference or the reason why there is none.
   *
   * @param mcu when one of its MCUs was named
   */
  record Found(
      Optional<ConferenceUri> conference, Optional<McuType> mcu, Optional<Rejection> rejection) {
    static Found not(Rejection why) {
      return new Found(Optional.empty(), Optional.empty(), Optional.of(why));
    }
  }

  /**
   * Tells {@code context} what was found.
   *
   * @param message wraps it
   */
  static <C> void find(
      Edge edge, SipUri given, ActorContext<C> context, Function<Found, C> message) {
    SipUri uri = JoinKeys.without(given);
    CallTarget target = CallTarget.of(uri, edge.names());
    if (target instanceof CallTarget.Conference direct) {
      Found found = new Found(Optional.of(direct.conference()), direct.mcu(), Optional.empty());
      context.getSelf().tell(message.apply(found));
    } else if (target instanceof CallTarget.Running running) {
      ActorRef<FocusProtocol.View> views =
          context.messageAdapter(
              FocusProtocol.View.class,
              view -> message.apply(found(view.conference(), running.mcu(), uri)));
      edge.doors().engine().tell(running.focus(), new FocusProtocol.Show(views));
    } else if (target instanceof CallTarget.Dialled dialled) {
      context.pipeToSelf(
          edge.doors().numbers().find(dialled.number()),
          (known, error) ->
              message.apply(
                  known == null ? unavailable(edge) : found(known, Optional.empty(), uri)));
    } else if (target instanceof CallTarget.NewConference) {
      Rejection none =
          Rejection.of(Rejection.Reason.UNKNOWN_CONFERENCE, uri + " makes conferences: call it");
      context.getSelf().tell(message.apply(Found.not(none)));
    } else if (target instanceof CallTarget.Person) {
      context.getSelf().tell(message.apply(Found.not(CallTarget.noNumber(uri))));
    } else if (target instanceof CallTarget.Nowhere nowhere) {
      context.getSelf().tell(message.apply(Found.not(nowhere.why())));
    } else {
      throw new AssertionError(target);
    }
  }

  private static Found unavailable(Edge edge) {
    return Found.not(
        Rejection.unavailable(
            "The directory of numbers does not answer", edge.settings().patience().retryAfter()));
  }

  private static Found found(
      Optional<ConferenceUri> conference, Optional<McuType> mcu, SipUri uri) {
    return conference.isPresent()
        ? new Found(conference, mcu, Optional.empty())
        : Found.not(CallTarget.noNumber(uri));
  }
}
