package org.confocal.mcu;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.confocal.engine.id.FocusKey;
import org.confocal.media.CommandResult;
import org.confocal.media.MediaListener;
import org.confocal.media.MediaPlane;
import org.confocal.media.Reservation;
import org.confocal.media.ReserveResult;
import org.confocal.media.SessionId;
import org.confocal.media.SessionParameters;
import org.confocal.media.record.RecordedChunk;
import org.confocal.media.record.RecordingParameters;
import org.jspecify.annotations.Nullable;

/**
 * The mouth of this machine's media plane, which lives outside the actor system and survives it.
 * Hands commands on, and facts back to the MCU of the conference.
 */
public final class MediaNode extends AbstractBehavior<MediaNode.Command> {
  /** What may be said. */
  public sealed interface Command {}

  /** This MCU steers the conference from now on, on behalf of a focus with this epoch. */
  record Attach(FocusKey conference, long epoch, ActorRef<Event> mcu) implements Command {}

  /** The MCU goes without ending the conference: its focus may come back. */
  record Detach(FocusKey conference, long epoch, ActorRef<Event> mcu) implements Command {}

  record Reserve(FocusKey conference, int leg, long epoch, Reservation wish) implements Command {}

  record Connect(FocusKey conference, int leg, long epoch, SessionParameters parameters)
      implements Command {}

  record Mute(FocusKey conference, int leg, long epoch, boolean muted) implements Command {}

  /** Any other order about sound. */
  record Order(FocusKey conference, long epoch, MediaVerb verb) implements Command {}

  record Close(FocusKey conference, int leg, long epoch) implements Command {}

  /**
   * The conference is over.
   *
   * @param hears its MCU wants to hear what the plane has still to tell, until it says {@link
   *     Detach}
   */
  record CloseAll(FocusKey conference, long epoch, ActorRef<Event> mcu, boolean hears)
      implements Command {}

  /** What all hear is recorded; the answer is a {@link RecordOrdered}. */
  record StartRecording(FocusKey conference, long epoch, RecordingParameters recording)
      implements Command {}

  record StopRecording(FocusKey conference, long epoch, String id) implements Command {}

  private record Heard(String conferenceKey, Event event) implements Command {}

  /** What a media node tells the MCU of a conference. */
  sealed interface Event {}

  record Reserved(int leg, ReserveResult result) implements Event {}

  record Refused(int leg, CommandResult result) implements Event {}

  /** What became of an {@link Order}. */
  record Ordered(MediaVerb verb, CommandResult result) implements Event {}

  record Alive(int leg) implements Event {}

  record Lost(int leg, long silentForMs) implements Event {}

  record Dtmf(int leg, char digit, int durationMs) implements Event {}

  /** Who is heard by all now. */
  record Talking(Set<Integer> legs) implements Event {}

  record RecordOrdered(String id, CommandResult result) implements Event {}

  /** The plane was too busy to end a recording: it goes on. */
  record NotStopped(String id) implements Event {}

  record Recorded(RecordedChunk chunk) implements Event {}

  record RecordingFailed(String id, String why) implements Event {}

  /** The MCU that steers a conference, and the epoch of its focus. */
  private record Steering(long epoch, ActorRef<Event> mcu) {}

  private final MediaPlane plane;
  private final Map<String, Steering> steering;

  private MediaNode(
      ActorContext<Command> context, MediaPlane plane, Map<String, Steering> steering) {
    super(context);
    this.plane = plane;
    this.steering = steering;
    plane.listener(new Ear(context.getSelf()));
  }

  /**
   * The mouth of {@code plane}; to be spawned once, supervised by restarting: who steers which
   * conference outlives a restart of the actor, as the plane does, for no MCU would say it again.
   */
  public static Behavior<Command> create(MediaPlane plane) {
    Map<String, Steering> steering = new HashMap<>();
    return Behaviors.setup(context -> new MediaNode(context, plane, steering));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Attach.class, this::onAttach)
        .onMessage(Detach.class, this::onDetach)
        .onMessage(Reserve.class, this::onReserve)
        .onMessage(Connect.class, this::onConnect)
        .onMessage(Mute.class, this::onMute)
        .onMessage(Order.class, this::onOrder)
        .onMessage(StartRecording.class, this::onRecord)
        .onMessage(StopRecording.class, this::onStopRecording)
        .onMessage(Close.class, this::onClose)
        .onMessage(CloseAll.class, this::onCloseAll)
        .onMessage(Heard.class, this::onHeard)
        .onSignal(PostStop.class, signal -> detachAll())
        .build();
  }

  private Behavior<Command> onAttach(Attach a) {
    ActorRef<Event> mcu = a.mcu();
    Steering before = steering.get(a.conference().value());
    if (before != null && before.epoch() > a.epoch()) {
      mcu.tell(new Refused(0, new CommandResult.Stale(before.epoch())));
      return this;
    }
    if (before != null && before.epoch() < a.epoch()) {
      before.mcu().tell(new Refused(0, new CommandResult.Stale(a.epoch())));
    }
    steering.put(a.conference().value(), new Steering(a.epoch(), mcu));
    plane.adopt(a.conference().value(), a.epoch(), result -> refusal(mcu, 0, result));
    return this;
  }

  private Behavior<Command> onDetach(Detach d) {
    if (steering.remove(d.conference().value(), new Steering(d.epoch(), d.mcu()))) {
      plane.detach(d.conference().value(), d.epoch());
    }
    return this;
  }

  private Behavior<Command> onReserve(Reserve r) {
    ActorRef<Event> mcu = steers(r.conference(), r.epoch());
    if (mcu != null) {
      plane.reserve(
          id(r.conference(), r.leg()),
          r.epoch(),
          r.wish(),
          result -> mcu.tell(new Reserved(r.leg(), result)));
    }
    return this;
  }

  private Behavior<Command> onConnect(Connect c) {
    ActorRef<Event> mcu = steers(c.conference(), c.epoch());
    if (mcu != null) {
      plane.connect(
          id(c.conference(), c.leg()),
          c.epoch(),
          c.parameters(),
          result -> refusal(mcu, c.leg(), result));
    }
    return this;
  }

  private Behavior<Command> onMute(Mute m) {
    ActorRef<Event> mcu = steers(m.conference(), m.epoch());
    if (mcu != null) {
      plane.mute(
          id(m.conference(), m.leg()),
          m.epoch(),
          m.muted(),
          result -> refusal(mcu, m.leg(), result));
    }
    return this;
  }

  /** The MCU knows what to do with what is too much for the plane. */
  private Behavior<Command> onOrder(Order o) {
    ActorRef<Event> mcu = steers(o.conference(), o.epoch());
    if (mcu != null) {
      o.verb()
          .applyTo(
              plane,
              o.conference().value(),
              o.epoch(),
              result ->
                  mcu.tell(
                      result instanceof CommandResult.Stale
                          ? new Refused(0, result)
                          : new Ordered(o.verb(), result)));
    }
    return this;
  }

  private Behavior<Command> onRecord(StartRecording r) {
    ActorRef<Event> mcu = steers(r.conference(), r.epoch());
    if (mcu != null) {
      plane.record(
          r.conference().value(),
          r.epoch(),
          r.recording(),
          result -> mcu.tell(new RecordOrdered(r.recording().id(), result)));
    }
    return this;
  }

  private Behavior<Command> onStopRecording(StopRecording s) {
    ActorRef<Event> mcu = steers(s.conference(), s.epoch());
    plane.stopRecording(
        s.conference().value(),
        s.epoch(),
        s.id(),
        result -> {
          if (mcu != null && result instanceof CommandResult.Busy) {
            mcu.tell(new NotStopped(s.id()));
          }
        });
    return this;
  }

  private Behavior<Command> onClose(Close c) {
    plane.close(id(c.conference(), c.leg()), c.epoch(), result -> {});
    return this;
  }

  private Behavior<Command> onCloseAll(CloseAll c) {
    if (!c.hears()) {
      steering.remove(c.conference().value(), new Steering(c.epoch(), c.mcu()));
    }
    plane.closeConference(c.conference().value(), c.epoch(), result -> {});
    return this;
  }

  private Behavior<Command> onHeard(Heard heard) {
    Steering now = steering.get(heard.conferenceKey());
    if (now != null) {
      now.mcu().tell(heard.event());
    }
    return this;
  }

  /** The MCU that steers with this epoch; one that was replaced has been told and is not heard. */
  private @Nullable ActorRef<Event> steers(FocusKey conference, long epoch) {
    Steering now = steering.get(conference.value());
    return now != null && now.epoch() == epoch ? now.mcu() : null;
  }

  private Behavior<Command> detachAll() {
    plane.detachAll();
    return this;
  }

  private static void refusal(ActorRef<Event> mcu, int leg, CommandResult result) {
    if (!(result instanceof CommandResult.Done)) {
      mcu.tell(new Refused(leg, result));
    }
  }

  private static SessionId id(FocusKey conference, int leg) {
    return new SessionId(conference.value(), Integer.toString(leg));
  }

  /** Hears on loop threads and only passes on. */
  private record Ear(ActorRef<Command> node) implements MediaListener {
    @Override
    public void firstPacket(SessionId id) {
      node.tell(new Heard(id.conferenceKey(), new Alive(leg(id))));
    }

    @Override
    public void streamBack(SessionId id) {
      node.tell(new Heard(id.conferenceKey(), new Alive(leg(id))));
    }

    @Override
    public void streamLost(SessionId id, long silentForNs) {
      node.tell(new Heard(id.conferenceKey(), new Lost(leg(id), silentForNs / 1_000_000)));
    }

    @Override
    public void dtmf(SessionId id, char digit, int durationMs) {
      node.tell(new Heard(id.conferenceKey(), new Dtmf(leg(id), digit, durationMs)));
    }

    @Override
    public void talkersChanged(String conferenceKey, Set<SessionId> talkers) {
      Set<Integer> legs = talkers.stream().map(Ear::leg).collect(Collectors.toUnmodifiableSet());
      node.tell(new Heard(conferenceKey, new Talking(legs)));
    }

    @Override
    public void recorded(String conferenceKey, RecordedChunk chunk) {
      node.tell(new Heard(conferenceKey, new Recorded(chunk)));
    }

    @Override
    public void recordingFailed(String conferenceKey, String recording, String why) {
      node.tell(new Heard(conferenceKey, new RecordingFailed(recording, why)));
    }

    private static int leg(SessionId id) {
      return Integer.parseInt(id.leg());
    }
  }
}
