package org.confocal.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.confocal.engine.chat.ChatLine;
import org.confocal.engine.chat.Content;
import org.confocal.engine.chat.Undelivered;
import org.confocal.engine.conference.Absence;
import org.confocal.engine.conference.Attendance;
import org.confocal.engine.conference.Ban;
import org.confocal.engine.conference.Caller;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Departure;
import org.confocal.engine.conference.EndReason;
import org.confocal.engine.conference.Entry;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.conference.Recordings;
import org.confocal.engine.conference.Role;
import org.confocal.engine.conference.Room;
import org.confocal.engine.conference.Standing;
import org.confocal.engine.conference.Subscription;
import org.confocal.engine.contacts.Contact;
import org.confocal.engine.contacts.ContactChange;
import org.confocal.engine.contacts.ContactGroup;
import org.confocal.engine.contacts.ContactList;
import org.confocal.engine.contacts.ContactsDelta;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.control.ControlResult;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.dialog.SessionTimer;
import org.confocal.engine.edge.EdgeProtocol;
import org.confocal.engine.edge.PassingProtocol;
import org.confocal.engine.factory.FocusFactoryProtocol;
import org.confocal.engine.factory.MeetingEvent;
import org.confocal.engine.factory.Meetings;
import org.confocal.engine.focus.FocusProtocol;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.Codec;
import org.confocal.engine.mcu.CryptoLine;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.Holding;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.RecordingFormat;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.engine.mcu.Tuning;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.ConferencePolicy;
import org.confocal.engine.meeting.Invitee;
import org.confocal.engine.meeting.Keys;
import org.confocal.engine.meeting.Lobby;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.meeting.MeetingTerms;
import org.confocal.engine.meeting.Passcode;
import org.confocal.engine.meeting.Proof;
import org.confocal.engine.meeting.Secrets;
import org.confocal.engine.presence.PresenceEvent;
import org.confocal.engine.presence.PresenceNews;
import org.confocal.engine.presence.PresenceNotice;
import org.confocal.engine.presence.PresenceState;
import org.confocal.engine.presence.Publication;
import org.confocal.engine.presence.SubscriberDialog;
import org.confocal.engine.roster.EndpointStatus;
import org.confocal.engine.roster.RosterDocument;
import org.confocal.engine.roster.RosterEndpoint;
import org.confocal.engine.roster.RosterHead;
import org.confocal.engine.roster.RosterMedia;
import org.confocal.engine.roster.RosterUser;
import org.confocal.engine.roster.SubscriptionStyle;
import org.confocal.engine.user.PresenceProtocol;
import org.confocal.engine.user.UserProtocol;

/**
 * One value or more of everything that is journaled or sent. The journaled ones are what the golden
 * files of {@code src/test/resources/golden} hold: never change one, add another.
 */
public final class Samples {
  public static final Instant AT = Instant.parse("2026-11-22T09:30:15.123456789Z");
  public static final UserUri DANA = new UserUri("sip:dana@example.test");
  public static final UserUri RAVI = new UserUri("sip:ravi@example.test");
  public static final ConferenceUri CONFERENCE =
      new ConferenceUri(DANA, new ConferenceId("7F3A9C20B1D84E6F"));
  public static final FocusKey KEY = FocusKey.of(CONFERENCE);
  public static final Meeting MEETING =
      new Meeting(
          CONFERENCE,
          new MeetingNumber("9000"),
          "Budget – Größe 4 \"offen\"",
          Admission.LOOPBACK,
          AT,
          3);
  public static final LegTag TAG = new LegTag(KEY, 1, "0a1b2c3d");
  public static final RequestKey INVITE =
      new RequestKey("c1@192.0.2.7", "f1", 4_294_967_295L, "INVITE");
  public static final SessionTimer TIMER = new SessionTimer(1800, true);
  public static final PeerAddress PEER = new PeerAddress("tcp", "2001:db8::7", 5070);
  public static final SessionOffer OFFER =
      new SessionOffer(
          List.of(
              stream("audio", "192.0.2.7", 4000, Direction.SENDONLY),
              stream("video", "192.0.2.7", 4002, Direction.SENDRECV).refused()));
  public static final SessionAnswer ANSWER =
      new SessionAnswer(
          List.of(
              stream("audio", "192.0.2.1", 20_000, Direction.RECVONLY),
              stream("video", "192.0.2.7", 4002, Direction.SENDRECV).refused()));
  public static final Dialog DIALOG =
      new Dialog(
          "c1@192.0.2.7",
          TAG,
          "f1",
          "<sip:9000@example.test>",
          "\"Ravi\" <sip:ravi@example.test>",
          "sip:ravi@[2001:db8::7]:5070;transport=tcp",
          "<sip:c-" + KEY + "@192.0.2.1:5060>;isfocus",
          List.of("<sip:p1.example.test;lr>", "<sip:p2.example.test;lr>"),
          4_294_967_295L,
          PEER,
          true);
  public static final SubscriberDialog SUBSCRIBER =
      new SubscriberDialog(
          "s1@192.0.2.7",
          "0123456789abcdef",
          "f1",
          "<sip:ravi@example.test>",
          "<sip:ravi@example.test>;epid=01",
          "sip:192.0.2.7:5070;transport=tcp",
          "sip:ravi@192.0.2.1:5060;transport=tcp",
          List.of(),
          PEER);
  public static final Publication PUBLICATION =
      new Publication(
          new Publication.Key("state", 4_294_967_295L, 2),
          3,
          Publication.Expiry.ENDPOINT,
          AT,
          Optional.of(new Publication.StateValue(Publication.Source.USER, 6500, "busy")),
          "<state><availability>6500</availability></state>");
  public static final ContactsDelta DELTA =
      new ContactsDelta(
          1,
          2,
          List.of(new ContactGroup(2, "Team")),
          List.of(),
          List.of(3),
          List.of(new Contact(DANA, "Dana", List.of(1, 2))),
          List.of(),
          List.of(RAVI));
  public static final MediaPlace PLACE = new MediaPlace("192.0.2.1", 20_000, 4_294_967_295L);
  public static final Leg LEG =
      new Leg(
          1,
          RAVI,
          "Ravi",
          Role.PRESENTER,
          DIALOG,
          INVITE,
          new RequestKey("c1@192.0.2.7", "f1", 7, "UPDATE"),
          PLACE,
          Optional.of(OFFER),
          ANSWER,
          2,
          Optional.of(TIMER),
          AT,
          Entry.PLAIN,
          false,
          false);
  private static final Leg UNANSWERED =
      new Leg(
          12,
          new UserUri("sip:guest-12@example.test"),
          "",
          Role.ATTENDEE,
          new Dialog(
              "c2",
              new LegTag(KEY, 12, "ffffffff"),
              "f2",
              "<sip:9000@example.test>",
              "<sip:anonymous@anonymous.invalid>",
              "sip:192.0.2.8",
              "<sip:c-" + KEY + "@192.0.2.1:5060>",
              List.of(),
              1,
              new PeerAddress("udp", "192.0.2.8", 5060),
              false),
          new RequestKey("c2", "f2", 1, "INVITE"),
          new RequestKey("c2", "f2", 1, "INVITE"),
          PLACE,
          Optional.empty(),
          ANSWER,
          1,
          Optional.empty(),
          AT,
          Entry.PLAIN,
          false,
          false);
  public static final Leg CONTROL =
      new Leg(
          2,
          DANA,
          "Dana",
          Role.ORGANIZER,
          DIALOG,
          INVITE,
          INVITE,
          MediaPlace.NONE,
          Optional.empty(),
          new SessionAnswer(List.of()),
          1,
          Optional.empty(),
          AT,
          new Entry(
              LegKind.FOCUS,
              Optional.empty(),
              Optional.of("{2337A5B1-BB6A-6757-68BB-B3727AAB331B}")),
          true,
          true);
  public static final Leg WAITING =
      new Leg(
          3,
          new UserUri("sip:guest-0a1b2c3d4e5f@example.test"),
          "Mei",
          Role.ATTENDEE,
          DIALOG,
          INVITE,
          INVITE,
          PLACE,
          Optional.of(OFFER),
          ANSWER,
          1,
          Optional.empty(),
          AT,
          Entry.PLAIN,
          false,
          false,
          new Standing(false, Proof.KEY, Standing.Stay.WAITS));
  public static final Leg SOURCED =
      like(
          LEG,
          LEG.number(),
          new Standing(
              true,
              Proof.NONE,
              Standing.Stay.STRAIGHT,
              Optional.of(new PeerAddress("tcp", "192.0.2.8", 40_000))));
  public static final Ban BAN =
      new Ban(
          new UserUri("sip:guest-0a1b2c3d4e5f@example.test"), "192.0.2.8", "sip:mei@example.test");
  public static final Content TEXT = Content.text("Grüße");
  public static final ChatLine LINE = new ChatLine(7, AT, RAVI, Optional.of(DANA), TEXT);
  public static final Subscription SUBSCRIPTION =
      new Subscription(4, RAVI, DIALOG, INVITE, new SubscriptionStyle(true, true, false), 3600, AT);
  public static final MeetingTerms TERMS =
      new MeetingTerms(
          Optional.of(AT),
          List.of(new Invitee(RAVI, true), new Invitee(DANA, false)),
          Set.of(McuType.CHAT),
          true,
          Optional.of(AT));
  public static final ConferencePolicy POLICY =
      new ConferencePolicy("guests-5", 50, true, false, true);
  public static final MeetingTerms KEYED =
      TERMS
          .with(
              new Secrets(
                  Optional.of("0123456789abcdef"),
                  Optional.of(new Passcode(10_000, "00ff", "abcd")),
                  Optional.of(new Passcode(10_000, "ff00", "dcba"))))
          .with(Lobby.UNINVITED);
  public static final RosterUser ROSTER_USER =
      new RosterUser(
          RAVI,
          "Ravi",
          true,
          List.of(
              new RosterEndpoint(
                  "{2337A5B1-BB6A-6757-68BB-B3727AAB331B}",
                  Optional.of(McuType.AUDIO_VIDEO),
                  EndpointStatus.ON_HOLD,
                  true,
                  AT,
                  "sip:ravi@192.0.2.7",
                  List.of(
                      new RosterMedia(
                          1, McuType.AUDIO_VIDEO, Direction.RECVONLY, 4_294_967_295L, true)))));
  public static final RosterDocument ROSTER =
      new RosterDocument(
          CONFERENCE,
          false,
          Optional.of(
              new RosterHead(
                  "Budget",
                  new MeetingNumber("9000"),
                  Admission.CLOSED,
                  Set.of(McuType.CHAT, McuType.AUDIO_VIDEO),
                  Set.of(McuType.CHAT),
                  true)),
          3,
          List.of(ROSTER_USER),
          List.of(DANA));

  private static final List<CryptoLine> KEYS =
      List.of(
          new CryptoLine(1, "AES_CM_128_HMAC_SHA1_80", "PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR"),
          new CryptoLine(2, "AEAD_AES_128_GCM", "a2V5", "1:4", List.of("KDR=1")));

  private Samples() {}

  private static StreamDescriptor stream(String type, String host, int port, Direction direction) {
    return new StreamDescriptor(
        type,
        "RTP/AVP",
        host,
        port,
        port + 5,
        true,
        direction,
        List.of("8", "101", "99"),
        List.of(
            new Codec(8, "PCMA", 8000, 1, ""), new Codec(101, "telephone-event", 8000, 1, "0-16")),
        20);
  }

  /** A leg with keys, as it is written down. */
  private static ConferenceEvent secured() {
    StreamDescriptor theirs = stream("audio", "192.0.2.7", 4000, Direction.SENDRECV);
    return new ConferenceEvent.SessionChanged(
            AT,
            1,
            INVITE,
            DIALOG,
            new MediaPlace("192.0.2.1", 20_000, 4_294_967_295L),
            Optional.of(new SessionOffer(List.of(theirs.with(KEYS)))),
            new SessionAnswer(List.of(theirs.at("192.0.2.1", 20_000).with(KEYS))),
            2,
            Optional.empty())
        .withoutKeys();
  }

  /**
   * What is journaled or snapshotted, by the name of its golden file: the simple name of the class,
   * for further values of a class with a dash and a word.
   */
  public static Map<String, Stored> stored() {
    Map<String, Stored> all = new LinkedHashMap<>();
    all.put("Meeting", MEETING);
    all.put("MeetingCreated", new MeetingEvent.MeetingCreated(MEETING));
    all.put("MeetingDeleted", new MeetingEvent.MeetingDeleted(CONFERENCE.id(), AT));
    all.put("Meetings", Meetings.NONE.with(MEETING).with(secondMeeting()));
    all.put("Meetings-none", Meetings.NONE);
    all.put("Activated", new ConferenceEvent.Activated(AT, 2, MEETING));
    all.put("FocusStarted", new ConferenceEvent.FocusStarted(AT, 2, 5));
    all.put("SessionChanged-secured", secured());
    all.put("LegJoined", new ConferenceEvent.LegJoined(AT, LEG));
    all.put("LegJoined-unanswered", new ConferenceEvent.LegJoined(AT, UNANSWERED));
    all.put("SessionChanged", sessionChanged(Optional.of(OFFER), Optional.of(TIMER)));
    all.put("SessionChanged-unanswered", sessionChanged(Optional.empty(), Optional.empty()));
    all.put("LegLeft", new ConferenceEvent.LegLeft(AT, 1, Departure.LOST));
    all.put("MeetingChanged", new MeetingEvent.MeetingChanged(richMeeting()));
    all.put("LegJoined-control", new ConferenceEvent.LegJoined(AT, CONTROL));
    all.put("MediaIntroduced", new ConferenceEvent.MediaIntroduced(AT, McuType.CHAT));
    all.put("RoleChanged", new ConferenceEvent.RoleChanged(AT, RAVI, Role.PRESENTER, DANA));
    all.put("LockChanged", new ConferenceEvent.LockChanged(AT, true, DANA));
    all.put("MuteChanged", new ConferenceEvent.MuteChanged(AT, 2, true, DANA));
    all.put("RoleMuteChanged", new ConferenceEvent.RoleMuteChanged(AT, Role.ATTENDEE, true, DANA));
    all.put("SubjectChanged", new ConferenceEvent.SubjectChanged(AT, "Größe", DANA));
    all.put("MeetingRenewed", new ConferenceEvent.MeetingRenewed(AT, richMeeting()));
    all.put("Subscribed", new ConferenceEvent.Subscribed(AT, SUBSCRIPTION));
    all.put("Unsubscribed", new ConferenceEvent.Unsubscribed(AT, 4));
    all.put("Conference-room", busyConference());
    all.put("Activated-policy", new ConferenceEvent.Activated(AT, 2, MEETING, Optional.of(POLICY)));
    all.put("Conference-attendance", attendedConference());
    all.put("MeetingUsed", new MeetingEvent.MeetingUsed(CONFERENCE.id(), AT));
    all.put("MeetingPurged", new MeetingEvent.MeetingPurged(CONFERENCE.id(), AT));
    all.put(
        "Meetings-used",
        new MeetingEvent.MeetingUsed(CONFERENCE.id(), AT).applyTo(Meetings.NONE.with(MEETING)));
    all.put("MeetingChanged-keyed", new MeetingEvent.MeetingChanged(richMeeting().with(KEYED)));
    all.put("LegJoined-waiting", new ConferenceEvent.LegJoined(AT, WAITING));
    all.put("LegJoined-source", new ConferenceEvent.LegJoined(AT, SOURCED));
    all.put("Admitted", new ConferenceEvent.Admitted(AT, 3, DANA));
    all.put("Banned", new ConferenceEvent.Banned(AT, BAN, DANA));
    all.put("Unbanned", new ConferenceEvent.Unbanned(AT, RAVI, DANA));
    all.put("Conference-lobby", lobby());
    all.put("MuteChanged-locked", new ConferenceEvent.MuteChanged(AT, 2, true, DANA, true));
    all.put(
        "RoleMuteChanged-locked",
        new ConferenceEvent.RoleMuteChanged(AT, Role.ATTENDEE, true, DANA, true));
    all.put(
        "TuningChanged",
        new ConferenceEvent.TuningChanged(AT, 2, new Tuning(true, Holding.MUSIC, -6, 3), DANA));
    all.put(
        "RelationsChanged",
        new ConferenceEvent.RelationsChanged(
            AT, ControlOrder.Relate.sidebar(List.of(RAVI, DANA)).relations(), DANA));
    all.put("FloorChanged", new ConferenceEvent.FloorChanged(AT, Optional.of(RAVI), DANA));
    all.put("FloorChanged-open", new ConferenceEvent.FloorChanged(AT, Optional.empty(), DANA));
    all.put("Conference-desk", desk());
    all.put(
        "RecordingStarted",
        new ConferenceEvent.RecordingStarted(AT, "0a1b2c3d", RecordingFormat.OPUS, DANA));
    all.put("RecordingChunk", recorded("20261122T090000.000Z.ogg", 5_000));
    all.put("RecordingStopped", new ConferenceEvent.RecordingStopped(AT, "0a1b2c3d", DANA));
    all.put(
        "RecordingFailed", new ConferenceEvent.RecordingFailed(AT, "0a1b2c3d", "No space left"));
    all.put("Conference-recorded", recordedConference());
    all.put("Deactivated", new ConferenceEvent.Deactivated(AT, EndReason.EVERYBODY_LEFT));
    all.put("Conference", conference());
    all.put("Conference-idle", Conference.idle(KEY));
    return all;
  }

  private static Meeting secondMeeting() {
    return new Meeting(
        new ConferenceUri(DANA, new ConferenceId("00000001")),
        new MeetingNumber("123456789012345"),
        "",
        Admission.AUTHENTICATED,
        Instant.EPOCH,
        1);
  }

  private static Meeting richMeeting() {
    return new Meeting(
        CONFERENCE, new MeetingNumber("9000"), "Budget", Admission.CLOSED, AT, 4, TERMS);
  }

  private static Conference attendedConference() {
    return new Conference(
        KEY,
        2,
        5,
        Optional.of(MEETING),
        12,
        40,
        Map.of(1, LEG),
        List.of(),
        Room.EMPTY,
        new Attendance(Optional.of(AT), Optional.of(AT), List.of(new Absence(RAVI, AT, true))),
        Optional.of(POLICY),
        Recordings.NONE);
  }

  private static Conference busyConference() {
    return new Conference(
        KEY,
        2,
        5,
        Optional.of(richMeeting()),
        12,
        40,
        Map.of(2, CONTROL),
        List.of(),
        new Room(
            true,
            Map.of(RAVI, Role.PRESENTER),
            Set.of(McuType.CHAT),
            Set.of(Role.ATTENDEE),
            Map.of(4, SUBSCRIPTION)));
  }

  private static Conference lobby() {
    return new Conference(
        KEY,
        2,
        5,
        Optional.of(richMeeting().with(KEYED)),
        12,
        40,
        Map.of(2, CONTROL, 3, WAITING),
        List.of(),
        new Room(false, Map.of(), Set.of(), Set.of(), Map.of(), Set.of(BAN)));
  }

  private static Conference desk() {
    Conference state =
        attendedConference()
            .apply(new ConferenceEvent.RoleMuteChanged(AT, Role.ATTENDEE, true, DANA, true))
            .apply(
                new ConferenceEvent.RelationsChanged(
                    AT, ControlOrder.Relate.coach(RAVI, DANA).relations(), DANA))
            .apply(new ConferenceEvent.FloorChanged(AT, Optional.of(RAVI), DANA));
    return state
        .apply(new ConferenceEvent.TuningChanged(AT, 1, new Tuning(true, Holding.NONE, 0, 0), DANA))
        .apply(new ConferenceEvent.MuteChanged(AT, 1, true, DANA, true));
  }

  private static ConferenceEvent recorded(String part, long ms) {
    return new ConferenceEvent.RecordingChunk(AT, "0a1b2c3d", part, ms, 3 * ms);
  }

  private static Conference recordedConference() {
    return conference()
        .apply(new ConferenceEvent.RecordingStarted(AT, "11111111", RecordingFormat.WAV, DANA))
        .apply(new ConferenceEvent.RecordingFailed(AT, "11111111", "No space left"))
        .apply(new ConferenceEvent.RecordingStarted(AT, "0a1b2c3d", RecordingFormat.OPUS, RAVI))
        .apply(recorded("20261122T090000.000Z.ogg", 5_000))
        .apply(recorded("20261122T090200.000Z.ogg", 10_000));
  }

  private static ConferenceEvent sessionChanged(
      Optional<SessionOffer> remote, Optional<SessionTimer> timer) {
    return new ConferenceEvent.SessionChanged(
        AT, 1, INVITE, DIALOG, PLACE, remote, ANSWER, 9, timer);
  }

  private static Conference conference() {
    return new Conference(
        KEY,
        2,
        5,
        Optional.of(MEETING),
        12,
        40,
        Map.of(1, LEG, 12, UNANSWERED),
        List.of(new LegTag(KEY, 3, "00000000"), new LegTag(KEY, 2, "12345678")),
        Room.EMPTY);
  }

  /** One value of every message; {@code anybody} stands wherever an actor is named. */
  public static List<Message> messages(ActorRef<Object> anybody) {
    List<Message> all = new ArrayList<>();
    all.addAll(focusCommands(anybody));
    all.addAll(focusReplies(anybody));
    all.addAll(factoryCommands(anybody));
    all.add(new FocusFactoryProtocol.Done(MEETING));
    all.add(new FocusFactoryProtocol.NotDone(busy()));
    all.add(
        new FocusFactoryProtocol.AllMeetings(
            List.of(MEETING, secondMeeting()), Optional.of(CONFERENCE.id())));
    all.addAll(userCommands(anybody));
    all.add(
        new UserProtocol.Bound(
            AT,
            List.of(
                UserProtocol.Binding.plain("sip:ravi@192.0.2.7", PEER, "c1", 2, AT),
                new UserProtocol.Binding(
                    "sip:192.0.2.7:39380;transport=tcp",
                    PEER,
                    "c2",
                    1,
                    AT,
                    Optional.of(
                        new UserProtocol.Device(
                            "CFvgPIADGlqN2vFJquZpSgAA",
                            "urn:uuid:085e0bd8-031c-5a0d-8d9a-f149aae6954a")),
                    true,
                    Optional.of(anybody.unsafeUpcast())))));
    all.add(new UserProtocol.NotBound(busy()));
    all.addAll(presenceReplies(anybody));
    all.add(
        new EdgeProtocol.Send(
            65_537,
            EdgeProtocol.Method.INVITE,
            DIALOG,
            1_048_577,
            Optional.of(new EdgeProtocol.LocalSession(169_552_957L, 2, ANSWER)),
            Optional.of(TIMER),
            "",
            anybody.unsafeUpcast()));
    all.add(
        new EdgeProtocol.Result(
            1,
            EdgeProtocol.Method.UPDATE,
            1_048_578,
            EdgeProtocol.Outcome.GLARE,
            Optional.of(OFFER),
            491,
            "491 Request Pending"));
    List<Message> orders = edgeCommands(anybody);
    all.addAll(orders);
    orders.stream()
        .filter(EdgeProtocol.Call.class::isInstance)
        .forEach(call -> all.addAll(passing((EdgeProtocol.Call) call, anybody)));
    return all;
  }

  private static List<Message> edgeCommands(ActorRef<Object> anybody) {
    ControlOrder order = new ControlOrder.Eject(RAVI, Optional.of(McuType.CHAT));
    return List.of(
        notification(anybody),
        new EdgeProtocol.Deliver(
            65_537, LINE, List.of(new EdgeProtocol.Addressee(DIALOG, 9)), anybody.unsafeUpcast()),
        new EdgeProtocol.Inform(
            65_537, DIALOG, 10, CONFERENCE, ControlResult.refused("41", order, DANA, busy())),
        new EdgeProtocol.Report(
            65_537, DIALOG, 11, 7, List.of(new Undelivered(RAVI, 408)), anybody.unsafeUpcast()),
        new EdgeProtocol.Call(
            65_537,
            TAG,
            "c9@192.0.2.1",
            12,
            "sip:mei@example.test",
            DIALOG.localUri(),
            DANA,
            new EdgeProtocol.LocalSession(
                169_552_957L,
                1,
                new SessionAnswer(
                    List.of(stream("audio", "192.0.2.1", 20_000, Direction.SENDRECV).with(KEYS)))),
            anybody.unsafeUpcast()),
        new EdgeProtocol.ReportReferral(65_537, DIALOG, 13, 2, 180, "Ringing", 60),
        new EdgeProtocol.CancelCall(65_537, TAG),
        new EdgeProtocol.Attach(
            65_537,
            TAG.focus(),
            List.of(DIALOG.contact()),
            List.of(DIALOG.peer()),
            anybody.unsafeUpcast()),
        new EdgeProtocol.Carries(
            anybody.unsafeUpcast(), List.of(DIALOG.contact()), List.of(DIALOG.peer())),
        new EdgeProtocol.Stale(65_538),
        new EdgeProtocol.Ringing(TAG),
        new EdgeProtocol.Answered(
            TAG, DIALOG, OFFER, Optional.of(TIMER), Optional.of(anybody.unsafeUpcast())),
        new EdgeProtocol.NotAnswered(TAG, 486, "Busy Here"));
  }

  private static List<Message> passing(EdgeProtocol.Call call, ActorRef<Object> anybody) {
    PassingProtocol.Way way = new PassingProtocol.Way("sip:ravi@192.0.2.7", PEER, true);
    return List.of(
        new PassingProtocol.CallHere(call, way, anybody.unsafeUpcast(), anybody.unsafeUpcast()),
        new PassingProtocol.CallTaken(TAG),
        new PassingProtocol.GiveUpCall(TAG),
        new PassingProtocol.Admit(way, "c1 of two", List.of("tcp"), anybody.unsafeUpcast()),
        new PassingProtocol.Admitted("sip:in-QQ@192.0.2.1:5060;transport=tcp;lr"),
        new PassingProtocol.NotAdmitted("The connection is closed"));
  }

  private static EdgeProtocol.Notify notification(ActorRef<Object> anybody) {
    return new EdgeProtocol.Notify(
        65_537,
        Optional.of(ROSTER),
        List.of(
            new EdgeProtocol.Notice(
                DIALOG,
                8,
                1_048_580,
                new SubscriptionStyle(true, true, true),
                3600,
                Optional.of(ROSTER_USER),
                Optional.of(EdgeProtocol.SubscriptionEnd.REJECTED))),
        anybody.unsafeUpcast());
  }

  /** One of each order. */
  public static List<ControlOrder> orders() {
    String endpoint = "{2337A5B1-BB6A-6757-68BB-B3727AAB331B}";
    return List.of(
        new ControlOrder.Describe(),
        new ControlOrder.Eject(RAVI, Optional.of(McuType.CHAT)),
        new ControlOrder.SetRole(RAVI, true),
        new ControlOrder.SetLock(true),
        new ControlOrder.Mute(RAVI, endpoint, 1, true),
        new ControlOrder.MuteRole(false, true),
        new ControlOrder.SetSubject("Größe"),
        new ControlOrder.DialIn(RAVI, McuType.CHAT, endpoint),
        new ControlOrder.DialOut(
            RAVI, "Ravi", true, McuType.AUDIO_VIDEO, endpoint, "sip:ravi@192.0.2.7"),
        new ControlOrder.Admit(List.of(RAVI), true),
        new ControlOrder.Ban(RAVI, true),
        new ControlOrder.StartRecording(RecordingFormat.WAV),
        new ControlOrder.StopRecording(),
        new ControlOrder.EndConference(),
        new ControlOrder.Mute(RAVI, ControlOrder.OfSound.ALL, 1, true, true),
        new ControlOrder.MuteRole(true, true, true),
        new ControlOrder.MuteAll(true, true),
        new ControlOrder.Filter(RAVI, endpoint, 1, Optional.of(true), Optional.of(false)),
        new ControlOrder.Hold(RAVI, endpoint, Holding.MUSIC),
        new ControlOrder.SetVolume(RAVI, endpoint, Optional.of(-6), Optional.empty()),
        ControlOrder.Relate.whisper(RAVI, List.of(DANA)),
        new ControlOrder.GiveFloor(Optional.of(RAVI)),
        new ControlOrder.Play(Optional.of(RAVI), "gong", "gong-2", 0),
        new ControlOrder.StopPlaying(Optional.empty(), "gong"));
  }

  /** The same leg with another number and standing. */
  public static Leg like(Leg leg, int number, Standing standing) {
    LegTag tag = leg.dialog().localTag();
    Dialog d = leg.dialog();
    return new Leg(
        number,
        leg.participant(),
        leg.displayName(),
        leg.role(),
        new Dialog(
            d.callId(),
            new LegTag(tag.focus(), number, tag.random()),
            d.remoteTag(),
            d.localUri(),
            d.remoteUri(),
            d.remoteTarget(),
            d.contact(),
            d.routeSet(),
            d.remoteCseq(),
            d.peer(),
            d.peerUpdates()),
        leg.joinKey(),
        leg.changeKey(),
        leg.place(),
        leg.remote(),
        leg.local(),
        leg.version(),
        leg.timer(),
        leg.joinedAt(),
        leg.entry(),
        leg.muted(),
        leg.dialedOut(),
        standing);
  }

  private static List<Message> roomCommands(ActorRef<Object> anybody) {
    List<Message> all = new ArrayList<>();
    for (ControlOrder order : orders()) {
      all.add(new FocusProtocol.Control(INVITE, TAG, "41", order, anybody.unsafeUpcast()));
    }
    all.add(subscribe(anybody));
    all.add(new FocusProtocol.Unsubscribe(TAG));
    all.add(
        new FocusProtocol.Say(
            INVITE,
            Optional.of(TAG),
            new Caller(Optional.of(RAVI), "Ravi", true),
            "sip:ravi@example.test",
            PEER,
            Optional.of(DANA),
            TEXT,
            anybody.unsafeUpcast()));
    all.add(new FocusProtocol.Renew(MEETING));
    all.add(
        new FocusProtocol.Refer(
            INVITE,
            Optional.of(TAG),
            new Caller(Optional.of(RAVI), "Ravi", true),
            subscribe(anybody).seed(),
            new ControlOrder.Eject(DANA, Optional.empty()),
            true,
            anybody.unsafeUpcast(),
            anybody.unsafeUpcast()));
    return all;
  }

  private static FocusProtocol.Subscribe subscribe(ActorRef<Object> anybody) {
    return new FocusProtocol.Subscribe(
        INVITE,
        Optional.of(TAG),
        new Caller(Optional.of(RAVI), "Ravi", true),
        "sip:ravi@example.test",
        joining(anybody).seed(),
        SubscriptionStyle.PLAIN,
        3600,
        true,
        anybody.unsafeUpcast(),
        anybody.unsafeUpcast());
  }

  /** Every command of a focus that may come from another node. */
  public static List<Message> focusCommands(ActorRef<Object> anybody) {
    List<Message> all = new ArrayList<>(roomCommands(anybody));
    all.addAll(dialogCommands(anybody));
    return all;
  }

  private static List<Message> dialogCommands(ActorRef<Object> anybody) {
    return List.of(
        new FocusProtocol.Join(MEETING, joining(anybody)),
        new FocusProtocol.Join(MEETING, joining(anybody), Optional.of(POLICY), Optional.of(AT)),
        joining(anybody),
        new FocusProtocol.Change(
            new RequestKey("c1@192.0.2.7", "f1", 5, "UPDATE"),
            TAG,
            FocusProtocol.ChangeKind.OFFER,
            Optional.of(OFFER),
            "sip:ravi@192.0.2.9",
            PEER,
            Optional.of(TIMER),
            anybody.unsafeUpcast()),
        new FocusProtocol.Acknowledge(TAG, "c1@192.0.2.7", "f1", 4, Optional.of(OFFER)),
        new FocusProtocol.NotAcknowledged(TAG, 1),
        new FocusProtocol.Leave(INVITE, TAG, anybody.unsafeUpcast()),
        new FocusProtocol.Ask(INVITE, TAG, anybody.unsafeUpcast()),
        new FocusProtocol.CutOff(new PeerAddress("tcp", "192.0.2.7", 40_000)),
        new FocusProtocol.Comes(TAG, anybody.unsafeUpcast()),
        new FocusProtocol.Abandon(INVITE, anybody.unsafeUpcast()),
        new FocusProtocol.End(EndReason.SERVER_STOPS, anybody.unsafeUpcast()),
        new FocusProtocol.Show(anybody.unsafeUpcast()),
        new FocusProtocol.Operate(new ControlOrder.Admit(List.of(), true), anybody.unsafeUpcast()),
        new FocusProtocol.Wake());
  }

  private static FocusProtocol.Joining joining(ActorRef<Object> anybody) {
    return new FocusProtocol.Joining(
        INVITE,
        Entry.PLAIN,
        new Caller(
            Optional.of(RAVI),
            "Ravi",
            true,
            new Keys(Optional.of("0123456789abcdef"), Optional.of("4711")),
            Optional.of(new PeerAddress("tcp", "192.0.2.8", 0))),
        new FocusProtocol.DialogSeed(
            DIALOG.localUri(),
            DIALOG.remoteUri(),
            DIALOG.remoteTarget(),
            DIALOG.contact(),
            DIALOG.routeSet(),
            PEER,
            false),
        Optional.of(OFFER),
        Optional.of(TIMER),
        anybody.unsafeUpcast(),
        anybody.unsafeUpcast());
  }

  private static List<Message> focusReplies(ActorRef<Object> anybody) {
    return List.of(
        new FocusProtocol.Established(
            INVITE,
            TAG,
            RAVI,
            Role.PRESENTER,
            CONTROL.endpoint(),
            DIALOG.contact(),
            Optional.of(new EdgeProtocol.LocalSession(169_552_957L, 1, ANSWER)),
            Optional.of(TIMER)),
        new FocusProtocol.Controlled(
            INVITE,
            new ControlResult(
                "41",
                new ControlOrder.Describe(),
                RAVI,
                Optional.empty(),
                Optional.of(ROSTER),
                Map.of("sAuthId", "483920175566"))),
        new FocusProtocol.ControlPending(INVITE),
        new FocusProtocol.ControlUnheard(INVITE, busy()),
        new FocusProtocol.Subscribed(
            INVITE, TAG, DIALOG.contact(), 3600, Optional.of(notification(anybody))),
        new FocusProtocol.NotSubscribed(INVITE, busy()),
        new FocusProtocol.Said(INVITE, 7),
        new FocusProtocol.NotSaid(INVITE, busy()),
        new FocusProtocol.Referred(INVITE, TAG, DIALOG.contact()),
        new FocusProtocol.NotReferred(INVITE, busy()),
        new FocusProtocol.Refused(INVITE, busy()),
        new FocusProtocol.Acknowledged(INVITE),
        new FocusProtocol.Yes(INVITE),
        new FocusProtocol.No(
            INVITE, Rejection.of(Rejection.Reason.UNKNOWN_DIALOG, "No such dialog")),
        new FocusProtocol.Abandoned(INVITE),
        new FocusProtocol.Ended(3),
        new FocusProtocol.View(
            KEY,
            Optional.of(CONFERENCE),
            Optional.of(MEETING),
            2,
            5,
            40,
            List.of(
                new FocusProtocol.LegView(
                    1,
                    RAVI.value(),
                    "Ravi",
                    Role.ORGANIZER,
                    "c1",
                    "tcp:192.0.2.7:5060",
                    "192.0.2.1:20000",
                    AT,
                    true)),
            recordedConference().recordings().all()),
        new FocusProtocol.Operated(
            Optional.of(Rejection.of(Rejection.Reason.UNKNOWN_USER, "nobody waits"))));
  }

  /** Every command of a focus factory that may come from another node. */
  public static List<Message> factoryCommands(ActorRef<Object> anybody) {
    return List.of(
        new FocusFactoryProtocol.Change(
            CONFERENCE.id(),
            Optional.of(3L),
            "Budget",
            Admission.CLOSED,
            TERMS,
            anybody.unsafeUpcast()),
        new FocusFactoryProtocol.Route(CONFERENCE.id(), subscribe(anybody)),
        new FocusFactoryProtocol.Schedule(
            Optional.of(CONFERENCE.id()),
            Optional.of(new MeetingNumber("9000")),
            "Budget",
            Admission.OPEN,
            TERMS,
            anybody.unsafeUpcast()),
        new FocusFactoryProtocol.Delete(CONFERENCE.id(), anybody.unsafeUpcast()),
        new FocusFactoryProtocol.Find(CONFERENCE.id(), anybody.unsafeUpcast()),
        new FocusFactoryProtocol.All(Optional.of(CONFERENCE.id()), anybody.unsafeUpcast()),
        new FocusFactoryProtocol.Sweep(),
        new FocusFactoryProtocol.LookAgain(),
        new FocusFactoryProtocol.RouteJoin(CONFERENCE.id(), joining(anybody)));
  }

  /** Every command of a user. */
  public static List<Message> userCommands(ActorRef<Object> anybody) {
    return List.of(
        new UserProtocol.Bind(
            "c1",
            2,
            List.of(UserProtocol.Wish.plain("sip:ravi@192.0.2.7", 3600)),
            true,
            PEER,
            anybody.unsafeUpcast(),
            anybody.unsafeUpcast()),
        new UserProtocol.EdgeGone(anybody.unsafeUpcast()),
        new UserProtocol.Bindings(anybody.unsafeUpcast()),
        new UserProtocol.Unbind(PEER),
        new UserProtocol.Dismiss(),
        new PresenceProtocol.Subscribe(
            new PresenceProtocol.Wish(
                PresenceEvent.CATEGORIES,
                SUBSCRIBER,
                false,
                3600,
                true,
                true,
                List.of(DANA),
                List.of(RAVI)),
            anybody.unsafeUpcast(),
            anybody.unsafeUpcast()),
        new PresenceProtocol.Publish(
            List.of(new PresenceProtocol.Wanted(PUBLICATION, false, Optional.of(60L))),
            PEER,
            anybody.unsafeUpcast()),
        new PresenceProtocol.ChangeContacts(
            new ContactChange.SetContact(RAVI, "Ravi", List.of(1, 2)),
            Optional.of(1L),
            PEER,
            anybody.unsafeUpcast()),
        new PresenceProtocol.ChangeContacts(
            new ContactChange.AddContact(RAVI, "Ravi", "Team"),
            Optional.empty(),
            PEER,
            anybody.unsafeUpcast()),
        new PresenceProtocol.ContactsChanged(DELTA),
        new PresenceProtocol.Watch(DANA, true, anybody.unsafeUpcast()));
  }

  private static List<Message> presenceReplies(ActorRef<Object> anybody) {
    PresenceNews.Own own = new PresenceNews.Own(RAVI, List.of(PUBLICATION), List.of("note"));
    PresenceState state =
        new PresenceState(RAVI, true, 6500, "on-the-phone", AT, List.of(PUBLICATION));
    ContactList list =
        new ContactList(
            2, List.of(ContactGroup.OTHERS), List.of(new Contact(DANA, "Dana", List.of(1))));
    List<Message> all = new ArrayList<>();
    all.add(new PresenceProtocol.Shown(state));
    all.add(new PresenceProtocol.NotSubscribed(busy()));
    all.add(new PresenceProtocol.Published(own));
    all.add(new PresenceProtocol.Stale(List.of(new PresenceProtocol.StaleVersion(1, 4))));
    all.add(new PresenceProtocol.NotPublished(busy()));
    all.add(new PresenceProtocol.ContactsStored(DELTA));
    all.add(new PresenceProtocol.ContactsNotStored(busy()));
    for (PresenceNews news :
        List.of(
            own,
            new PresenceNews.WholeList(list),
            new PresenceNews.ListChange(DELTA),
            new PresenceNews.Seen(state))) {
      all.add(new PresenceProtocol.Subscribed("t1", 3600, Optional.of(news), 1));
      all.add(
          new EdgeProtocol.NotifySubscriber(
              new PresenceNotice(
                  SUBSCRIBER, 7, 2, PresenceEvent.SELF, true, 3600, Optional.of(news)),
              anybody.unsafeUpcast()));
    }
    return all;
  }

  private static Rejection busy() {
    return Rejection.unavailable("The conference is busy, try again", Duration.ofMillis(2500));
  }
}
