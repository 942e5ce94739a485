package org.confocal.media;

import java.util.List;
import java.util.function.Consumer;
import org.confocal.media.mix.Relations;
import org.confocal.media.record.RecordingParameters;
import org.confocal.media.sound.Playback;
import org.confocal.media.sound.Sound;
import org.jspecify.annotations.Nullable;

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
 * on a loop thread ({@link CommandResult.Busy} perhaps on the caller's). Commands of one leg, and
 * those of a whole conference, are carried out in the order in which one thread gave them; so are
 * both as long as the conference is small enough for one loop.
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

  /** A deaf leg hears nothing at all, and is heard. */
  void deafen(SessionId id, long epoch, boolean deaf, Consumer<CommandResult> done);

  /**
   * A held leg is set aside by the conference: it is not heard and hears no conference. What is
   * played to it only is heard all the same. That is not the hold of the peer's own description,
   * which {@link #connect} tells.
   */
  void hold(SessionId id, long epoch, Hold held, Consumer<CommandResult> done);

  /** How loud a leg is for the others, and they for it. */
  void volume(SessionId id, long epoch, Volume volume, Consumer<CommandResult> done);

  /**
   * Who hears whom in a conference, instead of what was said before. Forgotten with its last leg.
   */
  void relate(String conferenceKey, long epoch, Relations relations, Consumer<CommandResult> done);

  /**
   * What those hear who are alone, are held with music or wait in the lobby, instead of tones and
   * silence; it repeats for ever. Null: none. Forgotten with the conference's last leg.
   */
  void music(String conferenceKey, long epoch, @Nullable Sound sound, Consumer<CommandResult> done);

  /**
   * Plays something to all who hear the conference. Four sounds play at once; one more ends the
   * oldest. Its end is told by {@link MediaListener#played(String, String)}.
   */
  void play(String conferenceKey, long epoch, Playback playback, Consumer<CommandResult> done);

  /** Ends what plays under a name to all; done also if there is nothing. */
  void stop(String conferenceKey, long epoch, String name, Consumer<CommandResult> done);

  /**
   * Plays something to one leg, whatever else it hears; as {@link #play(String, long, Playback,
   * Consumer)}.
   */
  void play(SessionId id, long epoch, Playback playback, Consumer<CommandResult> done);

  /** Ends what plays under a name to one leg; done also if there is nothing. */
  void stop(SessionId id, long epoch, String name, Consumer<CommandResult> done);

  /**
   * Presses keys towards one leg, after those that wait already: telephone events at the clock and
   * under the number that the peer wants. Meanwhile it is sent no sound. Answered when they wait;
   * {@link CommandResult.NoEvents} if the peer takes none or has put us on hold, {@link
   * CommandResult.Busy} if more than {@link Digits#MOST} would wait. What waits when we are put on
   * hold is forgotten.
   */
  void press(SessionId id, long epoch, Digits digits, Consumer<CommandResult> done);

  /**
   * Records what somebody hears who only listens: the mix of all with what is played to all, also
   * of one who is alone. One recording of a conference at a time; one that is on goes on when it is
   * ordered again. It ends with the conference's last leg, and can be gone on with. What becomes of
   * it is told by {@link MediaListener#recorded} and {@link MediaListener#recordingFailed}.
   */
  void record(
      String conferenceKey,
      long epoch,
      RecordingParameters recording,
      Consumer<CommandResult> done);

  /** Ends a recording: its last chunk is told when it is durable. Done also if there is none. */
  void stopRecording(
      String conferenceKey, long epoch, String recording, Consumer<CommandResult> done);

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
