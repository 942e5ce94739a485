package org.confocal.engine.focus;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.confocal.engine.conference.Conference;
import org.confocal.engine.conference.Desk;
import org.confocal.engine.conference.Leg;
import org.confocal.engine.conference.LegKind;
import org.confocal.engine.conference.Role;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.Direction;
import org.confocal.engine.mcu.Holding;
import org.confocal.engine.mcu.McuType;
import org.confocal.engine.mcu.StreamDescriptor;
import org.confocal.engine.mcu.Tuning;
import org.confocal.engine.meeting.Meeting;
import org.confocal.engine.roster.EndpointStatus;
import org.confocal.engine.roster.RosterDocument;
import org.confocal.engine.roster.RosterEndpoint;
import org.confocal.engine.roster.RosterHead;
import org.confocal.engine.roster.RosterMedia;
import org.confocal.engine.roster.RosterUser;

/**
 * Paints the state of a conference, and the calls that are on their way, in the words of the roster
 * (RFC 4575 section 5). One endpoint for each leg and media type; a leg of control is an endpoint
 * of the focus itself. Pure.
 */
final class RosterPainter {
  private static final String NOWHERE = "0.0.0.0";

  private final Conference state;
  private final Map<UserUri, RosterUser> calls;
  private final Set<Integer> talking;
  private final Map<UserUri, List<Leg>> legs = new LinkedHashMap<>();

  /** How many users are in the lobby and nowhere else. */
  private final int outside;

  /**
   * A painter of this state.
   *
   * @param calls who is being called, as he is shown meanwhile
   * @param talking the legs that are heard now
   */
  RosterPainter(Conference state, Map<UserUri, RosterUser> calls, Set<Integer> talking) {
    this.state = state;
    this.calls = calls;
    this.talking = talking;
    for (Leg leg : state.allLegs()) {
      legs.computeIfAbsent(leg.participant(), user -> new ArrayList<>()).add(leg);
    }
    this.outside = outside(state);
  }

  private static int outside(Conference state) {
    return (int)
        state.lobby().stream().map(Leg::participant).distinct().filter(state::isWaiting).count();
  }

  /** Everything there is to see of an active conference, calls on their way left out. */
  static RosterDocument full(Conference state) {
    return new RosterPainter(state, Map.of(), Set.of()).full(user -> true);
  }

  /** One user as the conference sees him; without endpoints when he is not there. */
  static RosterUser user(Conference state, UserUri user) {
    return new RosterPainter(state, Map.of(), Set.of())
        .user(user)
        .orElseGet(() -> new RosterUser(user, "", state.role(user).presents(), List.of()));
  }

  /** A full document with those users who are to be shown. */
  RosterDocument full(Predicate<UserUri> shown) {
    List<RosterUser> users = new ArrayList<>();
    for (UserUri user : users()) {
      if (shown.test(user)) {
        user(user).ifPresent(users::add);
      }
    }
    return new RosterDocument(
        meeting().uri(), true, Optional.of(head()), userCount(), users, List.of());
  }

  /** The conference as a whole. */
  RosterHead head() {
    Meeting meeting = meeting();
    Set<McuType> media = EnumSet.allOf(McuType.class);
    media.removeIf(type -> !meeting.terms().allows(type));
    return new RosterHead(
        meeting.subject(),
        meeting.number(),
        meeting.admission(),
        media,
        state.room().introduced(),
        state.room().locked(),
        state.recordings().on().isPresent());
  }

  private Meeting meeting() {
    return state
        .meeting()
        .orElseThrow(() -> new IllegalStateException("roster of a conference that is not active"));
  }

  /** All that is told to somebody who waits in the lobby: the subject, and that he waits. */
  RosterDocument lobby(UserUri user) {
    Meeting meeting = meeting();
    RosterHead head =
        new RosterHead(
            meeting.subject(),
            meeting.number(),
            meeting.admission(),
            Set.of(),
            Set.of(),
            false,
            false);
    return new RosterDocument(
        meeting.uri(), true, Optional.of(head), 0, user(user).stream().toList(), List.of());
  }

  /** Participants; whoever waits or is only being called is none yet. */
  int userCount() {
    return legs.size() - outside;
  }

  /** Participants in the order of their coming, then those who are being called. */
  Set<UserUri> users() {
    Set<UserUri> users = new LinkedHashSet<>(legs.keySet());
    users.addAll(calls.keySet());
    return users;
  }

  /** One user with all endpoints; empty when he is neither in nor being called. */
  Optional<RosterUser> user(UserUri user) {
    List<Leg> own = legs.getOrDefault(user, List.of());
    RosterUser called = calls.get(user);
    if (own.isEmpty() && called == null) {
      return Optional.empty();
    }
    Map<String, RosterEndpoint> endpoints = new LinkedHashMap<>();
    own.forEach(leg -> paint(leg, endpoints));
    if (called != null) {
      called.endpoints().stream()
          .filter(RosterPainter::isOnItsWay)
          .forEach(e -> endpoints.putIfAbsent(key(e.id()), e));
    }
    String name =
        own.stream()
            .map(Leg::displayName)
            .filter(n -> !n.isEmpty())
            .findFirst()
            .orElseGet(() -> called == null ? "" : called.displayName());
    return Optional.of(new RosterUser(user, name, presents(user), List.copyOf(endpoints.values())));
  }

  /** What is connected is a leg's to tell, not a call's. */
  private static boolean isOnItsWay(RosterEndpoint endpoint) {
    return endpoint.status() != EndpointStatus.CONNECTED
        && endpoint.status() != EndpointStatus.ON_HOLD;
  }

  /** As {@link Conference#role}, without a walk over all legs for each user. */
  boolean presents(UserUri user) {
    Role changed = state.room().roles().get(user);
    List<Leg> own = legs.getOrDefault(user, List.of());
    if (changed != null) {
      return changed.presents();
    }
    RosterUser called = calls.get(user);
    return own.isEmpty() ? called != null && called.presenter() : own.get(0).role().presents();
  }

  private void paint(Leg leg, Map<String, RosterEndpoint> endpoints) {
    Set<McuType> types = leg.media();
    if (leg.entry().kind() == LegKind.FOCUS) {
      put(endpoints, leg, endpoint(leg, EndpointStatus.CONNECTED));
    } else if (types.isEmpty()) {
      boolean known = leg.remote().isPresent();
      put(endpoints, leg, endpoint(leg, known ? EndpointStatus.CONNECTED : EndpointStatus.PENDING));
    }
    for (McuType type : types) {
      put(endpoints, leg, Stream.of(leg, type).endpoint(sound(leg)));
    }
  }

  /**
   * What is set for the audio of a leg, and whether it is heard.
   *
   * @param blocked it is muted, or the floor is another's
   */
  private record Sound(boolean blocked, Tuning tuning, boolean talking) {
    boolean held() {
      return tuning.holding() != Holding.NONE;
    }
  }

  private Sound sound(Leg leg) {
    Desk desk = state.room().desk();
    UserUri user = leg.participant();
    return new Sound(
        leg.muted() || (desk.floor().isPresent() && desk.silences(user, presents(user))),
        desk.tuning(leg.number()),
        talking.contains(leg.number()));
  }

  /** A leg without media. */
  private static RosterEndpoint endpoint(Leg leg, EndpointStatus status) {
    return new RosterEndpoint(
        leg.endpoint(),
        leg.entry().mcu(),
        leg.waits() ? EndpointStatus.LOBBY : status,
        leg.dialedOut(),
        leg.joinedAt(),
        "",
        List.of());
  }

  /** Two endpoints of one user never have the same id, whatever ids his clients have chosen. */
  private static void put(Map<String, RosterEndpoint> endpoints, Leg leg, RosterEndpoint e) {
    String word = e.session().map(McuType::token).orElse("focus");
    String id = endpoints.containsKey(key(e.id())) ? derived(leg, word) : e.id();
    endpoints.put(
        key(id),
        new RosterEndpoint(
            id, e.session(), e.status(), e.dialedOut(), e.since(), e.uri(), e.media()));
  }

  private static String key(String id) {
    return id.toUpperCase(Locale.ROOT);
  }

  /**
   * The id under which the roster shows one media type of a leg: that of the leg, but another one
   * for what a phone has beside its audio. It does not change when streams come and go.
   */
  static String endpointOf(Leg leg, McuType type) {
    return leg.entry().kind() == LegKind.PLAIN && type != McuType.AUDIO_VIDEO
        ? derived(leg, type.token())
        : leg.endpoint();
  }

  private static String derived(Leg leg, String word) {
    byte[] name = (leg.dialog().localTag().text() + "/" + word).getBytes(StandardCharsets.UTF_8);
    return "{" + UUID.nameUUIDFromBytes(name).toString().toUpperCase(Locale.ROOT) + "}";
  }

  /**
   * One media type of a leg.
   *
   * @param ours our line of it
   * @param theirs the participant's line; empty until he has described it
   */
  private record Stream(
      Leg leg, McuType type, StreamDescriptor ours, Optional<StreamDescriptor> theirs) {
    static Stream of(Leg leg, McuType type) {
      List<StreamDescriptor> lines = leg.local().streams();
      for (int i = 0; i < lines.size(); i++) {
        StreamDescriptor ours = lines.get(i);
        if (ours.port() != 0 && ours.type().equals(type.media())) {
          int line = i;
          return new Stream(
              leg,
              type,
              ours,
              leg.remote()
                  .filter(r -> line < r.streams().size())
                  .map(r -> r.streams().get(line))
                  .filter(s -> s.port() != 0));
        }
      }
      throw new IllegalArgumentException("leg " + leg.number() + " has no " + type.token());
    }

    RosterEndpoint endpoint(Sound sound) {
      boolean audio = type == McuType.AUDIO_VIDEO;
      return new RosterEndpoint(
          endpointOf(leg, type),
          Optional.of(type),
          audio && sound.held() ? EndpointStatus.ON_HOLD : status(),
          leg.dialedOut(),
          leg.joinedAt(),
          "",
          List.of(
              new RosterMedia(
                  1,
                  type,
                  audio && sound.held() ? Direction.INACTIVE : direction(),
                  audio ? leg.place().ssrc() : 0,
                  audio && sound.blocked(),
                  audio && sound.tuning().deaf(),
                  audio && sound.talking())));
    }

    private EndpointStatus status() {
      if (leg.waits()) {
        return EndpointStatus.LOBBY;
      }
      return theirs
          .map(t -> holds(t) ? EndpointStatus.ON_HOLD : EndpointStatus.CONNECTED)
          .orElse(EndpointStatus.PENDING);
    }

    /** RFC 3264 section 8.4, and the older way of an address that is nowhere. */
    private static boolean holds(StreamDescriptor theirs) {
      return !theirs.direction().receives() || theirs.host().equals(NOWHERE);
    }

    /** What flows, seen from the participant: what he wants and we take. */
    private Direction direction() {
      Direction wanted =
          theirs.map(StreamDescriptor::direction).orElseGet(() -> ours.direction().reversed());
      boolean sends = wanted.sends() && ours.direction().receives();
      boolean receives = wanted.receives() && ours.direction().sends();
      if (sends) {
        return receives ? Direction.SENDRECV : Direction.SENDONLY;
      }
      return receives ? Direction.RECVONLY : Direction.INACTIVE;
    }
  }
}
