package org.confocal.engine.focus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.confocal.engine.Samples;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Departure;
import org.confocal.engine.conference.Entry;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.conference.Role;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.SessionOffer;
import org.confocal.engine.mcu.StreamDescriptor;

/** A conference without an actor: tests say who comes and goes. */
final class Scene {
  static final RosterSettings SETTINGS = settings(1000, 1000);

  Conference state = Conference.idle(Samples.KEY);

  private int last;

  Scene() {
    happens(new ConferenceEvent.Activated(Samples.AT, 1, Samples.MEETING));
    happens(new ConferenceEvent.FocusStarted(Samples.AT, 1, 1));
  }

  static RosterSettings settings(int largeFrom, int logLength) {
    return new RosterSettings(
        Duration.ofMillis(200),
        largeFrom,
        RosterSettings.Documents.PARTIAL,
        false,
        Duration.ofHours(1),
        Duration.ofSeconds(30),
        Duration.ofHours(2),
        100,
        3,
        3,
        logLength,
        Duration.ofMillis(300));
  }

  static UserUri user(String name) {
    return UserUri.of(name, "example.test");
  }

  static StreamDescriptor audio(Direction direction) {
    return FocusHarness.audio("192.0.2.7", 4000, direction);
  }

  static StreamDescriptor chat() {
    return StreamDescriptor.messages("192.0.2.7", 5060, List.of("text/plain"));
  }

  List<ConferenceEvent> happens(ConferenceEvent event) {
    state = state.apply(event);
    return List.of(event);
  }

  /** A phone that hears and speaks. */
  List<ConferenceEvent> joins(String name, Role role) {
    return joins(name, role, Entry.PLAIN, List.of(audio(Direction.SENDRECV)));
  }

  List<ConferenceEvent> joins(String name) {
    return joins(name, Role.ATTENDEE);
  }

  /** Somebody whose streams are answered as they are offered. */
  List<ConferenceEvent> joins(String name, Role role, Entry entry, List<StreamDescriptor> streams) {
    int number = ++last;
    List<StreamDescriptor> answer = new ArrayList<>();
    for (StreamDescriptor s : streams) {
      answer.add(
          new StreamDescriptor(
              s.type(),
              s.protocol(),
              "192.0.2.1",
              s.port() == 0 ? 0 : 20_000,
              0,
              false,
              s.direction().reversed(),
              s.formats(),
              s.codecs(),
              0));
    }
    RequestKey key = new RequestKey("call-" + number, "tag-" + number, 1, "INVITE");
    return happens(
        new ConferenceEvent.LegJoined(
            Samples.AT.plusSeconds(number),
            new Leg(
                number,
                user(name),
                name,
                role,
                dialog(number, key),
                key,
                key,
                new MediaPlace("192.0.2.1", 20_000, 1000 + number),
                entry.kind() == LegKind.FOCUS
                    ? Optional.empty()
                    : Optional.of(new SessionOffer(streams)),
                new SessionAnswer(answer),
                1,
                Optional.empty(),
                Samples.AT.plusSeconds(number),
                entry,
                false,
                false)));
  }

  /** The leg of somebody who has just joined. */
  Leg legOf(String name) {
    joins(name);
    return state.legsOf(user(name)).get(0);
  }

  private static Dialog dialog(int number, RequestKey key) {
    return new Dialog(
        key.callId(),
        new LegTag(Samples.KEY, number, String.format("%08x", number)),
        key.fromTag(),
        "<sip:9000@example.test>",
        "<sip:somebody@example.test>",
        "sip:somebody@192.0.2.7",
        "<sip:c@192.0.2.1>",
        List.of(),
        1,
        new PeerAddress("udp", "192.0.2.7", 5060),
        true);
  }

  /** All legs of somebody end. */
  List<ConferenceEvent> leaves(String name) {
    List<ConferenceEvent> events = new ArrayList<>();
    for (Leg leg : state.legsOf(user(name))) {
      events.addAll(happens(new ConferenceEvent.LegLeft(Samples.AT, leg.number(), Departure.LEFT)));
    }
    return events;
  }

  List<ConferenceEvent> changesRole(String name, Role role) {
    return happens(new ConferenceEvent.RoleChanged(Samples.AT, user(name), role, Samples.DANA));
  }

  List<ConferenceEvent> locks(boolean locked) {
    return happens(new ConferenceEvent.LockChanged(Samples.AT, locked, Samples.DANA));
  }

  List<ConferenceEvent> mutes(String name, boolean muted) {
    int leg = state.legsOf(user(name)).get(0).number();
    return happens(new ConferenceEvent.MuteChanged(Samples.AT, leg, muted, Samples.DANA));
  }

  static Entry control(String endpoint) {
    return new Entry(LegKind.FOCUS, Optional.empty(), Optional.of(endpoint));
  }

  static Entry media(McuType type, String endpoint) {
    return new Entry(LegKind.MEDIA, Optional.of(type), Optional.of(endpoint));
  }
}
