package org.confocal.media.loop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.confocal.media.SessionId;
import org.confocal.media.mix.AudioMixer;
import org.confocal.media.mix.Relations;
import org.confocal.media.mix.TalkerSelection;
import org.confocal.media.sound.Playback;
import org.confocal.media.sound.Sound;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that hear each other. Once per tick it takes a frame of each, chooses the loudest,
 * adds those up at the highest rate that a leg can use, resamples the sum once for each other rate,
 * and sends: to each who is in the sum the sum without himself, to all others of the same {@link
 * StreamFormat} the same packets. A session that waits in the lobby is apart: it is in no sum and
 * hears none.
 */
final class MediaConference {

  private static final int LOWEST_HZ = 8000;

  final String key;

  /** The part of it that is on this loop, as other loops see it. */
  final Branch branch;

  /** Which part of the 20 ms its ticks have, so that the work of a loop is spread. */
  final int phase;

  /** When the next tick is due. */
  long nextTickNs;

  /** What is played to all. */
  final Players players;

  /** Where it is recorded. */
  final RecordingTap recording;

  private final LoopContext context;
  private final List<MediaSession> sessions = new ArrayList<>();
  private final TalkerSelection selection;
  private final List<RateMix> mixes = new ArrayList<>();
  private final List<FormatStreams> streams = new ArrayList<>();
  private final Intermission intermission = new Intermission();
  private int mixHz;
  private int[] sum = new int[0];
  private long frame;
  private int quietFrames;
  private int[] levels = new int[8];
  private boolean[] talking = new boolean[8];
  private long epoch;
  private long framesAlone;
  private Relations relations = Relations.NONE;
  private boolean changed;
  private final Solitude solitude;
  private final Cascade cascade;
  private final Hearsay hearsay;
  private final TalkerReport talkers;

  MediaConference(Branch branch, int phase, LoopContext context) {
    this.key = branch.route.key;
    this.branch = branch;
    this.phase = phase;
    this.context = context;
    this.solitude = new Solitude(context, intermission);
    this.cascade = new Cascade(branch, context);
    this.hearsay = new Hearsay(branch, context);
    this.players = new Players(hearsay::played);
    this.recording = new RecordingTap(context.counters);
    this.selection = new TalkerSelection(context.settings.mix().maxTalkers());
    this.talkers = new TalkerReport(branch, context);
  }

  long epoch() {
    return branch.route.standing.epoch();
  }

  /** A command of a focus with this epoch, not below the present one, came. */
  void attach(long newEpoch) {
    branch.route.standing.attach(newEpoch);
    publishEpoch();
  }

  /** A command may have come to another loop. */
  private void publishEpoch() {
    if (epoch != epoch()) {
      epoch = epoch();
      for (MediaSession session : sessions) {
        session.view.publishEpoch(epoch);
      }
    }
  }

  void detach() {
    branch.route.standing.detach(context.nowNs);
  }

  boolean orphaned() {
    long graceNs = context.settings.times().orphanGrace().toNanos();
    return branch.route.standing.orphaned(context.nowNs, graceNs);
  }

  List<MediaSession> sessions() {
    return sessions;
  }

  @Nullable MediaSession session(SessionId id) {
    for (MediaSession session : sessions) {
      if (session.id.equals(id)) {
        return session;
      }
    }
    return null;
  }

  void add(MediaSession session) {
    sessions.add(session);
    session.view.publishEpoch(epoch);
    if (sessions.size() > levels.length) {
      levels = Arrays.copyOf(levels, 2 * levels.length);
      talking = new boolean[levels.length];
    }
    changed();
  }

  void remove(MediaSession session) {
    sessions.remove(session);
    talkers.onLeave(session);
    changed();
  }

  /**
   * Somebody came, went or changed: at the next tick all find their places. Once for all who come
   * or go together.
   */
  void changed() {
    changed = true;
  }

  /** Who hears whom from now on. */
  void relate(Relations newRelations) {
    boolean were = !relations.isNone();
    relations = newRelations;
    hearsay.say(relations);
    if (were || !relations.isNone()) {
      tellRelations();
    }
  }

  private void tellRelations() {
    Map<String, Voice> voices = new HashMap<>();
    cascade.relate(relations, sessions, voices);
    for (MediaSession session : sessions) {
      voices.put(session.id.leg(), session.voice);
      session.voice.relate(relations.toAll(session.id.leg()));
    }
    for (MediaSession session : sessions) {
      session.hearing.relate(relations, session.id.leg(), voices);
    }
  }

  /** For whoever is held or waits, and instead of the tone for whoever is alone; null: none. */
  void music(@Nullable Sound newMusic) {
    intermission.music(newMusic);
    hearsay.sayMusic(newMusic);
  }

  /** Plays something to all. */
  void play(Playback playback) {
    players.play(playback);
    hearsay.say(playback, nextTickNs);
  }

  /** Ends what is played to all. */
  void stop(String name) {
    players.stop(name);
    hearsay.sayStop(name, nextTickNs);
  }

  /**
   * Finds the rate of the mix, which is the highest that a leg can use, and gives each leg its
   * place. When the rate changes the resamplers begin anew, which leaves a hole of some 2 ms for
   * those that need one.
   */
  private void arrange() {
    changed = false;
    int highest = LOWEST_HZ;
    for (MediaSession session : sessions) {
      StreamFormat format = session.format();
      highest = format == null ? highest : Math.max(highest, format.rateHz());
    }
    if (recording.on() && !cascade.idle()) {
      highest = Math.max(highest, recording.rateHz()); // the legs elsewhere may have more
    }
    boolean newRate = highest != mixHz;
    if (newRate) {
      mixHz = highest;
      sum = new int[LoopContext.samples(mixHz)];
      solitude.stand(sum.length);
      mixes.clear();
      cascade.stand(mixHz);
    }
    streams.forEach(stream -> stream.users = 0);
    for (MediaSession session : sessions) {
      StreamFormat format = session.format();
      if (format != null) {
        FormatStreams shared = streamsOf(format);
        shared.users++;
        session.stand(mixHz, mixOf(format.rateHz()), shared);
      }
    }
    if (recording.on()) {
      recording.stand(mixOf(recording.rateHz()));
    }
    streams.removeIf(MediaConference::unused);
    mixes.removeIf(mix -> !needed(mix));
    if (newRate) {
      AudioMixer.clear(sum);
      for (MediaSession session : sessions) {
        session.voice.contributeAgain(sum);
      }
      cascade.contributeAgain(sum);
      mixes.forEach(mix -> mix.take(sum, 0));
    }
    if (!relations.isNone() || !cascade.idle()) {
      tellRelations();
    }
  }

  /** Its last leg has gone. */
  void close() {
    recording.end();
    streams.forEach(FormatStreams::close);
    streams.clear();
  }

  private static boolean unused(FormatStreams streams) {
    if (streams.users == 0) {
      streams.close();
    }
    return streams.users == 0;
  }

  private boolean needed(RateMix mix) {
    for (FormatStreams stream : streams) {
      if (stream.format.rateHz() == mix.rateHz) {
        return true;
      }
    }
    return recording.wants(mix.rateHz);
  }

  private FormatStreams streamsOf(StreamFormat format) {
    for (FormatStreams stream : streams) {
      if (stream.format.equals(format)) {
        return stream;
      }
    }
    FormatStreams made = new FormatStreams(format, context);
    streams.add(made);
    return made;
  }

  private RateMix mixOf(int rateHz) {
    for (RateMix mix : mixes) {
      if (mix.rateHz == rateHz) {
        return mix;
      }
    }
    RateMix made = new RateMix(rateHz, mixHz, new Interlude(intermission, context, rateHz));
    mixes.add(made);
    return made;
  }

  /** Ticks were given up: time goes on for the listeners all the same. */
  void skip(long frames) {
    for (int i = 0; i < sessions.size(); i++) {
      sessions.get(i).skip(frame, frames);
    }
    for (int i = 0; i < streams.size(); i++) {
      streams.get(i).skip(frame, frames);
    }
    recording.skip(frames);
    frame += frames;
  }

  /**
   * Mixes and sends one frame.
   *
   * @param tickNs the nominal time of the tick
   */
  void tick(long tickNs) {
    hearsay.follow(this, tickNs);
    changed |= cascade.follow();
    if (changed) {
      arrange();
    }
    int connected = cascade.connected(pullFrames(tickNs));
    framesAlone = connected == 1 ? framesAlone + 1 : 0;
    chooseTalkers();
    addUp();
    recording.take();
    try {
      for (int i = 0; i < sessions.size(); i++) {
        sessions.get(i).chooseStream(frame);
      }
      for (int i = 0; i < sessions.size(); i++) {
        sessions.get(i).send(frame);
        sessions.get(i).advance();
      }
    } finally {
      frame++; // no packet is sent twice, whatever happened
    }
    talkers.onTick(sessions, cascade, tickNs);
  }

  private int pullFrames(long tickNs) {
    int connected = 0;
    int waiting = 0;
    for (int i = 0; i < sessions.size(); i++) {
      MediaSession session = sessions.get(i);
      levels[i] = session.pull(tickNs);
      connected += session.connected() && !session.waits() ? 1 : 0;
      waiting += session.waits() ? 1 : 0;
    }
    intermission.onTick(waiting > 0);
    return connected;
  }

  /** Who is not heard by all, but by some, does not compete for the places of the loudest. */
  private void chooseTalkers() {
    int count = sessions.size();
    for (int i = 0; i < count; i++) {
      Voice voice = sessions.get(i).voice;
      talking[i] = voice.talking;
      voice.talking = voice.apart() && levels[i] > 0;
      levels[i] = voice.apart() ? 0 : levels[i];
    }
    if (cascade.idle()) {
      selection.choose(levels, talking, count);
    } else {
      cascade.choose(sessions, levels, talking);
    }
    for (int i = 0; i < count; i++) {
      sessions.get(i).voice.talking |= talking[i];
    }
  }

  private void addUp() {
    boolean alone = framesAlone > 0;
    boolean any = false;
    AudioMixer.clear(sum);
    boolean unheard = alone && !recording.on();
    for (int i = 0; i < sessions.size(); i++) {
      any |= sessions.get(i).contribute(unheard, sum);
    }
    any |= cascade.contribute(unheard, sum);
    any |= addForAlone(alone);
    if (players.any()) {
      players.add(mixHz, sum);
      any = true;
    }
    quietFrames = any ? 0 : Math.min(quietFrames + 1, Integer.MAX_VALUE - 1);
    for (int i = 0; i < mixes.size(); i++) {
      mixes.get(i).take(sum, quietFrames);
    }
  }

  private boolean addForAlone(boolean alone) {
    return solitude.add(alone ? framesAlone : 0, frame, mixHz, sum);
  }

  void onTimer() {
    publishEpoch();
    for (int i = 0; i < sessions.size(); i++) {
      sessions.get(i).onTimer(epoch);
    }
  }
}
