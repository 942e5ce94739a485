package org.confocal.persistence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Departure;
import org.confocal.engine.conference.EndReason;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.directory.CallRecords.ConferenceRecord;
import org.confocal.engine.directory.CallRecords.EventRecord;
import org.confocal.engine.directory.CallRecords.LegRecord;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.meeting.Meeting;

/**
 * The records as they follow from the states of a conference before and after each event. The
 * details of events are left empty.
 */
record FoldedRecords(List<ConferenceRecord> lives, List<LegRecord> legs, List<EventRecord> events) {
  static FoldedRecords of(FocusKey key, List<ConferenceEvent> events) {
    Conference before = Conference.idle(key);
    Map<Long, ConferenceRecord> lives = new TreeMap<>(Collections.reverseOrder());
    Map<Integer, LegRecord> legs = new TreeMap<>(Collections.reverseOrder());
    List<EventRecord> told = new ArrayList<>();
    for (ConferenceEvent event : events) {
      Conference after = before.apply(event);
      life(lives, before, after, event);
      for (Leg leg : after.allLegs()) {
        legs.compute(leg.number(), (number, known) -> there(after, leg, known));
      }
      for (Leg leg : before.allLegs()) {
        if (!after.legs().containsKey(leg.number())) {
          legs.computeIfPresent(leg.number(), (number, known) -> gone(known, event));
        }
      }
      if (after.revision() > before.revision()) {
        told.add(told(before, after, event));
      }
      before = after;
    }
    return new FoldedRecords(List.copyOf(lives.values()), List.copyOf(legs.values()), told);
  }

  private static void life(
      Map<Long, ConferenceRecord> lives,
      Conference before,
      Conference after,
      ConferenceEvent event) {
    ConferenceRecord known = lives.get(after.activation());
    Meeting meeting = after.meeting().or(before::meeting).orElseThrow();
    long joined = after.legs().keySet().stream().filter(n -> !before.legs().containsKey(n)).count();
    Optional<EndReason> why =
        event instanceof ConferenceEvent.Deactivated d ? Optional.of(d.why()) : Optional.empty();
    lives.put(
        after.activation(),
        new ConferenceRecord(
            after.key(),
            after.activation(),
            meeting.uri(),
            meeting.number(),
            meeting.subject(),
            known == null ? event.at() : known.started(),
            why.map(w -> event.at()),
            why,
            (known == null ? 0 : known.legs()) + (int) joined,
            Math.max(known == null ? 0 : known.peak(), after.legs().size())));
  }

  private static LegRecord there(
      Conference state, Leg leg, @org.jspecify.annotations.Nullable LegRecord known) {
    TreeSet<String> media = new TreeSet<>();
    leg.media().stream().map(McuType::token).forEach(media::add);
    if (known != null) {
      media.addAll(List.of(known.media().split(" ")));
      media.remove("");
    }
    return new LegRecord(
        state.key(),
        leg.number(),
        state.activation(),
        leg.participant(),
        leg.displayName().replace('\0', '\uFFFD'),
        leg.role(),
        leg.entry().kind(),
        String.join(" ", media),
        leg.dialog().callId(),
        leg.dialog().peer().toString(),
        known == null ? leg.joinedAt() : known.joined(),
        Optional.empty(),
        Optional.empty());
  }

  private static LegRecord gone(LegRecord leg, ConferenceEvent event) {
    Departure why =
        event instanceof ConferenceEvent.LegLeft l ? l.why() : Departure.CONFERENCE_ENDED;
    Optional<Instant> at = Optional.of(event.at());
    return new LegRecord(
        leg.key(),
        leg.leg(),
        leg.activation(),
        leg.participant(),
        leg.displayName(),
        leg.role(),
        leg.kind(),
        leg.media(),
        leg.callId(),
        leg.peer(),
        leg.joined(),
        at,
        Optional.of(why));
  }

  private static EventRecord told(Conference before, Conference after, ConferenceEvent event) {
    Optional<Integer> leg = Optional.empty();
    if (event instanceof ConferenceEvent.LegJoined e) {
      leg = Optional.of(e.leg().number());
    } else if (event instanceof ConferenceEvent.LegLeft e) {
      leg = Optional.of(e.leg());
    } else if (event instanceof ConferenceEvent.SessionChanged e) {
      leg = Optional.of(e.leg());
    } else if (event instanceof ConferenceEvent.MuteChanged e) {
      leg = Optional.of(e.leg());
    }
    Optional<UserUri> about =
        leg.map(n -> after.leg(n).or(() -> before.leg(n)).orElseThrow().participant());
    if (event instanceof ConferenceEvent.RoleChanged e) {
      about = Optional.of(e.user());
    }
    return new EventRecord(
        after.revision(), event.at(), event.getClass().getSimpleName(), about, leg, "");
  }
}
