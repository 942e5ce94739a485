package org.confocal.media.loop;

import java.util.Objects;
import org.confocal.media.mix.Relations;
import org.confocal.media.sound.Playback;
import org.confocal.media.sound.Sound;
import org.jspecify.annotations.Nullable;

/**
 * How what is said of a conference as a whole comes to all its branches: the home branch says it,
 * the others follow. What is played is told when it ends at home.
 */
final class Hearsay {

  private final Branch branch;
  private final LoopContext context;
  private Said followed = Said.NOTHING;
  private long order;

  Hearsay(Branch branch, LoopContext context) {
    this.branch = branch;
    this.context = context;
  }

  void say(Relations relations) {
    say(branch.route.said().with(relations));
  }

  void sayMusic(@Nullable Sound music) {
    say(branch.route.said().withMusic(music));
  }

  /** Played from this tick on. */
  void say(Playback playback, long tickNs) {
    say(branch.route.said().with(new Said.Order(++order, playback.name(), playback, tickNs)));
  }

  void sayStop(String name, long tickNs) {
    say(branch.route.said().with(new Said.Order(++order, name, null, tickNs)));
  }

  private void say(Said said) {
    if (branch.home()) {
      branch.route.say(said);
    }
  }

  /** Something has come to its end by itself. */
  void played(String name) {
    if (branch.home()) {
      branch.route.say(branch.route.said().played(name));
      context.listener.played(branch.route.key, name);
    }
  }

  /** Does what was said at home since the last tick. */
  @SuppressWarnings("ReferenceEquality") // the same object means that nothing was said
  void follow(MediaConference conference, long tickNs) {
    Said now = branch.route.said();
    if (branch.home() || now == followed) {
      return;
    }
    Said before = followed;
    followed = now;
    if (!now.relations().equals(before.relations())) {
      conference.relate(now.relations());
    }
    if (!Objects.equals(now.music(), before.music())) {
      conference.music(now.music());
    }
    for (Said.Order next : now.orders()) {
      if (next.number() > order) {
        order = next.number();
        follow(conference, next, tickNs);
      }
    }
  }

  private static void follow(MediaConference conference, Said.Order next, long tickNs) {
    Playback playback = next.playback();
    if (playback == null) {
      conference.players.stop(next.name());
    } else {
      long late = Math.max(0, tickNs - next.sinceNs()) / LoopContext.FRAME_NS;
      conference.players.play(playback, late);
    }
  }
}
