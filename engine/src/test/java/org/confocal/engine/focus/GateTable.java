package org.confocal.engine.focus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.confocal.engine.conference.Entry;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Invitee;
import org.confocal.engine.meeting.Keys;
import org.confocal.engine.meeting.Lobby;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.meeting.MeetingTerms;
import org.confocal.engine.meeting.Passcode;
import org.confocal.engine.meeting.Secrets;

/**
 * Who gets in by which door under which policy: the table of the gate, as data. The first row that
 * fits a combination tells its verdicts, one letter per caller.
 */
final class GateTable {
  /** The ways in. */
  enum Door {
    PHONE,
    FOCUS,
    CHAT,
    AUDIO,
    SUBSCRIBE,
    MESSAGE;

    Entry entry() {
      return switch (this) {
        case FOCUS -> new Entry(LegKind.FOCUS, Optional.empty(), Optional.empty());
        case CHAT -> new Entry(LegKind.MEDIA, Optional.of(McuType.CHAT), Optional.empty());
        case AUDIO -> new Entry(LegKind.MEDIA, Optional.of(McuType.AUDIO_VIDEO), Optional.empty());
        case PHONE, SUBSCRIBE, MESSAGE -> Entry.PLAIN;
      };
    }
  }

  /** What the conference is like. */
  enum State {
    FREE,
    LOCKED,
    BANNED,
    FULL
  }

  /** Who comes, and with what. */
  enum Who {
    ORGANIZER("dana", "", ""),
    PRESENTER("ravi", "", ""),
    ATTENDEE("mei", "", ""),
    STRANGER("tom", "", ""),
    GUEST("", "", ""),
    WITH_KEY("", KEY, ""),
    WITH_PASSCODE("", "", "4711"),
    WITH_LEADER("", "", "8888"),
    WRONG_KEY("", "0123456789abcdee", ""),
    WRONG_CODE("tom", "", "4712");

    private final String name;
    private final String key;
    private final String passcode;

    Who(String name, String key, String passcode) {
      this.name = name;
      this.key = key;
      this.passcode = passcode;
    }

    Optional<UserUri> user() {
      return name.isEmpty() ? Optional.empty() : Optional.of(UserUri.of(name, "example.test"));
    }

    Keys keys() {
      return new Keys(
          Optional.of(key).filter(k -> !k.isEmpty()),
          Optional.of(passcode).filter(c -> !c.isEmpty()));
    }
  }

  /**
   * One row.
   *
   * @param verdicts in the order of {@link Who}
   */
  record Row(
      Set<Door> doors,
      Set<Admission> admissions,
      Set<Lobby> lobbies,
      Set<State> states,
      String verdicts) {
    boolean fits(Door door, Admission admission, Lobby lobby, State state) {
      return doors.contains(door)
          && admissions.contains(admission)
          && lobbies.contains(lobby)
          && states.contains(state);
    }
  }

  private static final String KEY = "0123456789abcdef";

  // W welcome  L lobby  A who are you?  N not invited  X locked  B banned  F full
  // K wrong key  P wrong passcode
  private static final String TABLE =
      """
      # door       admission               lobby             state    organizer presenter attendee stranger
      #                                                                | guest key passcode leader | wrong key, code
      PHONE,FOCUS  *                       *                  BANNED   BBBB BBBB KP
      CHAT,AUDIO   *                       *                  BANNED   BBBB BBBB KP
      CHAT,AUDIO   *                       *                  *        NNNN AAAA KP
      SUBSCRIBE    *                       *                  BANNED   BBBB AAAA AB
      SUBSCRIBE    *                       *                  *        NNNN AAAA AN
      MESSAGE      *                       *                  *        NNNN AAAA AN

      PHONE,FOCUS  AUTHENTICATED,LOOPBACK  OFF,GUESTS         FREE     WWWW AAAA KP
      PHONE,FOCUS  AUTHENTICATED,LOOPBACK  OFF,GUESTS         FULL     FFFF AAAA KP
      PHONE,FOCUS  AUTHENTICATED,LOOPBACK  OFF                LOCKED   WWXX AAAA KP
      PHONE,FOCUS  AUTHENTICATED,LOOPBACK  GUESTS             LOCKED   WWLL AAAA KP
      PHONE,FOCUS  AUTHENTICATED,LOOPBACK  UNINVITED          FREE     WWWL AAAA KP
      PHONE,FOCUS  AUTHENTICATED,LOOPBACK  UNINVITED          FULL     FFFL AAAA KP
      PHONE,FOCUS  AUTHENTICATED,LOOPBACK  UNINVITED          LOCKED   WWLL AAAA KP
      PHONE,FOCUS  AUTHENTICATED,LOOPBACK  EVERYBODY          FULL     FFLL AAAA KP
      PHONE,FOCUS  AUTHENTICATED,LOOPBACK  EVERYBODY          *        WWLL AAAA KP

      PHONE,FOCUS  CLOSED                  OFF,GUESTS,UNINVITED  FREE  WWWN AAAA KP
      PHONE,FOCUS  CLOSED                  OFF,GUESTS,UNINVITED  FULL  FFFN AAAA KP
      PHONE,FOCUS  CLOSED                  OFF                LOCKED   WWXN AAAA KP
      PHONE,FOCUS  CLOSED                  GUESTS,UNINVITED   LOCKED   WWLN AAAA KP
      PHONE,FOCUS  CLOSED                  EVERYBODY          FULL     FFLN AAAA KP
      PHONE,FOCUS  CLOSED                  EVERYBODY          *        WWLN AAAA KP

      PHONE        OPEN                    OFF                FREE     WWWW WWWW KP
      PHONE        OPEN                    OFF                FULL     FFFF FFFF KP
      PHONE        OPEN                    OFF                LOCKED   WWXX XXXW KP
      PHONE        OPEN                    GUESTS             FREE     WWWW LLLW KP
      PHONE        OPEN                    GUESTS             FULL     FFFF LLLF KP
      PHONE        OPEN                    UNINVITED          FREE     WWWL LLLW KP
      PHONE        OPEN                    UNINVITED          FULL     FFFL LLLF KP
      PHONE        OPEN                    EVERYBODY          FULL     FFLL LLLF KP
      PHONE        OPEN                    GUESTS,UNINVITED,EVERYBODY  *  WWLL LLLW KP

      FOCUS        OPEN                    OFF,GUESTS         FREE     WWWW AAAA KP
      FOCUS        OPEN                    OFF,GUESTS         FULL     FFFF AAAA KP
      FOCUS        OPEN                    OFF                LOCKED   WWXX AAAA KP
      FOCUS        OPEN                    UNINVITED          FREE     WWWL AAAA KP
      FOCUS        OPEN                    UNINVITED          FULL     FFFL AAAA KP
      FOCUS        OPEN                    EVERYBODY          FULL     FFLL AAAA KP
      FOCUS        OPEN                    GUESTS,UNINVITED,EVERYBODY  *  WWLL AAAA KP

      PHONE,FOCUS  ANONYMOUS               OFF                FREE     WWWW AWWW KP
      PHONE,FOCUS  ANONYMOUS               OFF                FULL     FFFF AFFF KP
      PHONE,FOCUS  ANONYMOUS               OFF                LOCKED   WWXX AXXW KP
      PHONE,FOCUS  ANONYMOUS               GUESTS             FREE     WWWW ALLW KP
      PHONE,FOCUS  ANONYMOUS               GUESTS             FULL     FFFF ALLF KP
      PHONE,FOCUS  ANONYMOUS               UNINVITED          FREE     WWWL ALLW KP
      PHONE,FOCUS  ANONYMOUS               UNINVITED          FULL     FFFL ALLF KP
      PHONE,FOCUS  ANONYMOUS               EVERYBODY          FULL     FFLL ALLF KP
      PHONE,FOCUS  ANONYMOUS               GUESTS,UNINVITED,EVERYBODY  *  WWLL ALLW KP
      """;

  private static final Secrets SECRETS =
      new Secrets(
          Optional.of(KEY),
          Optional.of(Passcode.of("4711", "0011223344556677")),
          Optional.of(Passcode.of("8888", "7766554433221100")));

  static final List<Row> ROWS =
      TABLE
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(GateTable::row)
          .toList();

  private GateTable() {}

  private static Row row(String line) {
    String[] words = line.strip().split(" +", 5);
    return new Row(
        Set.copyOf(among(Door.values(), words[0])),
        Set.copyOf(among(Admission.values(), words[1])),
        Set.copyOf(among(Lobby.values(), words[2])),
        Set.copyOf(among(State.values(), words[3])),
        words[4].replace(" ", ""));
  }

  private static <E extends Enum<E>> List<E> among(E[] all, String names) {
    List<String> wanted = Arrays.asList(names.split(","));
    List<E> found =
        Stream.of(all).filter(e -> names.equals("*") || wanted.contains(e.name())).toList();
    if (!names.equals("*") && found.size() != wanted.size()) {
      throw new IllegalArgumentException(names + " (expected: some of " + List.of(all) + ")");
    }
    return found;
  }

  /** The row that tells of a combination. */
  static Row of(Door door, Admission admission, Lobby lobby, State state) {
    return ROWS.stream()
        .filter(r -> r.fits(door, admission, lobby, state))
        .findFirst()
        .orElseThrow(
            () -> new AssertionError(List.of(door, admission, lobby, state) + " has no row"));
  }

  /** Every combination that there is, for these doors. */
  static Stream<Object[]> combinations(Set<Door> doors) {
    List<Object[]> all = new ArrayList<>();
    for (Door door : Door.values()) {
      for (Admission admission : Admission.values()) {
        for (Lobby lobby : Lobby.values()) {
          for (State state : State.values()) {
            if (doors.contains(door)) {
              all.add(new Object[] {door, admission, lobby, state});
            }
          }
        }
      }
    }
    return all.stream();
  }

  /** The meeting of a combination: Ravi is listed as presenter, Mei as attendee. */
  static Meeting meeting(ConferenceUri uri, Admission admission, Lobby lobby, State state) {
    MeetingTerms terms =
        new MeetingTerms(
            Optional.empty(),
            List.of(
                new Invitee(UserUri.of("ravi", "example.test"), true),
                new Invitee(UserUri.of("mei", "example.test"), false)),
            Set.of(),
            state == State.LOCKED,
            Optional.empty(),
            SECRETS,
            lobby);
    return new Meeting(uri, new MeetingNumber("9000"), "", admission, Instant.EPOCH, 1, terms);
  }

  static char letter(boolean waits, Optional<org.confocal.engine.Rejection.Reason> refusal) {
    if (refusal.isEmpty()) {
      return waits ? 'L' : 'W';
    }
    return switch (refusal.get()) {
      case AUTHENTICATION_REQUIRED -> 'A';
      case NOT_INVITED -> 'N';
      case CONFERENCE_LOCKED -> 'X';
      case BANNED -> 'B';
      case CAPACITY_EXCEEDED -> 'F';
      case INVALID_CONFERENCE_KEY -> 'K';
      case INVALID_PASSCODE -> 'P';
      default -> '?';
    };
  }
}
