package org.confocal.sip;

import java.util.Optional;
import org.confocal.engine.Rejection;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;
import org.confocal.sip.message.SipUri;

/** Where somebody who calls wants to go, as far as the Request-URI tells. Pure. */
sealed interface CallTarget {
  /**
   * A conference by its URI.
   *
   * @param mcu when it is the URI of one of its MCUs
   */
  record Conference(ConferenceUri conference, Optional<McuType> mcu) implements CallTarget {}

  /**
   * A conference by a Contact of ours: it runs, and knows its URI itself.
   *
   * @param mcu when it is the Contact of a call to one of its MCUs
   */
  record Running(FocusKey focus, Optional<McuType> mcu) implements CallTarget {}

  /** A meeting by its number, or a user whose name is one: never both. */
  record Dialled(MeetingNumber number) implements CallTarget {}

  /** A conference that does not exist yet. */
  record NewConference() implements CallTarget {}

  /**
   * Somebody of our domain, whether there is such a user or not.
   *
   * @param device when one of his devices was named by its GRUU
   */
  record Person(UserUri user, Optional<String> device) implements CallTarget {}

  /** Nowhere that we know. */
  record Nowhere(Rejection why) implements CallTarget {}

  /** Keys and passcodes in the URI tell nothing of where to go. */
  static CallTarget of(SipUri given, OwnNames names) {
    SipUri uri = JoinKeys.without(given);
    if (!names.isOurs(uri.host())) {
      return new Nowhere(
          Rejection.of(
              Rejection.Reason.UNKNOWN_USER, "The domain " + uri.host() + " is not served here"));
    }
    Optional<FocusKey> running = SipDialogs.conferenceOfContact(uri);
    if (running.isPresent()) {
      return new Running(running.get(), SipDialogs.mcuOfContact(uri));
    }
    if (names.isConferenceFactory(uri)) {
      return new NewConference();
    }
    if (names.isConferencing(uri)) {
      return conference(uri, names);
    }
    Optional<String> device = Gruu.device(uri);
    return uri.plainUser()
        .filter(u -> device.isEmpty()) // a meeting has none, a user may be called by digits
        .flatMap(MeetingNumber::parse)
        .<CallTarget>map(Dialled::new)
        .or(() -> names.user(uri).map(user -> new Person(user, device)))
        .orElseGet(() -> new Nowhere(noNumber(uri)));
  }

  private static CallTarget conference(SipUri uri, OwnNames names) {
    Optional<ConferenceUri> conference = names.conference(uri);
    if (conference.isPresent()) {
      return new Conference(conference.get(), Optional.empty());
    }
    Optional<McuUri> mcu = names.mcu(uri);
    if (mcu.isEmpty()) {
      return new Nowhere(
          Rejection.of(Rejection.Reason.UNKNOWN_CONFERENCE, uri + " is no conference"));
    }
    return mcu.get().type().isPresent()
        ? new Conference(mcu.get().conference(), mcu.get().type())
        : new Nowhere(
            Rejection.of(
                Rejection.Reason.UNKNOWN_MCU, "There is no MCU for " + mcu.get().word() + " here"));
  }

  /** No meeting has the number in the Request-URI. */
  static Rejection noNumber(SipUri uri) {
    String user = uri.plainUser().orElse("");
    return Rejection.of(
        Rejection.Reason.UNKNOWN_NUMBER,
        user.isEmpty() ? "No number was dialled" : "No conference has the number " + user);
  }
}
