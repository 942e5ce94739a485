package org.confocal.media.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.confocal.media.CommandResult;
import org.confocal.media.Reservation;
import org.confocal.media.ReserveResult;
import org.confocal.media.SessionId;
import org.confocal.media.SessionParameters;
import org.confocal.media.SessionRecord;
import org.confocal.media.net.PortPool;

/**
 * Everything that happens to the conferences of one loop, in the order of {@link #doWork}. Called
 * by one thread only; other threads put commands on the queue, read counters and views.
 */
final class MediaLoop {

  private static final long TIMER_NS = 250_000_000L;
  private static final long IDLE_NS = 100_000_000L;
  private static final int COMMANDS_PER_TURN = 64;
  private static final int MAX_READS_PER_SOCKET = 64;

  /** Further behind than this many ticks, the loop gives them up instead of sending a burst. */
  private static final int MAX_CATCH_UP = 5;

  private final LoopContext context;
  private final PortPool pool;
  private final Routes routes;
  private final int index;
  private final CommandQueue commands;
  private final Phases phases;
  private final Map<String, MediaConference> conferences = new HashMap<>();
  private final List<MediaConference> ordered = new ArrayList<>();
  private final ConcurrentHashMap<SessionId, SessionView> views = new ConcurrentHashMap<>();
  private boolean started;
  private boolean wordless;
  private long nextPollNs;
  private long nextTimerNs;

  /** A loop by itself. */
  MediaLoop(LoopContext context, PortPool pool) {
    this(context, pool, Routes.ofOneLoop(), 0);
  }

  /**
   * One of some.
   *
   * @param index its place among them
   */
  MediaLoop(LoopContext context, PortPool pool, Routes routes, int index) {
    this.context = context;
    this.pool = pool;
    this.routes = routes;
    this.index = index;
    this.commands = new CommandQueue(context.settings.loops().commandQueue());
    this.phases = new Phases(context.settings.loops().pollsPerFrame());
  }

  /** Any thread: false if the queue is full. */
  boolean offer(Runnable command) {
    return commands.offer(command);
  }

  /**
   * One turn: commands, sockets, due conferences, timers, counters.
   *
   * @return when the next turn is due
   */
  long doWork(long nowNs) {
    if (!started) {
      started = true;
      phases.begin(nowNs);
      nextPollNs = nowNs;
      nextTimerNs = nowNs + TIMER_NS;
    }
    context.nowNs = nowNs;
    context.uselessLeft = LoopContext.USELESS_PER_TURN;
    drainCommands();
    pollSockets();
    for (int i = 0; i < ordered.size(); i++) {
      runConference(ordered.get(i));
    }
    if (nowNs - nextTimerNs >= 0) {
      nextTimerNs = nowNs + TIMER_NS;
      onTimer();
    }
    context.counters.publish();
    return ordered.isEmpty() ? nowNs + IDLE_NS : nextPollNs;
  }

  private void drainCommands() {
    for (int i = 0; i < COMMANDS_PER_TURN; i++) {
      Runnable command = commands.poll();
      if (command == null) {
        return;
      }
      guarded(command);
    }
  }

  /**
   * A fault in one conference must not end the sound of all others on the loop: it is counted,
   * told, and the loop goes on.
   */
  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      context.listener.failed(e, context.nowNs);
    }
  }

  /**
   * Once per turn, one datagram per socket; more often after a late turn, so that a backlog goes
   * away.
   */
  private void pollSockets() {
    long behind = (context.nowNs - nextPollNs) / phases.partNs();
    if (context.nowNs - nextPollNs < 0) {
      behind = 0;
    } else {
      nextPollNs += (behind + 1) * phases.partNs();
    }
    for (long i = Math.min(behind, MAX_READS_PER_SOCKET); i >= 0; i--) {
      if (context.network.poll() == 0) {
        return;
      }
    }
  }

  private void runConference(MediaConference conference) {
    long behindNs = context.nowNs - conference.nextTickNs;
    if (behindNs > MAX_CATCH_UP * LoopContext.FRAME_NS) {
      long missed = behindNs / LoopContext.FRAME_NS;
      conference.nextTickNs += missed * LoopContext.FRAME_NS;
      conference.skip(missed);
      context.counters.add(Counter.FRAMES_SKIPPED, missed);
    }
    while (context.nowNs - conference.nextTickNs >= 0) {
      long due = conference.nextTickNs;
      conference.nextTickNs += LoopContext.FRAME_NS;
      try {
        conference.tick(due);
      } catch (RuntimeException e) {
        context.listener.failed(e, context.nowNs);
      }
      context.countLateness(context.clocks.nano().getAsLong() - due);
    }
  }

  private void onTimer() {
    for (int i = ordered.size() - 1; i >= 0; i--) {
      try {
        onTimer(ordered.get(i));
      } catch (RuntimeException e) {
        context.listener.failed(e, context.nowNs);
      }
    }
  }

  private void onTimer(MediaConference conference) {
    if (conference.orphaned()) {
      List<MediaSession> orphans = List.copyOf(conference.sessions());
      end(conference);
      orphans.forEach(session -> context.listener.orphanClosed(session.id));
    } else {
      conference.onTimer();
      endIfEmpty(conference);
    }
  }

  // Commands, in the names of MediaPlane; the answer is given on this thread.

  void onReserve(SessionId id, long epoch, Reservation wish, Consumer<ReserveResult> done) {
    ReserveResult result = new ReserveResult.NoPort();
    try {
      result = reserve(id, epoch, wish);
    } finally {
      routes.settled(id, index, views.containsKey(id));
    }
    context.listener.answer(done, result);
  }

  private ReserveResult reserve(SessionId id, long epoch, Reservation wish) {
    long highest = routes.fences.raise(id.conferenceKey(), epoch);
    if (epoch < highest) {
      return new CommandResult.Stale(highest);
    }
    MediaConference conference = conferences.get(id.conferenceKey());
    MediaSession session = conference == null ? null : conference.session(id);
    if (session == null) {
      session = MediaSession.reserve(id, context, pool, wish);
      if (session == null) {
        return new ReserveResult.NoPort();
      }
      if (conference == null) {
        conference = begin(id.conferenceKey());
      }
      conference.add(session);
      views.put(id, session.view);
      context.counters.increment(Counter.SESSIONS);
    }
    if (conference != null) {
      conference.attach(epoch);
    }
    return new ReserveResult.Reserved(session.local(), session.ssrc());
  }

  void onConnect(
      SessionId id, long epoch, SessionParameters parameters, Consumer<CommandResult> done) {
    onSession(
        id,
        epoch,
        done,
        session -> {
          session.connect(parameters);
          MediaConference conference = conferences.get(id.conferenceKey());
          if (conference != null) {
            conference.changed();
          }
        });
  }

  void onMute(SessionId id, long epoch, boolean muted, Consumer<CommandResult> done) {
    onSession(id, epoch, done, session -> session.mute(muted));
  }

  /** A command to one leg. */
  void onSession(
      SessionId id, long epoch, Consumer<CommandResult> done, Consumer<MediaSession> command) {
    CommandResult result = fence(id.conferenceKey(), epoch);
    if (result instanceof CommandResult.Done) {
      MediaConference conference = conferences.get(id.conferenceKey());
      MediaSession session = conference == null ? null : conference.session(id);
      if (session == null) {
        result = new CommandResult.Unknown();
      } else {
        command.accept(session);
      }
    }
    context.listener.answer(done, result);
  }

  /** A command to a conference. */
  void onConference(
      String key, long epoch, Consumer<CommandResult> done, Consumer<MediaConference> command) {
    CommandResult result = fence(key, epoch);
    MediaConference conference = conferences.get(key);
    if (result instanceof CommandResult.Done && conference == null) {
      result = new CommandResult.Unknown();
    } else if (result instanceof CommandResult.Done && conference != null) {
      command.accept(conference);
    }
    context.listener.answer(done, result);
  }

  void onClose(SessionId id, long epoch, Consumer<CommandResult> done) {
    CommandResult result = fence(id.conferenceKey(), epoch);
    MediaConference conference = conferences.get(id.conferenceKey());
    if (result instanceof CommandResult.Done && conference != null) {
      MediaSession session = conference.session(id);
      if (session != null) {
        close(conference, session);
      }
    }
    context.listener.answer(done, result);
  }

  void onCloseConference(String key, long epoch, Consumer<CommandResult> done) {
    CommandResult result = fence(key, epoch);
    MediaConference conference = conferences.get(key);
    if (result instanceof CommandResult.Done && conference != null) {
      end(conference);
    }
    context.listener.answer(done, result);
  }

  void onAdopt(String key, long epoch, Consumer<CommandResult> done) {
    CommandResult result = fence(key, epoch);
    boolean here = conferences.containsKey(key);
    context.listener.answer(
        done, result instanceof CommandResult.Done && !here ? new CommandResult.Unknown() : result);
  }

  void onDetach(String key, long epoch) {
    MediaConference conference = conferences.get(key);
    if (conference != null && epoch >= conference.epoch()) {
      conference.detach();
    }
  }

  void onDetachAll() {
    for (MediaConference conference : ordered) {
      conference.detach();
    }
  }

  /** Who is sent away from now on is told nothing: his stream goes on later. */
  void onLeave() {
    wordless = true;
  }

  /** Ends everything: the plane closes. */
  void onShutdown(long nowNs) {
    context.nowNs = nowNs;
    for (Runnable last = commands.poll(); last != null; last = commands.poll()) {
      guarded(last);
    }
    for (int i = ordered.size() - 1; i >= 0; i--) {
      end(ordered.get(i));
    }
    for (MediaConference left : ordered) {
      left.close(); // the home of one that other loops have not ended yet
    }
    context.counters.publish();
    context.network.close();
  }

  void onFailure(Throwable cause) {
    context.listener.failed(cause, context.nowNs);
  }

  /** Refuses an older epoch; else takes note of it and attaches the focus. */
  private CommandResult fence(String key, long epoch) {
    long highest = routes.fences.raise(key, epoch);
    if (epoch < highest) {
      return new CommandResult.Stale(highest);
    }
    MediaConference conference = conferences.get(key);
    if (conference != null) {
      conference.attach(epoch);
    }
    return new CommandResult.Done();
  }

  private MediaConference begin(String key) {
    int phase = phases.take(routes, key);
    Branch branch = routes.begin(key, index, phases.offsetNs(phase));
    MediaConference conference = new MediaConference(branch, phase, context);
    conference.nextTickNs = phases.nextTickNs(phase, context.nowNs);
    if (ordered.isEmpty()) {
      nextPollNs = phases.nextPartNs(context.nowNs);
    }
    conferences.put(key, conference);
    ordered.add(conference);
    context.counters.add(Counter.CONFERENCES, branch.home() ? 1 : 0);
    return conference;
  }

  private void close(MediaConference conference, MediaSession session) {
    conference.remove(session);
    views.remove(session.id);
    if (!wordless) {
      session.bye();
    }
    session.close();
    context.counters.add(Counter.SESSIONS, -1);
    routes.left(session.id);
    endIfEmpty(conference);
  }

  /** The home of a conference stays until it is on no other loop either. */
  private void endIfEmpty(MediaConference conference) {
    if (conference.sessions().isEmpty() && routes.end(conference.branch)) {
      conference.close();
      phases.leave(conference.phase);
      conferences.remove(conference.key);
      ordered.remove(conference);
      context.counters.add(Counter.CONFERENCES, conference.branch.home() ? -1 : 0);
    }
  }

  private void end(MediaConference conference) {
    for (MediaSession session : List.copyOf(conference.sessions())) {
      close(conference, session);
    }
    if (conferences.containsKey(conference.key)) {
      endIfEmpty(conference);
    }
  }

  // For other threads.

  GuardedListener listener() {
    return context.listener;
  }

  long published(Counter counter) {
    return context.counters.published(counter);
  }

  void inventory(List<SessionRecord> into) {
    views.values().forEach(view -> into.add(view.read()));
  }
}
