package org.confocal.media.loop;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.confocal.media.CommandResult;
import org.confocal.media.Digits;
import org.confocal.media.Hold;
import org.confocal.media.MediaCounters;
import org.confocal.media.MediaListener;
import org.confocal.media.MediaPlane;
import org.confocal.media.MediaSettings;
import org.confocal.media.Reservation;
import org.confocal.media.ReserveResult;
import org.confocal.media.SessionId;
import org.confocal.media.SessionParameters;
import org.confocal.media.SessionRecord;
import org.confocal.media.Volume;
import org.confocal.media.codec.OpusCodecs;
import org.confocal.media.mix.Relations;
import org.confocal.media.net.NioNetwork;
import org.confocal.media.net.PortPool;
import org.confocal.media.record.RecordingParameters;
import org.confocal.media.record.RecordingRing;
import org.confocal.media.record.RecordingWriter;
import org.confocal.media.sound.Playback;
import org.confocal.media.sound.Sound;
import org.jspecify.annotations.Nullable;

/**
 * The media plane on real sockets: starts one daemon thread per loop and puts every command on the
 * queue of the loop that its leg is on, or its conference began on.
 */
public final class MediaLoops implements MediaPlane {

  private final LoopThread[] loops;
  private final Routes routes;
  private final OpusCodecs opus;
  private final RecordingWriter recordings;

  /** Is told of recordings; the loops have it as well. */
  private final GuardedListener ear = new GuardedListener(new LoopCounters());

  /** Of loops that share these routes. */
  MediaLoops(LoopThread[] loops, Routes routes, OpusCodecs opus, LongSupplier wallClockMillis) {
    this.loops = loops;
    this.routes = routes;
    this.opus = opus;
    this.recordings = new RecordingWriter(opus, wallClockMillis, ear);
  }

  /**
   * Starts the loops.
   *
   * @param nanoClock monotonic, in ns, as System.nanoTime
   * @param wallClockMillis since 1970, for the NTP time in sender reports
   * @throws IllegalArgumentException if Opus must be the system's and there is none
   */
  public static MediaLoops start(
      MediaSettings settings, LongSupplier nanoClock, LongSupplier wallClockMillis) {
    OpusCodecs opus = OpusCodecs.choose(settings.opus().library());
    MediaSettings.Ports ports = settings.ports();
    PortPool pool =
        new PortPool(
            ports.first(),
            ports.last(),
            ports.quarantine().toNanos(),
            new SecureRandom().nextInt(ports.last()));
    LoopThread[] loops = new LoopThread[settings.loops().count()];
    LoopLoad[] loads = new LoopLoad[loops.length];
    Arrays.setAll(loads, i -> new LoopLoad());
    Routes routes = new Routes(loads, settings.loops().conferenceLegs());
    for (int i = 0; i < loops.length; i++) {
      LoopContext context =
          new LoopContext(
              settings,
              new NioNetwork(ports.receiveBufferBytes(), ports.sendBufferBytes()),
              new LoopContext.Clocks(nanoClock, wallClockMillis),
              new SecureRandom());
      MediaLoop loop = new MediaLoop(context, pool, routes, i);
      loops[i] = new LoopThread(loop, loads[i], nanoClock, "media-loop-" + i);
    }
    for (LoopThread loop : loops) {
      loop.thread.start();
    }
    MediaLoops plane = new MediaLoops(loops, routes, opus, wallClockMillis);
    plane.recordings.start();
    return plane;
  }

  /** Which Opus was found; for the log of a room that has one. */
  public OpusCodecs.Choice opus() {
    return opus.choice();
  }

  @Override
  public void listener(MediaListener listener) {
    ear.replace(listener);
    for (LoopThread loop : loops) {
      loop.loop.listener().replace(listener);
    }
  }

  @Override
  public void reserve(SessionId id, long epoch, Reservation wish, Consumer<ReserveResult> done) {
    LoopThread to = loops[routes.reserve(id)];
    if (!to.offer(() -> to.loop.onReserve(id, epoch, wish, done))) {
      routes.refused(id);
      done.accept(new CommandResult.Busy());
    }
  }

  @Override
  public void connect(
      SessionId id, long epoch, SessionParameters parameters, Consumer<CommandResult> done) {
    LoopThread to = loopOf(id);
    orBusy(to.offer(() -> to.loop.onConnect(id, epoch, parameters, done)), done);
  }

  @Override
  public void mute(SessionId id, long epoch, boolean muted, Consumer<CommandResult> done) {
    LoopThread to = loopOf(id);
    orBusy(to.offer(() -> to.loop.onMute(id, epoch, muted, done)), done);
  }

  @Override
  public void deafen(SessionId id, long epoch, boolean deaf, Consumer<CommandResult> done) {
    toSession(id, epoch, done, session -> session.deafen(deaf));
  }

  @Override
  public void hold(SessionId id, long epoch, Hold held, Consumer<CommandResult> done) {
    toSession(id, epoch, done, session -> session.hold(held));
  }

  @Override
  public void volume(SessionId id, long epoch, Volume volume, Consumer<CommandResult> done) {
    toSession(id, epoch, done, session -> session.volume(volume));
  }

  @Override
  public void play(SessionId id, long epoch, Playback playback, Consumer<CommandResult> done) {
    toSession(id, epoch, done, session -> session.hearing.play(playback));
  }

  @Override
  public void stop(SessionId id, long epoch, String name, Consumer<CommandResult> done) {
    toSession(id, epoch, done, session -> session.hearing.stop(name));
  }

  @Override
  public void press(SessionId id, long epoch, Digits digits, Consumer<CommandResult> done) {
    CommandResult[] pressed = {new CommandResult.Done()};
    toSession(
        id,
        epoch,
        result -> done.accept(result instanceof CommandResult.Done ? pressed[0] : result),
        session -> pressed[0] = session.press(digits));
  }

  private void toSession(
      SessionId id, long epoch, Consumer<CommandResult> done, Consumer<MediaSession> command) {
    LoopThread to = loopOf(id);
    orBusy(to.offer(() -> to.loop.onSession(id, epoch, done, command)), done);
  }

  @Override
  public void relate(
      String conferenceKey, long epoch, Relations relations, Consumer<CommandResult> done) {
    toConference(conferenceKey, epoch, done, conference -> conference.relate(relations));
  }

  @Override
  public void music(
      String conferenceKey, long epoch, @Nullable Sound sound, Consumer<CommandResult> done) {
    toConference(conferenceKey, epoch, done, conference -> conference.music(sound));
  }

  @Override
  public void play(
      String conferenceKey, long epoch, Playback playback, Consumer<CommandResult> done) {
    toConference(conferenceKey, epoch, done, conference -> conference.play(playback));
  }

  @Override
  public void stop(String conferenceKey, long epoch, String name, Consumer<CommandResult> done) {
    toConference(conferenceKey, epoch, done, conference -> conference.stop(name));
  }

  @Override
  public void record(
      String conferenceKey,
      long epoch,
      RecordingParameters recording,
      Consumer<CommandResult> done) {
    RecordingRing ring = new RecordingRing(recording);
    toConference(
        conferenceKey,
        epoch,
        done,
        conference -> {
          if (conference.recording.begin(recording.id(), recording.rateHz(), ring)) {
            conference.changed();
            recordings.open(conferenceKey, recording, ring);
          }
        });
  }

  @Override
  public void stopRecording(
      String conferenceKey, long epoch, String recording, Consumer<CommandResult> done) {
    toConference(
        conferenceKey,
        epoch,
        done,
        conference -> {
          conference.recording.end(recording);
          conference.changed();
        });
  }

  private void toConference(
      String key, long epoch, Consumer<CommandResult> done, Consumer<MediaConference> command) {
    LoopThread to = homeOf(key);
    orBusy(to.offer(() -> to.loop.onConference(key, epoch, done, command)), done);
  }

  @Override
  public void close(SessionId id, long epoch, Consumer<CommandResult> done) {
    LoopThread to = loopOf(id);
    orBusy(to.offer(() -> to.loop.onClose(id, epoch, done)), done);
  }

  @Override
  public void closeConference(String conferenceKey, long epoch, Consumer<CommandResult> done) {
    int[] on = routes.allOf(conferenceKey);
    Gathering answers = new Gathering(on.length, done);
    for (int loop : on) {
      LoopThread to = loops[loop];
      orBusy(
          to.offer(() -> to.loop.onCloseConference(conferenceKey, epoch, answers::take)),
          answers::take);
    }
  }

  @Override
  public void adopt(String conferenceKey, long epoch, Consumer<CommandResult> done) {
    LoopThread to = homeOf(conferenceKey);
    orBusy(to.offer(() -> to.loop.onAdopt(conferenceKey, epoch, done)), done);
  }

  @Override
  public void touch(String conferenceKey, long epoch) {
    adopt(conferenceKey, epoch, result -> {});
  }

  @Override
  public void detach(String conferenceKey, long epoch) {
    LoopThread to = homeOf(conferenceKey);
    to.offer(() -> to.loop.onDetach(conferenceKey, epoch));
  }

  @Override
  public void detachAll() {
    ear.drop();
    for (LoopThread loop : loops) {
      loop.loop.listener().drop();
      loop.offer(loop.loop::onDetachAll);
    }
  }

  private static void orBusy(boolean taken, Consumer<CommandResult> done) {
    if (!taken) {
      done.accept(new CommandResult.Busy());
    }
  }

  private LoopThread loopOf(SessionId id) {
    return loops[routes.loopOf(id)];
  }

  private LoopThread homeOf(String conferenceKey) {
    return loops[routes.home(conferenceKey)];
  }

  @Override
  public List<SessionRecord> inventory() {
    List<SessionRecord> records = new ArrayList<>();
    for (LoopThread loop : loops) {
      loop.loop.inventory(records);
    }
    return List.copyOf(records);
  }

  @Override
  public MediaCounters counters() {
    return new MediaCounters(
        total(Counter.CONFERENCES),
        total(Counter.SESSIONS),
        new MediaCounters.Frames(
            total(Counter.FRAMES_MIXED),
            total(Counter.FRAMES_LATE),
            total(Counter.FRAMES_SKIPPED),
            highest(Counter.MAX_LATENESS_NS)),
        new MediaCounters.Packets(
            total(Counter.PACKETS_RECEIVED),
            total(Counter.PACKETS_SENT),
            total(Counter.PACKETS_ENCODED),
            total(Counter.MALFORMED),
            total(Counter.STRANGERS),
            total(Counter.UNEXPECTED),
            total(Counter.SEND_FAILED),
            total(Counter.UNAUTHENTIC)),
        new MediaCounters.Buffers(
            total(Counter.LOST),
            total(Counter.LATE),
            total(Counter.DUPLICATE),
            total(Counter.REORDERED),
            total(Counter.CONCEALED),
            total(Counter.RECOVERED),
            total(Counter.EXPANDED),
            total(Counter.ACCELERATED),
            total(Counter.LEFT_OUT),
            total(Counter.RESTARTS)),
        new MediaCounters.Ice(total(Counter.CHECKS), total(Counter.CHECKS_REFUSED)),
        new MediaCounters.Recordings(
            recordings.active(),
            recordings.chunks(),
            total(Counter.RECORDING_LOST),
            recordings.failed()),
        total(Counter.FAILURES));
  }

  private long total(Counter counter) {
    long total = 0;
    for (LoopThread loop : loops) {
      total += loop.loop.published(counter);
    }
    return total;
  }

  private long highest(Counter counter) {
    long highest = 0;
    for (LoopThread loop : loops) {
      highest = Math.max(highest, loop.loop.published(counter));
    }
    return highest;
  }

  @Override
  public void leave() {
    for (LoopThread loop : loops) {
      loop.offer(loop.loop::onLeave);
    }
    close();
  }

  /** Waits until the threads have ended, at most a second each, and recordings are written. */
  @Override
  public void close() {
    for (LoopThread loop : loops) {
      loop.stop();
    }
    for (LoopThread loop : loops) {
      loop.awaitEnd();
    }
    recordings.close();
  }
}
