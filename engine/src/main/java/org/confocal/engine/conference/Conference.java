package org.confocal.engine.conference;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.confocal.engine.Stored;
import org.confocal.engine.dialog.LegTag;
import org.confocal.engine.dialog.RequestKey;
import org.confocal.engine.id.FocusKey;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.meeting.ConferencePolicy;
import org.confocal.engine.meeting.Meeting;

/**
 * Everything true of a conference.
 *
 * @param key its short name
 * @param activation how many lives it has had; the present one when it is active
 * @param incarnation how many starts its focus actor has had while active
 * @param meeting copy of the meeting; empty = not active
 * @param lastLeg highest leg number ever given
 * @param revision how many public events there were
 * @param legs by number
 * @param departed tags of the legs that left last, newest last, so that a repeated BYE gets the
 *     same answer
 * @param room all else; absent in the oldest records
 * @param attendance of coming and going; absent in older records
 * @param policy of the organizer when the conference was activated; absent in older records
 * @param recordings of all its lives; absent in older records
 */
public record Conference(
    FocusKey key,
    long activation,
    long incarnation,
    Optional<Meeting> meeting,
    int lastLeg,
    long revision,
    Map<Integer, Leg> legs,
    List<LegTag> departed,
    Room room,
    Attendance attendance,
    Optional<ConferencePolicy> policy,
    Recordings recordings)
    implements Stored {
  private static final int REMEMBERED_DEPARTURES = 64;
  private static final int INCARNATION_BITS = 16;

  public Conference {
    legs = Collections.unmodifiableMap(new TreeMap<>(legs));
    departed = List.copyOf(departed);
    room = room == null ? Room.EMPTY : room;
    attendance = attendance == null ? Attendance.of(legs.values()) : attendance;
    policy = policy == null ? Optional.empty() : policy;
    recordings = recordings == null ? Recordings.NONE : recordings;
  }

  /** A conference of which no more is known. */
  public Conference(
      FocusKey key,
      long activation,
      long incarnation,
      Optional<Meeting> meeting,
      int lastLeg,
      long revision,
      Map<Integer, Leg> legs,
      List<LegTag> departed,
      Room room) {
    this(
        key,
        activation,
        incarnation,
        meeting,
        lastLeg,
        revision,
        legs,
        departed,
        room,
        Attendance.of(legs.values()),
        Optional.empty(),
        Recordings.NONE);
  }

  /** A conference that never was active. */
  public static Conference idle(FocusKey key) {
    return new Conference(key, 0, 0, Optional.empty(), 0, 0, Map.of(), List.of(), Room.EMPTY);
  }

  public boolean active() {
    return meeting.isPresent();
  }

  /** Higher for every start of the focus: whoever holds media for it refuses a lower one. */
  public long epoch() {
    return activation << INCARNATION_BITS | incarnation;
  }

  /** Applies one event. */
  public Conference apply(ConferenceEvent event) {
    Conference next = event.applyTo(this);
    return event.isPublic() ? next.withRevision(revision + 1) : next;
  }

  /** The leg of that tag, when our whole tag is right. */
  public Optional<Leg> leg(LegTag tag) {
    return Optional.ofNullable(legs.get(tag.leg())).filter(l -> l.dialog().localTag().equals(tag));
  }

  /** The leg of that tag, when the request is of its dialog. */
  public Optional<Leg> leg(LegTag tag, RequestKey request) {
    return leg(tag).filter(l -> l.dialog().matches(request.callId(), request.fromTag()));
  }

  public Optional<Leg> leg(int number) {
    return Optional.ofNullable(legs.get(number));
  }

  /** The leg that this request made. */
  public Optional<Leg> legMadeBy(RequestKey key) {
    return legs.values().stream().filter(l -> l.joinKey().equals(key)).findFirst();
  }

  public boolean hasDeparted(LegTag tag) {
    return departed.contains(tag);
  }

  public Collection<Leg> allLegs() {
    return legs.values();
  }

  /** The legs of one participant, oldest first. */
  public List<Leg> legsOf(UserUri user) {
    return legs.values().stream().filter(l -> l.participant().equals(user)).toList();
  }

  /** Everybody who is in, in the order of their coming; whoever waits is not. */
  public Set<UserUri> participants() {
    Set<UserUri> users = new LinkedHashSet<>();
    inside().forEach(leg -> users.add(leg.participant()));
    return users;
  }

  /** The legs that are in: all but those in the lobby. */
  public List<Leg> inside() {
    return legs.values().stream().filter(leg -> !leg.waits()).toList();
  }

  /** The legs in the lobby, oldest first. */
  public List<Leg> lobby() {
    return legs.values().stream().filter(Leg::waits).toList();
  }

  /** Tells whether a leg of that user goes by this endpoint id. */
  public boolean hasEndpoint(UserUri user, String endpoint) {
    return legs.values().stream()
        .anyMatch(l -> l.participant().equals(user) && l.endpoint().equalsIgnoreCase(endpoint));
  }

  /** Tells whether a leg of that user is in; one in the lobby is not. */
  public boolean isIn(UserUri user) {
    return legs.values().stream().anyMatch(l -> l.participant().equals(user) && !l.waits());
  }

  /** Tells whether that user is in the lobby and nowhere else. */
  public boolean isWaiting(UserUri user) {
    return !isIn(user) && legs.values().stream().anyMatch(l -> l.participant().equals(user));
  }

  /** The present role of a participant; somebody who is not there would be an attendee. */
  public Role role(UserUri user) {
    Role changed = room.roles().get(user);
    return changed != null
        ? changed
        : legsOf(user).stream().map(Leg::role).findFirst().orElse(Role.ATTENDEE);
  }

  /**
   * Whether what a user sends shall not be let in when he comes with another leg: as with the legs
   * that he has, or by a lock of his own, or as it was when he left if that is not longer ago than
   * {@code grace}, or as it is for all of his role.
   */
  public boolean isMuted(UserUri user, Role role, Instant now, Duration grace) {
    List<Leg> audio =
        legsOf(user).stream().filter(l -> l.media().contains(McuType.AUDIO_VIDEO)).toList();
    if (!audio.isEmpty()) {
      return audio.stream().allMatch(Leg::muted);
    }
    return room.desk().locks(user, role)
        || attendance
            .absence(user, now, grace)
            .map(Absence::muted)
            .orElseGet(() -> room.mutedRoles().contains(role));
  }

  /** The subscription of that tag, when our whole tag is right. */
  public Optional<Subscription> subscription(LegTag tag) {
    return Optional.ofNullable(room.subscriptions().get(tag.leg()))
        .filter(s -> s.dialog().localTag().equals(tag));
  }

  Conference activated(ConferenceEvent.Activated e) {
    return new Conference(
        key,
        e.activation(),
        incarnation,
        Optional.of(e.meeting()),
        lastLeg,
        revision,
        legs,
        departed,
        Room.EMPTY.withLock(e.meeting().terms().locked()),
        Attendance.begun(e.at()),
        e.policy(),
        recordings.ended());
  }

  Conference started(ConferenceEvent.FocusStarted e) {
    return new Conference(
        key,
        e.activation(),
        e.incarnation(),
        meeting,
        lastLeg,
        revision,
        legs,
        departed,
        room,
        attendance,
        policy,
        recordings);
  }

  Conference joined(Leg leg) {
    Map<Integer, Leg> next = new TreeMap<>(legs);
    next.put(leg.number(), leg);
    return withLegs(next, Math.max(lastLeg, leg.number()), departed)
        .with(leg.waits() ? attendance : attendance.entered(leg, leg.joinedAt()));
  }

  Conference changed(ConferenceEvent.SessionChanged e) {
    Map<Integer, Leg> next = new TreeMap<>(legs);
    next.computeIfPresent(e.leg(), (number, leg) -> leg.with(e));
    return withLegs(next, lastLeg, departed);
  }

  /** What may be stored of it. */
  public Conference withoutKeys() {
    Map<Integer, Leg> next = new TreeMap<>(legs);
    next.replaceAll((number, leg) -> leg.withoutKeys());
    return withLegs(next, lastLeg, departed);
  }

  Conference left(int number, Instant at) {
    Map<Integer, Leg> next = new TreeMap<>(legs);
    Leg gone = next.remove(number);
    if (gone == null) {
      return this;
    }
    List<LegTag> tags = new ArrayList<>(departed);
    tags.add(gone.dialog().localTag());
    int tooMany = Math.max(0, tags.size() - REMEMBERED_DEPARTURES);
    return withLegs(next, lastLeg, tags.subList(tooMany, tags.size()))
        .with(room.with(room.desk().without(number)))
        .with(attendance.left(gone, next.values(), at));
  }

  Conference muted(int number, boolean mute) {
    Map<Integer, Leg> next = new TreeMap<>(legs);
    next.computeIfPresent(number, (n, leg) -> leg.withMute(mute));
    return withLegs(next, lastLeg, departed);
  }

  Conference admitted(int number, Instant at) {
    Leg waiting = legs.get(number);
    if (waiting == null) {
      return this;
    }
    Map<Integer, Leg> next = new TreeMap<>(legs);
    next.put(number, waiting.admitted());
    return withLegs(next, lastLeg, departed).with(attendance.entered(waiting.admitted(), at));
  }

  Conference subscribed(Subscription s) {
    return withLegs(legs, Math.max(lastLeg, s.number()), departed).with(room.with(s));
  }

  Conference with(Room next) {
    return new Conference(
        key,
        activation,
        incarnation,
        meeting,
        lastLeg,
        revision,
        legs,
        departed,
        next,
        attendance,
        policy,
        recordings);
  }

  private Conference with(Attendance next) {
    return new Conference(
        key,
        activation,
        incarnation,
        meeting,
        lastLeg,
        revision,
        legs,
        departed,
        room,
        next,
        policy,
        recordings);
  }

  Conference with(Recordings next) {
    return new Conference(
        key,
        activation,
        incarnation,
        meeting,
        lastLeg,
        revision,
        legs,
        departed,
        room,
        attendance,
        policy,
        next);
  }

  Conference roleMuted(ConferenceEvent.RoleMuteChanged e) {
    Conference muted = with(room.withMutedRole(e.role(), e.muted()));
    return meeting
        .map(m -> attendance.roleMuted(u -> Gate.roleOf(this, m, u) == e.role(), e.muted()))
        .map(muted::with)
        .orElse(muted);
  }

  Conference withSubject(String subject) {
    return meeting.map(m -> renewed(m.withSubject(subject))).orElse(this);
  }

  Conference renewed(Meeting now) {
    return new Conference(
        key,
        activation,
        incarnation,
        Optional.of(now),
        lastLeg,
        revision,
        legs,
        departed,
        room,
        attendance,
        policy,
        recordings);
  }

  Conference deactivated() {
    return new Conference(
        key,
        activation,
        incarnation,
        Optional.empty(),
        lastLeg,
        revision,
        Map.of(),
        departed,
        Room.EMPTY,
        Attendance.NONE,
        Optional.empty(),
        recordings.ended());
  }

  private Conference withLegs(Map<Integer, Leg> next, int highest, List<LegTag> tags) {
    return new Conference(
        key,
        activation,
        incarnation,
        meeting,
        highest,
        revision,
        next,
        tags,
        room,
        attendance,
        policy,
        recordings);
  }

  private Conference withRevision(long next) {
    return new Conference(
        key,
        activation,
        incarnation,
        meeting,
        lastLeg,
        next,
        legs,
        departed,
        room,
        attendance,
        policy,
        recordings);
  }
}
