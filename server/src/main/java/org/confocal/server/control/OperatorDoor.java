package org.confocal.server.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.confocal.engine.contacts.Contact;
import org.confocal.engine.contacts.ContactGroup;
import org.confocal.engine.contacts.ContactList;
import org.confocal.engine.directory.CallRecords.ConferenceRecord;
import org.confocal.engine.directory.CallRecords.LegRecord;
import org.confocal.engine.directory.UserDirectory;
import org.confocal.engine.directory.UserDirectory.Credentials;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Lobby;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.meeting.MeetingTerms;
import org.confocal.engine.meeting.Passcode;
import org.confocal.engine.meeting.Secrets;

/** What the command line can have done about users and meetings, and be told of conferences. */
public interface OperatorDoor extends AutoCloseable {
  /** Organizer of meetings for which nobody is named; no user needs to have this name. */
  String DEFAULT_ORGANIZER = "confocal";

  /**
   * Who is asked.
   *
   * @param realm what hashes of passwords must contain
   * @param callIn host and port that phones call, as {@code host:port}; empty when no node runs
   */
  record NodeView(String version, String domain, String realm, List<String> callIn) {
    public NodeView {
      callIn = List.copyOf(callIn);
    }
  }

  /**
   * A meeting as an operator sees it.
   *
   * @param key what guests need; passcodes are told to nobody, only whether there are any
   */
  record MeetingView(
      String number,
      String uri,
      String organizer,
      String id,
      String subject,
      Admission admission,
      Instant created,
      long version,
      Lobby lobby,
      Optional<String> key,
      boolean passcode,
      boolean leaderPasscode) {
    static MeetingView of(Meeting meeting) {
      return new MeetingView(
          meeting.number().value(),
          meeting.uri().text(),
          meeting.uri().organizer().value(),
          meeting.uri().id().value(),
          meeting.subject(),
          meeting.admission(),
          meeting.created(),
          meeting.version(),
          meeting.terms().lobby(),
          meeting.terms().secrets().key(),
          meeting.terms().secrets().passcode().isPresent(),
          meeting.terms().secrets().leader().isPresent());
    }
  }

  /** Somebody on the contact list of a user. */
  record ContactView(String uri, String name, List<String> groups) {
    public ContactView {
      groups = List.copyOf(groups);
    }

    static List<ContactView> of(ContactList list) {
      return list.contacts().stream()
          .map(c -> new ContactView(c.uri().value(), c.name(), names(list, c)))
          .toList();
    }

    private static List<String> names(ContactList list, Contact contact) {
      return list.groups().stream()
          .filter(g -> contact.groups().contains(g.id()))
          .map(ContactGroup::name)
          .toList();
    }
  }

  /**
   * A meeting to be made.
   *
   * @param organizer a user, as name or {@code sip:name@domain}; nobody in particular when empty
   * @param id made when empty
   * @param number a free one is taken when empty
   */
  record NewMeeting(
      Optional<String> organizer,
      Optional<String> id,
      Optional<String> number,
      String subject,
      Admission admission,
      Access access) {
    public NewMeeting {
      access = access == null ? Access.NONE : access;
    }

    /** A meeting without secrets and lobby. */
    public NewMeeting(
        Optional<String> organizer,
        Optional<String> id,
        Optional<String> number,
        String subject,
        Admission admission) {
      this(organizer, id, number, subject, admission, Access.NONE);
    }
  }

  /**
   * Who gets into a meeting and how; what is empty stays as it is. Passcodes come hashed: their
   * digits are known to whoever has typed them.
   */
  record Access(
      Optional<Admission> admission,
      Optional<Lobby> lobby,
      Optional<String> key,
      Optional<Passcode> passcode,
      Optional<Passcode> leader) {
    static final Access NONE =
        new Access(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    MeetingTerms applyTo(MeetingTerms terms) {
      Secrets old = terms.secrets();
      Secrets secrets =
          new Secrets(key.or(old::key), passcode.or(old::passcode), leader.or(old::leader));
      return terms.with(secrets).with(lobby.orElse(terms.lobby()));
    }
  }

  /** What an operator does to people in a running conference. */
  enum Deed {
    /** Lets them in from the lobby; nobody named = all. */
    ADMIT,
    /** Sends them away from the lobby; nobody named = all. */
    DENY,
    /** Sends one away, who may not come again while the conference runs. */
    BAN,
    /** Lets one come again. */
    UNBAN
  }

  /**
   * An order of an operator.
   *
   * @param users as the roster names them
   */
  record PeopleOrder(Deed deed, List<String> users) {
    public PeopleOrder {
      users = List.copyOf(users);
    }
  }

  /**
   * What has happened in one conference.
   *
   * @param conferences its lives, newest first
   * @param legs of all its lives, newest first
   */
  record RecordView(List<ConferenceRecord> conferences, List<LegRecord> legs) {
    public RecordView {
      conferences = List.copyOf(conferences);
      legs = List.copyOf(legs);
    }
  }

  CompletionStage<NodeView> node();

  /** Adds a user; with {@code replace} one that is there gets the new password. */
  CompletionStage<Answer<String>> putUser(Credentials user, boolean replace);

  /**
   * Disables a user or enables him again. A disabled user cannot prove who he is, can be reached
   * nowhere, and what he organizes ends and is not activated.
   */
  CompletionStage<Answer<String>> disableUser(String name, boolean disabled);

  CompletionStage<Answer<String>> removeUser(String name);

  /** By name. */
  CompletionStage<List<UserDirectory.Entry>> users(int limit);

  /** The contact list of a user. */
  CompletionStage<Answer<List<ContactView>>> contacts(String user);

  /**
   * Puts somebody on the contact list of a user, or changes the entry. A client that is signed in
   * is told.
   *
   * @param contact a user, as name or {@code sip:name@domain}
   * @param group made when it is not there
   */
  CompletionStage<Answer<ContactView>> putContact(
      String user, String contact, String name, String group);

  /** Takes somebody off the contact list of a user; the answer is his address. */
  CompletionStage<Answer<String>> removeContact(String user, String contact);

  /** Conference policies. */
  PolicyDoor policies();

  /** Recordings of conferences. */
  RecordingDoor recordings();

  CompletionStage<Answer<MeetingView>> create(NewMeeting meeting);

  /** By number. */
  CompletionStage<List<MeetingView>> meetings(int limit);

  CompletionStage<Answer<MeetingView>> meeting(MeetingNumber number);

  /** Changes who gets in; what the change does not name stays. */
  CompletionStage<Answer<MeetingView>> change(MeetingNumber number, Access access);

  /** Orders something about people in the conference that runs under this number. */
  CompletionStage<Answer<String>> order(MeetingNumber number, PeopleOrder order);

  /**
   * Orders something about what is heard in the conference that runs under this number.
   *
   * @param verb and
   * @param body as {@link SoundWords} knows them
   */
  CompletionStage<Answer<String>> sound(MeetingNumber number, String verb, JsonNode body);

  /** The legs of the conference under this number; none when it does not run. */
  CompletionStage<Answer<FocusProtocol.View>> people(MeetingNumber number);

  /** The meeting as it was. When it runs, it is ended. */
  CompletionStage<Answer<MeetingView>> delete(MeetingNumber number);

  /** The lives of all conferences, newest first. */
  CompletionStage<List<ConferenceRecord>> records(int limit);

  /** At most {@code limit} lives and as many legs of one conference. */
  CompletionStage<Answer<RecordView>> record(FocusKey key, int limit);

  /** Lets go of what the door holds; blocks until that is done. */
  @Override
  void close();
}
