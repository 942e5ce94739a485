package org.confocal.sip;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.confocal.engine.Rejection;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Invitee;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.meeting.MeetingTerms;
import org.confocal.wire.c3p.C3pAnswer;
import org.confocal.wire.c3p.C3pCommand;
import org.confocal.wire.c3p.ConferenceRecord;
import org.confocal.wire.c3p.ConferenceRecordBuilder;
import org.confocal.wire.confinfo.ConferenceInfo;
import org.confocal.wire.confinfo.ElementState;

/**
 * Translates between the scheduling commands of C3P and the meetings of the engine. Pure.
 * MS-CONFPRO 2.2.
 */
final class FactoryTranslation {
  private static final int LONGEST_SUBJECT = 256;
  private static final int MOST_INVITEES = 1000;

  /** The chat first: it is what clients take when they take only one. */
  private static final List<String> MCU_TYPES =
      List.of(McuType.CHAT.token(), McuType.AUDIO_VIDEO.token());

  private FactoryTranslation() {}

  /**
   * What a command comes to.
   *
   * @param sender whose factory it is
   */
  static FactoryOrder order(C3pCommand command, UserUri sender, OwnNames names) throws C3pRefusal {
    if (command instanceof C3pCommand.GetConferencingCapabilities) {
      return new FactoryOrder.Tell(new C3pAnswer.Capabilities(MCU_TYPES, Optional.empty()));
    } else if (command instanceof C3pCommand.GetAvailableMcuTypes) {
      return new FactoryOrder.Tell(new C3pAnswer.McuTypes(MCU_TYPES));
    } else if (command instanceof C3pCommand.AddConference c) {
      Optional<String> id = c.conference().conferenceId();
      return new FactoryOrder.Schedule(
          id.isEmpty() ? Optional.empty() : Optional.of(id(id.get())),
          wish(c.conference(), MeetingWish.USUAL, names));
    } else if (command instanceof C3pCommand.GetConference c) {
      return new FactoryOrder.Find(
          c.confEntity().isPresent()
              ? own(c.confEntity().get(), sender, names)
              : id(c.conferenceId().orElseThrow()));
    } else if (command instanceof C3pCommand.GetConferences) {
      return new FactoryOrder.All();
    } else if (command instanceof C3pCommand.ModifyConference c) {
      wish(c.conference(), MeetingWish.USUAL, names); // what is wrong is told before we look
      return new FactoryOrder.Change(own(c.conference().entity(), sender, names), c.conference());
    } else if (command instanceof C3pCommand.DeleteConference c) {
      return new FactoryOrder.Delete(own(c.confEntity(), sender, names));
    }
    throw C3pRefusal.of(
        Rejection.Reason.NOT_SUPPORTED, command.name() + " is not understood by a focus factory");
  }

  /**
   * What a record asks for.
   *
   * @param before what stays where the record says nothing. Lists of invitees are replaced, unless
   *     the record calls itself partial
   */
  static MeetingWish wish(ConferenceRecord record, MeetingWish before, OwnNames names)
      throws C3pRefusal {
    String subject =
        record
            .subject()
            .filter(s -> !s.isBlank())
            .or(record::displayText)
            .or(record::subject)
            .orElse(before.subject());
    if (subject.length() > LONGEST_SUBJECT) {
      throw tooLarge("subject", subject.length(), LONGEST_SUBJECT);
    }
    boolean keepsUsers =
        record.users().isEmpty() && record.state().filter(ElementState.PARTIAL::equals).isPresent();
    MeetingTerms old = before.terms();
    return new MeetingWish(
        subject,
        admission(record, before.admission()),
        new MeetingTerms(
            record.expiryTime().or(old::expiry),
            keepsUsers ? old.invitees() : invitees(record, names),
            record.views().isEmpty() ? old.media() : media(record, names),
            record.locked().orElse(old.locked()),
            old.updated(),
            old.secrets(),
            old.lobby()));
  }

  private static Admission admission(ConferenceRecord record, Admission before) throws C3pRefusal {
    String word = record.admissionPolicy().orElse(RosterTranslation.word(before));
    if (word.equals(RosterTranslation.word(before))) {
      return before;
    }
    return switch (word) {
      case "openAuthenticated" -> Admission.AUTHENTICATED;
      case "closedAuthenticated" -> Admission.CLOSED;
      case "anonymous" -> Admission.ANONYMOUS;
      default ->
          throw C3pRefusal.of(
              C3pFault.BAD_COMMAND,
              "admission-policy: "
                  + word
                  + " (expected: openAuthenticated, closedAuthenticated or anonymous)");
    };
  }

  private static List<Invitee> invitees(ConferenceRecord record, OwnNames names) throws C3pRefusal {
    if (record.users().size() > MOST_INVITEES) {
      throw tooLarge("users", record.users().size(), MOST_INVITEES);
    }
    List<Invitee> invitees = new ArrayList<>();
    for (ConferenceRecord.Invitee user : record.users()) {
      UserUri uri =
          names
              .userOf(user.entity())
              .orElseThrow(
                  () ->
                      C3pRefusal.of(
                          C3pFault.BAD_TARGET,
                          "user: " + user.entity() + " (expected: sip:name@domain)"));
      invitees.add(
          new Invitee(uri, user.role().isPresent() && C3pChecks.presents(user.role().get())));
    }
    return invitees;
  }

  /**
   * Clients name all types that they know; those that we do not have are left out, and are missing
   * in the answer.
   */
  private static Set<McuType> media(ConferenceRecord record, OwnNames names) throws C3pRefusal {
    Set<McuType> media = new TreeSet<>();
    for (ConferenceRecord.View view : record.views()) {
      McuType.ofToken(view.entity())
          .or(() -> names.mcu(view.entity()).flatMap(McuUri::type))
          .ifPresent(media::add);
    }
    if (media.isEmpty()) {
      throw C3pRefusal.of(
          Rejection.Reason.NOT_SUPPORTED,
          "conference-view: "
              + record.views().get(0).entity()
              + " (expected: one of "
              + MCU_TYPES
              + ")");
    }
    return media;
  }

  private static C3pRefusal tooLarge(String what, int size, int most) {
    return C3pRefusal.of(C3pFault.TOO_LARGE, what + ": " + size + " (expected: <= " + most + ")");
  }

  private static ConferenceId id(String text) throws C3pRefusal {
    try {
      return new ConferenceId(text);
    } catch (IllegalArgumentException e) {
      throw C3pRefusal.of(C3pFault.BAD_COMMAND, String.valueOf(e.getMessage()));
    }
  }

  /** A factory knows the meetings of its own user only. */
  private static ConferenceId own(String entity, UserUri sender, OwnNames names) throws C3pRefusal {
    Optional<ConferenceUri> conference = names.conference(entity);
    if (conference.isEmpty()) {
      throw C3pRefusal.of(Rejection.Reason.UNKNOWN_CONFERENCE, entity + " is no conference");
    }
    if (!conference.get().organizer().equals(sender)) {
      throw C3pRefusal.of(
          Rejection.Reason.NOT_AUTHORIZED,
          entity + " belongs to " + conference.get().organizer() + ", not to " + sender);
    }
    return conference.get().id();
  }

  /** The answer to whoever has scheduled or changed a meeting. */
  static C3pAnswer stored(String command, Meeting meeting) {
    ConferenceRecordBuilder record =
        head(meeting)
            .admissionPolicy(RosterTranslation.word(meeting.admission()))
            .state(ElementState.FULL);
    meeting.terms().secrets().key().ifPresent(record::conferenceKey);
    return new C3pAnswer.Conference(command, record.build());
  }

  /** All that we know of a meeting. */
  static C3pAnswer whole(String command, Meeting meeting) {
    MeetingTerms terms = meeting.terms();
    ConferenceRecordBuilder record =
        head(meeting)
            .admissionPolicy(RosterTranslation.word(meeting.admission()))
            .state(ElementState.FULL)
            .organizer(
                new ConferenceInfo.Organizer(Optional.empty(), meeting.uri().organizer().value()))
            .pstnAccessId(meeting.number().value())
            .locked(terms.locked())
            .users(
                terms.invitees().stream()
                    .map(
                        i ->
                            new ConferenceRecord.Invitee(
                                i.user().value(),
                                Optional.empty(),
                                Optional.of(i.presenter() ? "presenter" : "attendee")))
                    .toList())
            .mediaTypes(
                MCU_TYPES.stream()
                    .filter(t -> McuType.ofToken(t).filter(terms::allows).isPresent())
                    .toList());
    terms.secrets().key().ifPresent(record::conferenceKey);
    return new C3pAnswer.Conference(command, record.build());
  }

  /** A deleted meeting: only its name is left. */
  static C3pAnswer deleted(String command, Meeting meeting) {
    return new C3pAnswer.Conference(command, ConferenceRecord.of(meeting.uri().text()));
  }

  /** The meetings that have not expired, in short. */
  static C3pAnswer all(List<Meeting> meetings, Instant now) {
    return new C3pAnswer.Conferences(
        meetings.stream()
            .filter(m -> m.terms().expiry().filter(e -> !e.isAfter(now)).isEmpty())
            .map(m -> head(m).build())
            .toList());
  }

  private static ConferenceRecordBuilder head(Meeting meeting) {
    ConferenceRecordBuilder record =
        new ConferenceRecordBuilder(meeting.uri().text())
            .version(meeting.version())
            .subject(meeting.subject())
            .conferenceId(meeting.uri().id().value())
            .lastUpdate(meeting.terms().updated().orElse(meeting.created()));
    meeting.terms().expiry().ifPresent(record::expiryTime);
    return record;
  }
}
