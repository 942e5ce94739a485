package org.confocal.media.loop;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.confocal.media.AudioCodec;
import org.confocal.media.SessionId;
import org.confocal.media.mix.AloneTone;
import org.confocal.media.mix.AudioMixer;
import org.confocal.media.mix.TalkerSelection;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that hear each other. Once per tick it takes a frame of each, chooses the loudest,
 * adds those up and sends: to each who is in the sum the sum without himself, to all others the
 * same packet. A session that waits in the lobby is apart: it is in no sum and hears none.
 */
final class MediaConference {

  final String key;

  /** Which part of the 20 ms its ticks have, so that the work of a loop is spread. */
  final int phase;

  /** When the next tick is due. */
  long nextTickNs;

  private final LoopContext context;
  private final List<MediaSession> sessions = new ArrayList<>();
  private final TalkerSelection selection;
  private final AloneTone aloneTone;
  private final int[] sum = new int[LoopContext.FRAME];
  private final short[] mix = new short[LoopContext.FRAME];
  private final short[] own = new short[LoopContext.FRAME];
  private int[] levels = new int[8];
  private boolean[] talking = new boolean[8];
  private long epoch;
  private boolean attached = true;
  private long detachedNs;
  private long framesAlone;
  private boolean talkerLeft;
  private long talkersToldNs;

  MediaConference(String key, long epoch, int phase, LoopContext context, AloneTone aloneTone) {
    this.key = key;
    this.epoch = epoch;
    this.phase = phase;
    this.context = context;
    this.aloneTone = aloneTone;
    this.selection = new TalkerSelection(context.settings.mix().maxTalkers());
    this.talkersToldNs = context.nowNs - context.settings.mix().talkersReport().toNanos();
  }

  long epoch() {
    return epoch;
  }

  /** A command of a focus with this epoch, not below the present one, came. */
  void attach(long newEpoch) {
    attached = true;
    if (newEpoch != epoch) {
      epoch = newEpoch;
      for (MediaSession session : sessions) {
        session.view.publishEpoch(epoch);
      }
    }
  }

  void detach() {
    if (attached) {
      attached = false;
      detachedNs = context.nowNs;
    }
  }

  boolean orphaned() {
    return !attached
        && context.nowNs - detachedNs >= context.settings.times().orphanGrace().toNanos();
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
  }

  void remove(MediaSession session) {
    sessions.remove(session);
    talkerLeft |= session.toldTalking;
  }

  /** Ticks were given up: time goes on for the listeners all the same. */
  void skip(long frames) {
    for (int i = 0; i < sessions.size(); i++) {
      sessions.get(i).advance(frames);
    }
  }

  /**
   * Mixes and sends one frame.
   *
   * @param tickNs the nominal time of the tick
   */
  void tick(long tickNs) {
    int connected = pullFrames(tickNs);
    framesAlone = connected == 1 ? framesAlone + 1 : 0;
    boolean anySound = chooseTalkers();
    if (anySound) {
      addUp();
    }
    context.beginFrame();
    boolean tone =
        framesAlone > 0
            && context.settings.alone().enabled()
            && aloneTone.render(framesAlone - 1, mix);
    for (int i = 0; i < sessions.size(); i++) {
      MediaSession session = sessions.get(i);
      AudioCodec codec = session.sends();
      if (codec != null) {
        session.send(packetFor(session, context.packets(codec), anySound, tone));
      }
      session.advance(1);
    }
    tellTalkers(tickNs);
  }

  private int pullFrames(long tickNs) {
    int connected = 0;
    for (int i = 0; i < sessions.size(); i++) {
      MediaSession session = sessions.get(i);
      levels[i] = session.pull(tickNs);
      connected += session.connected() && !session.waits() ? 1 : 0;
    }
    return connected;
  }

  private boolean chooseTalkers() {
    int count = sessions.size();
    for (int i = 0; i < count; i++) {
      talking[i] = sessions.get(i).talking;
    }
    selection.choose(levels, talking, count);
    boolean any = false;
    for (int i = 0; i < count; i++) {
      MediaSession session = sessions.get(i);
      session.talkedBefore = session.talking;
      session.talking = talking[i];
      any |= session.talking || session.talkedBefore;
    }
    return any;
  }

  /** Who comes or goes is faded over one frame, so that a change of talkers makes no click. */
  private void addUp() {
    AudioMixer.clear(sum);
    for (int i = 0; i < sessions.size(); i++) {
      MediaSession session = sessions.get(i);
      if (session.talking && !session.talkedBefore) {
        AudioMixer.fadeIn(session.frame);
      } else if (session.talkedBefore && !session.talking) {
        AudioMixer.fadeOut(session.frame);
      }
      if (session.talking || session.talkedBefore) {
        AudioMixer.add(sum, session.frame);
      }
    }
    AudioMixer.saturate(sum, mix);
  }

  private ByteBuffer packetFor(
      MediaSession session, FramePackets packets, boolean anySound, boolean tone) {
    if (session.waits()) {
      return waiting(session, packets);
    }
    if (tone) {
      return packets.shared(mix);
    }
    if (!anySound || framesAlone > 0) {
      return packets.silent();
    }
    if (session.talking || session.talkedBefore) {
      AudioMixer.saturateWithout(sum, session.frame, own);
      return packets.own(own);
    }
    return packets.shared(mix);
  }

  /** Whoever waits in the lobby gets nothing of the conference. */
  private ByteBuffer waiting(MediaSession session, FramePackets packets) {
    boolean tone =
        context.settings.alone().inLobby() && aloneTone.render(session.nextFrameWaiting(), own);
    return tone ? packets.own(own) : packets.silent();
  }

  private void tellTalkers(long tickNs) {
    boolean differ = talkerLeft;
    for (int i = 0; i < sessions.size(); i++) {
      differ |= sessions.get(i).talking != sessions.get(i).toldTalking;
    }
    if (!differ || tickNs - talkersToldNs < context.settings.mix().talkersReport().toNanos()) {
      return;
    }
    Set<SessionId> talkers = new HashSet<>();
    for (MediaSession session : sessions) {
      session.toldTalking = session.talking;
      if (session.talking) {
        talkers.add(session.id);
      }
    }
    talkerLeft = false;
    talkersToldNs = tickNs;
    context.listener.talkersChanged(key, Set.copyOf(talkers));
  }

  void onTimer() {
    for (int i = 0; i < sessions.size(); i++) {
      sessions.get(i).onTimer(epoch);
    }
  }
}
