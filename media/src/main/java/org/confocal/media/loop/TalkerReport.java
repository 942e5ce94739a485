package org.confocal.media.loop;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.confocal.media.SessionId;

/** Tells who is heard by all, when that has changed and not too often: the home branch, for all. */
final class TalkerReport {

  private final Branch branch;
  private final LoopContext context;
  private boolean talkerLeft;
  private long toldNs;

  TalkerReport(Branch branch, LoopContext context) {
    this.branch = branch;
    this.context = context;
    this.toldNs = context.nowNs - context.settings.mix().talkersReport().toNanos();
  }

  void onLeave(MediaSession session) {
    talkerLeft |= session.toldTalking;
  }

  void onTick(List<MediaSession> sessions, Cascade others, long tickNs) {
    boolean differ = talkerLeft || others.talkersDiffer();
    for (int i = 0; i < sessions.size(); i++) {
      differ |= talks(sessions.get(i)) != sessions.get(i).toldTalking;
    }
    if (!branch.home()
        || !differ
        || tickNs - toldNs < context.settings.mix().talkersReport().toNanos()) {
      return;
    }
    Set<SessionId> talkers = new HashSet<>();
    for (MediaSession session : sessions) {
      session.toldTalking = talks(session);
      if (session.toldTalking) {
        talkers.add(session.id);
      }
    }
    others.addTalkers(talkers);
    talkerLeft = false;
    toldNs = tickNs;
    context.listener.talkersChanged(branch.route.key, Set.copyOf(talkers));
  }

  /** Heard by all; who talks to some only is not told to all. */
  private static boolean talks(MediaSession session) {
    return session.voice.talking && !session.voice.apart();
  }
}
