package org.confocal.engine.focus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.ConferenceEvent;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.roster.RosterDocument;
import org.confocal.engine.roster.RosterHead;
import org.confocal.engine.roster.RosterUser;

/**
 * What subscribers may know of a conference: its present state, calls on their way, and what has
 * changed since when. In a large meeting only presenters are shown, beside everybody to himself; a
 * meeting that has been large counts as large until it is smaller by a tenth. Knows nothing of
 * subscriptions, actors or time.
 */
final class Roster {
  /**
   * What to tell somebody.
   *
   * @param upTo the number of the log at which he is then
   * @param quiet the document tells nothing but to those of whom it is
   * @param own users who are to be told of themselves beside the document
   */
  record Telling(long upTo, RosterDocument document, boolean quiet, Set<UserUri> own) {}

  private final int largeFrom;
  private final RosterLog log;
  private final Map<UserUri, RosterUser> calls = new LinkedHashMap<>();
  private final Set<UserUri> unsettled = new LinkedHashSet<>();
  private final Map<Integer, UserUri> owners = new HashMap<>();
  private final Map<UserUri, Integer> legCounts = new HashMap<>();

  /** Whom somebody knows who is told everything. */
  private final Set<UserUri> listed = new HashSet<>();

  /** The legs that are heard now. */
  private Set<Integer> talking = Set.of();

  /** Whose they are: shown in a large meeting too. */
  private Set<UserUri> talkers = Set.of();

  /** Users who are in the lobby and nowhere else. */
  private Set<UserUri> waiting = Set.of();

  private boolean large;
  private Conference state;
  private RosterPainter painter;

  Roster(RosterSettings settings, Conference state) {
    this.largeFrom = settings.largeFrom();
    this.log = new RosterLog(settings.logLength());
    this.state = state;
    this.painter = new RosterPainter(state, calls, talking);
  }

  /** The number of the last change. */
  long last() {
    return log.last();
  }

  /** A new life: nobody can be told by changes. */
  void restart(Conference now) {
    talking = Set.of();
    talkers = Set.of();
    look(now);
    owners.clear();
    legCounts.clear();
    for (Leg leg : now.allLegs()) {
      owners.put(leg.number(), leg.participant());
      legCounts.merge(leg.participant(), 1, Integer::sum);
    }
    large = inside() >= largeFrom;
    relist();
  }

  /** A conference is over, and every call with it. */
  void clear(Conference now) {
    calls.clear();
    unsettled.clear();
    restart(now);
  }

  private void look(Conference now) {
    state = now;
    painter = new RosterPainter(state, calls, talking);
    waiting =
        state.lobby().stream()
            .map(Leg::participant)
            .filter(state::isWaiting)
            .collect(Collectors.toSet());
  }

  /** Tells whether the user is in the lobby and nowhere else. */
  boolean waits(UserUri user) {
    return waiting.contains(user);
  }

  /** Who is in the lobby and nowhere else. */
  Set<UserUri> waiting() {
    return waiting;
  }

  /** These legs are heard now, and no others. */
  void talking(Set<Integer> legs) {
    Set<Integer> changed = new LinkedHashSet<>(legs);
    changed.addAll(talking);
    changed.removeIf(leg -> legs.contains(leg) == talking.contains(leg));
    talking = legs;
    talkers = users(legs);
    painter = new RosterPainter(state, calls, talking);
    users(changed).forEach(user -> note(user, false));
  }

  private Set<UserUri> users(Set<Integer> legs) {
    return legs.stream()
        .flatMap(leg -> Stream.ofNullable(owners.get(leg)))
        .collect(Collectors.toSet());
  }

  private void relist() {
    listed.clear();
    painter.users().stream().filter(this::shown).forEach(listed::add);
    log.reset();
  }

  /**
   * Takes note of what was stored.
   *
   * @return the users of whom something is news
   */
  Set<UserUri> stored(Conference now, List<ConferenceEvent> events) {
    look(now);
    Set<UserUri> touched = new LinkedHashSet<>();
    for (ConferenceEvent event : events) {
      if (event instanceof ConferenceEvent.LegJoined joined) {
        UserUri user = joined.leg().participant();
        owners.put(joined.leg().number(), user);
        touched.add(user);
        note(user, legCounts.merge(user, 1, Integer::sum) == 1);
      } else if (event instanceof ConferenceEvent.LegLeft left) {
        UserUri user = owners.remove(left.leg());
        if (user != null) {
          touched.add(user);
          note(user, lastLegOf(user));
        }
      } else {
        noteChange(event, touched);
      }
    }
    measure();
    settle();
    return touched;
  }

  private boolean lastLegOf(UserUri user) {
    int left = legCounts.getOrDefault(user, 0) - 1;
    if (left > 0) {
      legCounts.put(user, left);
    } else {
      legCounts.remove(user);
    }
    return left <= 0;
  }

  private void noteChange(ConferenceEvent event, Set<UserUri> touched) {
    if (event instanceof ConferenceEvent.SessionChanged changed) {
      noteLeg(changed.leg(), touched);
    } else if (event instanceof ConferenceEvent.MuteChanged muted) {
      noteLeg(muted.leg(), touched);
    } else if (event instanceof ConferenceEvent.TuningChanged tuned) {
      noteLeg(tuned.leg(), touched);
    } else if (event instanceof ConferenceEvent.FloorChanged) {
      List.copyOf(legCounts.keySet()).forEach(user -> note(user, false));
    } else if (event instanceof ConferenceEvent.Admitted admitted) {
      noteLeg(admitted.leg(), touched);
      log.add(new RosterLog.CountChanged());
    } else if (event instanceof ConferenceEvent.RoleChanged role) {
      if (present(role.user())) {
        touched.add(role.user());
        note(role.user(), false);
      }
    } else if (event instanceof ConferenceEvent.MediaIntroduced
        || event instanceof ConferenceEvent.LockChanged
        || event instanceof ConferenceEvent.SubjectChanged
        || event instanceof ConferenceEvent.MeetingRenewed
        || event instanceof ConferenceEvent.RecordingStarted
        || event instanceof ConferenceEvent.RecordingStopped
        || event instanceof ConferenceEvent.RecordingFailed) {
      log.add(new RosterLog.HeadChanged());
    }
  }

  private void noteLeg(int leg, Set<UserUri> touched) {
    UserUri user = owners.get(leg);
    if (user != null) {
      touched.add(user);
      note(user, false);
    }
  }

  /** Something about this user is news; {@code counts} when he came or left. */
  private void note(UserUri user, boolean counts) {
    boolean shown = shown(user);
    if (shown) {
      listed.add(user);
      log.add(new RosterLog.UserChanged(user));
      return;
    }
    if (listed.remove(user)) {
      log.add(new RosterLog.UserGone(user));
    } else if (counts) {
      log.add(new RosterLog.CountChanged());
    }
    if (legCounts.containsKey(user)) {
      log.add(new RosterLog.OwnChanged(user));
    }
  }

  private boolean present(UserUri user) {
    return legCounts.containsKey(user) || calls.containsKey(user);
  }

  /** Shown to everybody; who waits too, for somebody has to let him in. */
  private boolean shown(UserUri user) {
    boolean stands = painter.presents(user) || talkers.contains(user) || waits(user);
    return present(user) && (!large || stands);
  }

  private int inside() {
    return legCounts.size() - waiting.size();
  }

  /** A meeting that has become large, or small again, is told anew to everybody. */
  private void measure() {
    int least = large ? largeFrom - largeFrom / 10 : largeFrom;
    if (large != inside() >= least) {
      large = !large;
      relist();
    }
  }

  /** Somebody is being called; {@code whole} shows him with the endpoint that is called. */
  void calling(UserUri user, RosterUser whole) {
    calls.put(user, whole);
    note(user, false);
  }

  /**
   * Nobody calls him any more. He is told gone not before {@link #settle}, for when he has answered
   * his leg is about to be stored.
   */
  void callEnded(UserUri user) {
    if (calls.remove(user) != null) {
      unsettled.add(user);
    }
  }

  /** Whoever was called and did not come is gone. */
  void settle() {
    for (UserUri user : new ArrayList<>(unsettled)) {
      note(user, false);
    }
    unsettled.clear();
  }

  /** Everything, whatever was told before. */
  Telling full() {
    return new Telling(log.last(), painter.full(this::shown), false, Set.of());
  }

  /** Everything that this user may know. */
  Telling fullFor(UserUri user) {
    return waits(user) ? lobby(user) : full();
  }

  /** What somebody is told who waits: the subject, and that he waits. */
  Telling lobby(UserUri user) {
    return new Telling(log.last(), painter.lobby(user), false, Set.of());
  }

  /** What has changed since number {@code told}; everything when nobody knows that any more. */
  Telling since(long told) {
    return log.since(told).map(this::partial).orElseGet(this::full);
  }

  private Telling partial(RosterLog.Batch batch) {
    List<RosterUser> users = new ArrayList<>();
    for (UserUri user : batch.changed()) {
      painter.user(user).ifPresent(users::add);
    }
    boolean quiet = users.isEmpty() && batch.gone().isEmpty() && !batch.head() && !batch.counted();
    RosterDocument document =
        new RosterDocument(
            state.meeting().orElseThrow().uri(),
            false,
            head(batch),
            painter.userCount(),
            users,
            List.copyOf(batch.gone()));
    return new Telling(batch.upTo(), document, quiet, batch.own());
  }

  private Optional<RosterHead> head(RosterLog.Batch batch) {
    return batch.head() ? Optional.of(painter.head()) : Optional.empty();
  }

  /** What a subscriber is told of himself beside the document that goes to all. */
  Optional<RosterUser> self(Telling telling, UserUri user) {
    boolean hidden = legCounts.containsKey(user) && !shown(user) && !waits(user);
    return hidden && (telling.document().full() || telling.own().contains(user))
        ? painter.user(user)
        : Optional.empty();
  }
}
