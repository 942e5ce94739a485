package org.confocal.persistence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Departure;
import org.confocal.engine.conference.EndReason;
import org.confocal.engine.conference.Entry;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.conference.Role;
import org.confocal.engine.conference.Subscription;
import org.confocal.engine.dialog.Dialog;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.PeerAddress;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.id.ConferenceId;
import org.confocal.engine.id.ConferenceUri;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.MeetingNumber;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.MediaPlace;
import org.confocal.engine.mcu.SessionAnswer;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.engine.meeting.Admission;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.roster.SubscriptionStyle;

/** Conferences as they might have been: events in an order that a focus could have stored. */
final class Stories {
  private static final UserUri DANA = new UserUri("sip:dana@example.test");

  private final Random random;
  private final ConferenceUri uri;
  private final List<ConferenceEvent> events = new ArrayList<>();
  private Conference state;
  private Instant now;

  private Stories(Random random, int number) {
    this.random = random;
    this.uri = new ConferenceUri(DANA, new ConferenceId("STORY" + (1000 + number)));
    this.state = Conference.idle(FocusKey.of(uri));
    this.now = Instant.parse("2026-11-22T09:00:00Z").plusSeconds(number);
  }

  /** Each of {@code conferences} with about {@code length} events. */
  static Map<FocusKey, List<ConferenceEvent>> random(long seed, int conferences, int length) {
    Random random = new Random(seed);
    Map<FocusKey, List<ConferenceEvent>> all = new LinkedHashMap<>();
    for (int i = 0; i < conferences; i++) {
      Stories story = new Stories(random, i);
      while (story.events.size() < length) {
        story.goOn();
      }
      all.put(story.state.key(), List.copyOf(story.events));
    }
    return all;
  }

  /** A conference that was opened and locked, and no more. */
  static Map<FocusKey, List<ConferenceEvent>> locked(int number) {
    Stories story = new Stories(new Random(number), number);
    story.activate();
    story.add(new ConferenceEvent.LockChanged(story.tick(), true, DANA));
    return Map.of(story.state.key(), List.copyOf(story.events));
  }

  private void goOn() {
    if (!state.active()) {
      activate();
      return;
    }
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3, 4 -> add(new ConferenceEvent.LegJoined(tick(), leg()));
      case 5, 6, 7 -> oneLeaves();
      case 8 -> oneChanges();
      case 9 -> add(new ConferenceEvent.MediaIntroduced(tick(), any(McuType.values())));
      case 10 -> add(new ConferenceEvent.RoleChanged(tick(), user(), any(Role.values()), DANA));
      case 11 -> add(new ConferenceEvent.LockChanged(tick(), random.nextBoolean(), DANA));
      case 12 -> mutes();
      case 13 -> subject();
      case 14 -> subscriptions();
      default -> restartOrEnd();
    }
  }

  private void activate() {
    long activation = state.activation() + 1;
    add(new ConferenceEvent.Activated(tick(), activation, meeting("Life " + activation)));
    add(new ConferenceEvent.FocusStarted(tick(), activation, 1));
  }

  private void oneLeaves() {
    List<Leg> legs = List.copyOf(state.allLegs());
    if (!legs.isEmpty()) {
      int number = legs.get(random.nextInt(legs.size())).number();
      add(new ConferenceEvent.LegLeft(tick(), number, any(Departure.values())));
    }
  }

  private void oneChanges() {
    for (Leg leg : state.allLegs()) {
      if (random.nextBoolean()) {
        add(
            new ConferenceEvent.SessionChanged(
                tick(),
                leg.number(),
                leg.joinKey(),
                leg.dialog(),
                leg.place(),
                Optional.empty(),
                media(),
                leg.version() + 1,
                Optional.empty()));
        return;
      }
    }
  }

  private void mutes() {
    if (random.nextBoolean()) {
      add(new ConferenceEvent.RoleMuteChanged(tick(), Role.ATTENDEE, true, DANA));
    } else {
      state.allLegs().stream()
          .findFirst()
          .ifPresent(leg -> add(new ConferenceEvent.MuteChanged(tick(), leg.number(), true, DANA)));
    }
  }

  private void subject() {
    String subject = "Größe " + random.nextInt();
    add(
        random.nextBoolean()
            ? new ConferenceEvent.SubjectChanged(tick(), subject, DANA)
            : new ConferenceEvent.MeetingRenewed(tick(), meeting(subject)));
  }

  private void subscriptions() {
    if (random.nextBoolean() && !state.room().subscriptions().isEmpty()) {
      int number = state.room().subscriptions().keySet().iterator().next();
      add(new ConferenceEvent.Unsubscribed(tick(), number));
    } else {
      int number = state.lastLeg() + 1;
      RequestKey key = new RequestKey("s" + number, "f", 1, "SUBSCRIBE");
      add(
          new ConferenceEvent.Subscribed(
              tick(),
              new Subscription(
                  number, user(), dialog(number), key, SubscriptionStyle.PLAIN, 3600, now)));
    }
  }

  private void restartOrEnd() {
    if (random.nextBoolean()) {
      add(new ConferenceEvent.FocusStarted(tick(), state.activation(), state.incarnation() + 1));
      return;
    }
    if (random.nextBoolean()) {
      List.copyOf(state.allLegs())
          .forEach(
              leg ->
                  add(
                      new ConferenceEvent.LegLeft(
                          tick(), leg.number(), Departure.CONFERENCE_ENDED)));
    }
    add(new ConferenceEvent.Deactivated(tick(), any(EndReason.values())));
  }

  private void add(ConferenceEvent event) {
    events.add(event);
    state = state.apply(event);
  }

  private Instant tick() {
    now = now.plusNanos(1000L * (1 + random.nextInt(5_000_000)));
    return now;
  }

  private Leg leg() {
    int number = state.lastLeg() + 1;
    RequestKey key = new RequestKey("c" + number, "f" + number, 1, "INVITE");
    return new Leg(
        number,
        user(),
        // PostgreSQL takes no NUL, and a caller may send one.
        random.nextInt(10) == 0 ? "Eve\0" : "Name " + number,
        any(Role.values()),
        dialog(number),
        key,
        key,
        MediaPlace.NONE,
        Optional.empty(),
        media(),
        1,
        Optional.empty(),
        now,
        new Entry(any(LegKind.values()), Optional.empty(), Optional.empty()),
        false,
        random.nextBoolean());
  }

  private Dialog dialog(int number) {
    return new Dialog(
        "c" + number,
        new LegTag(state.key(), number, String.format("%08x", random.nextInt())),
        "f" + number,
        "<sip:9000@example.test>",
        "<sip:ravi@example.test>",
        "sip:ravi@192.0.2.7",
        "<sip:c@192.0.2.1>",
        List.of(),
        1,
        new PeerAddress("udp", "192.0.2.7", 5060 + number),
        true);
  }

  private SessionAnswer media() {
    List<String> types = List.of("audio", "video", "message");
    return new SessionAnswer(
        IntStream.range(0, random.nextInt(4))
            .mapToObj(
                i ->
                    new StreamDescriptor(
                        types.get(random.nextInt(3)),
                        "RTP/AVP",
                        "192.0.2.1",
                        random.nextInt(3) * 2000,
                        0,
                        false,
                        Direction.SENDRECV,
                        List.of(),
                        List.of(),
                        20))
            .toList());
  }

  private Meeting meeting(String subject) {
    return new Meeting(uri, new MeetingNumber("9000"), subject, Admission.OPEN, Instant.EPOCH, 1);
  }

  private UserUri user() {
    return new UserUri("sip:user" + random.nextInt(5) + "@example.test");
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
