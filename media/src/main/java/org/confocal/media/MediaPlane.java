package org.confocal.media;

import java.util.List;
import java.util.function.Consumer;

/**
 * Owns RTP sockets and mixes conferences. It is made once per process, outside every actor system,
 * and outlives them.
 *
 * <p><b>Fencing.</b> Every command carries the epoch of the focus that sends it. The plane keeps
 * the highest epoch per conference key, also for a while after the conference ended, and answers a
 * lower one with {@link CommandResult.Stale}.
 *
 * <p><b>Orphans.</b> Any command, {@link #touch} or {@link #adopt} attaches a focus to its
 * conference. {@link #detach} and {@link #detachAll} take it away; a conference that stays without
 * one for the orphan grace is closed with a BYE to its legs.
 *
 * <p>All methods may be called from any thread, never block, and give their result to {@code done}
 * on a loop thread (only {@link CommandResult.Busy} is given on the caller's). Commands of one
 * conference are carried out in the order in which one thread gave them.
 */
public interface MediaPlane extends AutoCloseable {

  /** Replaces the listener; the one before hears nothing more, except a call that is under way. */
  void listener(MediaListener listener);

  /**
   * Binds an RTP and an RTCP port. The session neither sends nor listens until {@link #connect}.
   * For a session that exists the answer tells its present port and SSRC and the wish is not looked
   * at.
   */
  void reserve(SessionId id, long epoch, Reservation wish, Consumer<ReserveResult> done);

  /** Starts the media of a reserved session, or changes it (re-INVITE, hold). */
  void connect(
      SessionId id, long epoch, SessionParameters parameters, Consumer<CommandResult> done);

  /** A muted leg hears the others and is not mixed; its key presses are still told. */
  void mute(SessionId id, long epoch, boolean muted, Consumer<CommandResult> done);

  /**
   * Sends RTCP BYE and releases the ports into quarantine. Done also if there is no such session.
   */
  void close(SessionId id, long epoch, Consumer<CommandResult> done);

  /** Closes all sessions of a conference. Done also if there is none. */
  void closeConference(String conferenceKey, long epoch, Consumer<CommandResult> done);

  /** A newer focus takes the conference over: raises the epoch and attaches. */
  void adopt(String conferenceKey, long epoch, Consumer<CommandResult> done);

  /** The focus is still there: attaches without any other change. */
  void touch(String conferenceKey, long epoch);

  /** The focus of one conference went away without ending it: its orphan clock starts. */
  void detach(String conferenceKey, long epoch);

  /** The actor system went away: every orphan clock starts and the listener is dropped. */
  void detachAll();

  /** All sessions now. */
  List<SessionRecord> inventory();

  MediaCounters counters();

  /**
   * Closes the sockets and ends the loop threads without a word: the streams go on when somebody
   * binds the same ports again.
   */
  void leave();

  /** Ends all sessions with BYE, closes the sockets and ends the loop threads. */
  @Override
  void close();
}
