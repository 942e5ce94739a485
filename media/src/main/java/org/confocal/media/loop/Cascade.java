package org.confocal.media.loop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.confocal.media.SessionId;
import org.confocal.media.mix.Relations;
import org.confocal.media.mix.TalkerSelection;
import org.jspecify.annotations.Nullable;

/**
 * The part of a conference that is on other loops, as one of its branches has it. In each tick the
 * branch tells the others the frames of its own loudest, as many as are mixed at all, and of those
 * who talk to some only; and lets the loudest of the others compete with its own. All branches
 * compare the same levels in the same way, so they come to the same talkers, each at its own tick:
 * at most one tick after the branch that they are on.
 *
 * <p>A conference on one loop only has nothing to do with this.
 */
final class Cascade {

  /** So many who were heard once are kept ready. */
  private static final int MOST_SPARE = 32;

  /** Levels that are equal are decided by the number of the loop. */
  private static final int TIE_BITS = 8;

  private final Branch own;
  private final LoopContext context;
  private final TalkerSelection loudestHere;
  private final TalkerSelection loudest;
  private final Map<String, RemoteVoice> byLeg = new HashMap<>();
  private final List<RemoteVoice> voices = new ArrayList<>();
  private final Set<String> here = new HashSet<>();
  private Branch[] known = Route.NOWHERE;
  private TalkReader[] readers = {};
  private int[] levels = {};
  private boolean[] talking = {};
  private TalkReader[] candidateFrom = {};
  private int[] candidateTalk = {};
  private Relations relations = Relations.NONE;
  private int mixHz;
  private long tick;

  Cascade(Branch own, LoopContext context) {
    this.own = own;
    this.context = context;
    this.loudestHere = new TalkerSelection(context.settings.mix().maxTalkers());
    this.loudest = new TalkerSelection(context.settings.mix().maxTalkers());
  }

  /**
   * Looks whether there are other branches.
   *
   * @return whether that has changed
   */
  boolean follow() {
    Branch[] now = own.route.branches();
    if (now == known) {
      return false;
    }
    known = now;
    List<TalkReader> found = new ArrayList<>();
    for (Branch branch : now) {
      if (branch != own) {
        found.add(readerOf(branch));
      }
    }
    readers = found.toArray(new TalkReader[0]);
    return true;
  }

  private TalkReader readerOf(Branch branch) {
    for (TalkReader reader : readers) {
      if (reader.from == branch) {
        return reader;
      }
    }
    return new TalkReader(branch);
  }

  /** Whether nothing is to be heard of other branches, nor do they hear this one. */
  boolean idle() {
    return readers.length == 0 && voices.isEmpty();
  }

  /** How many hear the conference, on all loops. */
  int connected(int onThis) {
    own.connected(onThis);
    int all = onThis;
    for (TalkReader reader : readers) {
      all += reader.from.connected();
    }
    return all;
  }

  /** The conference mixes here at this rate from now on. */
  void stand(int newMixHz) {
    mixHz = newMixHz;
    for (RemoteVoice voice : voices) {
      voice.stand(mixHz);
    }
  }

  /** Adds the frames of the tick before again, for a mix whose rate has changed. */
  void contributeAgain(int[] sum) {
    for (RemoteVoice voice : voices) {
      voice.voice.contributeAgain(sum);
    }
  }

  /**
   * Who hears whom from now on, or who is here.
   *
   * @param onThis the legs of this branch
   * @param byName receives the voices of others that a leg of this branch hears in a way of its own
   */
  void relate(Relations newRelations, List<MediaSession> onThis, Map<String, Voice> byName) {
    relations = newRelations;
    here(onThis);
    for (RemoteVoice voice : voices) {
      voice.named = false;
      voice.voice.relate(relations.toAll(voice.id.leg()));
    }
    if (readers.length > 0) {
      for (MediaSession session : onThis) {
        for (String talker : relations.of(session.id.leg()).keySet()) {
          if (!here.contains(talker)) {
            voiceOf(talker).named = true;
          }
        }
      }
    }
    for (RemoteVoice voice : voices) {
      byName.put(voice.id.leg(), voice.voice);
    }
  }

  /** Nobody is heard from elsewhere under the name of a leg that is here. */
  private void here(List<MediaSession> onThis) {
    here.clear();
    for (MediaSession session : onThis) {
      here.add(session.id.leg());
    }
    voices.removeIf(voice -> here.contains(voice.id.leg()));
    byLeg.keySet().removeAll(here);
  }

  private RemoteVoice voiceOf(String leg) {
    RemoteVoice voice = byLeg.get(leg);
    if (voice == null) {
      forgetOne();
      voice = new RemoteVoice(new SessionId(own.route.key, leg), context.settings.mix());
      voice.voice.relate(relations.toAll(leg));
      byLeg.put(leg, voice);
      voices.add(voice);
    }
    return voice;
  }

  private void forgetOne() {
    RemoteVoice oldest = null;
    int spare = 0;
    for (RemoteVoice voice : voices) {
      if (voice.spare()) {
        spare++;
        oldest = oldest == null || voice.usedTick < oldest.usedTick ? voice : oldest;
      }
    }
    if (oldest != null && spare >= MOST_SPARE) {
      voices.remove(oldest);
      byLeg.remove(oldest.id.leg());
    }
  }

  /**
   * Chooses the loudest of all branches.
   *
   * @param levelsHere of the legs of this branch, 0 for who does not compete
   * @param talkingHere which of them were chosen before; receives which are now
   */
  void choose(List<MediaSession> sessions, int[] levelsHere, boolean[] talkingHere) {
    tick++;
    tell(sessions, levelsHere, talkingHere);
    int count = sessions.size();
    for (int i = 0; i < count; i++) {
      levels[i] = score(levelsHere[i], own);
      talking[i] = talkingHere[i];
    }
    int all = listen(count);
    loudest.choose(levels, talking, all);
    System.arraycopy(talking, 0, talkingHere, 0, count);
    for (int i = count; i < all; i++) {
      if (talking[i]) {
        hear(candidateFrom[i], candidateTalk[i]).chosen = true;
      }
    }
    for (int i = 0; i < voices.size(); i++) {
      take(voices.get(i));
    }
    if (readers.length == 0) {
      forgetAll();
    }
  }

  /** There is no other branch any more: who is not to be heard any more either is forgotten. */
  private void forgetAll() {
    voices.removeIf(RemoteVoice::spare);
    if (voices.isEmpty()) {
      byLeg.clear();
    }
  }

  private static int score(int level, Branch of) {
    return level == 0 ? 0 : (level << TIE_BITS) + (1 << TIE_BITS) - 1 - of.loop;
  }

  /** Tells the other branches who is loudest here, and who talks to some only. */
  private void tell(List<MediaSession> sessions, int[] levelsHere, boolean[] talkingHere) {
    int count = sessions.size();
    room(count);
    System.arraycopy(levelsHere, 0, levels, 0, count);
    System.arraycopy(talkingHere, 0, talking, 0, count);
    loudestHere.choose(levels, talking, count);
    TalkRing ring = own.openRing();
    ring.begin();
    for (int i = 0; i < count; i++) {
      MediaSession session = sessions.get(i);
      Voice voice = session.voice;
      boolean toSome = voice.talking;
      boolean told = talking[i] || toSome;
      if (told || voice.told) { // once more, to fade out
        ring.add(voice.leg, toSome ? 1 : levelsHere[i], talkingHere[i], session.frame());
      }
      voice.told = told;
    }
    ring.end();
  }

  /** Adds the talkers of other branches to those who compete; returns how many there are then. */
  private int listen(int count) {
    for (int i = 0; i < voices.size(); i++) {
      voices.get(i).begin();
    }
    int all = count;
    for (TalkReader reader : readers) {
      reader.take();
      reader.heard = false;
      room(all + reader.count);
      for (int talk = 0; talk < reader.count; talk++) {
        String leg = reader.legs[talk];
        RemoteVoice voice = byLeg.get(leg);
        if (voice != null) {
          voice.at(reader, talk);
        }
        if (!here.contains(leg) && !apart(leg, voice)) {
          levels[all] = score(reader.levels[talk], reader.from);
          talking[all] = reader.talking[talk];
          candidateFrom[all] = reader;
          candidateTalk[all++] = talk;
        }
      }
    }
    return all;
  }

  private boolean apart(String leg, @Nullable RemoteVoice voice) {
    if (voice != null) {
      return voice.voice.apart();
    }
    return !relations.isNone() && relations.toAll(leg) == 0;
  }

  private RemoteVoice hear(TalkReader reader, int talk) {
    RemoteVoice voice = voiceOf(reader.legs[talk]);
    voice.at(reader, talk);
    return voice;
  }

  /** Takes the frame of a voice if it is heard in this tick, or was in the one before. */
  private void take(RemoteVoice voice) {
    TalkReader reader = voice.reader;
    boolean toSome = reader != null && voice.voice.apart() && reader.levels[voice.talk] > 0;
    boolean wanted = voice.chosen || toSome;
    boolean there =
        reader != null
            && mixHz > 0
            && (wanted || voice.audible())
            && reader.read(voice.talk, voice, mixHz);
    voice.voice.talking = wanted && there;
    if (reader != null && there && wanted) {
      voice.usedTick = tick;
      reader.heard = true;
    }
  }

  private void room(int count) {
    if (count > levels.length) {
      int more = Math.max(2 * count, 16);
      levels = Arrays.copyOf(levels, more);
      talking = Arrays.copyOf(talking, more);
      candidateFrom = Arrays.copyOf(candidateFrom, more);
      candidateTalk = Arrays.copyOf(candidateTalk, more);
    }
  }

  /** Adds the frames of this tick to the sum; whether there was anything. */
  boolean contribute(boolean alone, int[] sum) {
    boolean any = false;
    for (int i = 0; i < voices.size(); i++) {
      any |= voices.get(i).contribute(alone, sum);
    }
    return any;
  }

  /** Whether others of them talk than the listener was told. */
  boolean talkersDiffer() {
    boolean differ = false;
    for (int i = 0; i < voices.size(); i++) {
      differ |= voices.get(i).talks() != voices.get(i).toldTalking;
    }
    return differ;
  }

  /** Adds those of them who talk. */
  void addTalkers(Set<SessionId> talkers) {
    for (RemoteVoice voice : voices) {
      voice.toldTalking = voice.talks();
      if (voice.toldTalking) {
        talkers.add(voice.id);
      }
    }
  }
}
